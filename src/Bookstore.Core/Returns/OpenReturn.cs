using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Opens a return: a request for copies that have arrived, or a withdrawal.</summary>
/// <param name="order">The order as it was read.</param>
/// <param name="opening">What is asked for.</param>
/// <param name="returnId">The id of the return.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the request.</param>
internal sealed class OpenReturn(OrderRecord order, ReturnOpening opening, Guid returnId, KeyClaim? claim, Moment now) : Operation<CreateReturnResult>
{
    private Guid OrderId => order.Order.Id;

    public override bool CanBeShed => true;

    public override int Weight => OrderChange.RecordsOf(order) + 2;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        keys.Orders.Add(OrderId);
        keys.DocumentsOf.Add(OrderId);
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Documents.Add(ReturnDocuments.Kind.IdOf(returnId));
    }

    protected override CreateReturnResult DecideOn(WorkingSet records)
    {
        var current = PendingOrder.Load(records, order);
        var returns = ReturnDocuments.Of(records, OrderId).ConvertAll(static known => known.Return);
        if (claim?.Find(records) is { } claimed)
        {
            return claim.Matches(claimed)
                ? new CreateReturnResult { Outcome = CreateReturnOutcome.Created, Return = AsOpened(returns.Find(known => known.Id == claimed.ResourceId), claim.OutcomeOf(claimed)), Replayed = true }
                : new CreateReturnResult { Outcome = CreateReturnOutcome.IdempotencyKeyReused };
        }

        if (opening.Expected?.IsMet(current.Version) == false)
        {
            return new CreateReturnResult { Outcome = CreateReturnOutcome.PreconditionFailed };
        }

        // A withdrawal is accepted however many returns there are; the bound is for a program that repeats itself.
        if (opening.Kind == ReturnKind.Withdrawal ? returns.Count >= Order.MaxReturns + Order.MaxWithdrawals : returns.Count(static known => known.Kind == ReturnKind.Return) >= Order.MaxReturns)
        {
            return new CreateReturnResult { Outcome = CreateReturnOutcome.TooManyReturns };
        }

        if (opening.Problem(current.Order, returns) is { } problem)
        {
            return problem;
        }

        var opened = opening.Open(returnId, current.Order, returns, records.DeliveriesOf(OrderId).Select(static known => known.Delivery), now.Shown);
        ReturnStaging.Insert(records, current, opened, now.Shown);
        claim?.Stage(records, returnId, string.Create(CultureInfo.InvariantCulture, $"{(int)opened.Status},{(int?)opened.Attention?.Reason ?? 0}"));
        return new CreateReturnResult { Outcome = CreateReturnOutcome.Created, Return = opened };
    }

    // As the request was answered the first time.
    private static Return? AsOpened(Return? now, string? outcome)
    {
        if (now is null || outcome is null)
        {
            return now;
        }

        var parts = Array.ConvertAll(outcome.Split(','), static part => int.Parse(part, CultureInfo.InvariantCulture));
        return now with
        {
            Version = 1,
            Status = (ReturnStatus)parts[0],
            Lines = [.. now.Lines.Select(static line => line with { Received = null, Sellable = null })],
            RejectionReason = null,
            RefundIds = [],
            Attention = parts[1] == 0 ? null : new ReturnAttention((ReturnAttentionReason)parts[1], now.CreatedAt),
            UpdatedAt = now.CreatedAt,
        };
    }
}
