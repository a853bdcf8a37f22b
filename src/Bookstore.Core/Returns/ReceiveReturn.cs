using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Receives the copies of a return: the lines of the order, the stock and, by the policy, the refund in one commit.</summary>
/// <param name="read">The order as it was read; its lines never change.</param>
/// <param name="request">What came, by ascending ISBN.</param>
/// <param name="policy">When the money goes back.</param>
/// <param name="refundId">The id of the refund.</param>
/// <param name="now">The time of the receipt.</param>
internal sealed class ReceiveReturn(OrderRecord read, ReceiveReturnRequest request, ReturnRefundPolicy policy, Guid refundId, Moment now) : Operation<MoveReturnResult>
{
    /// <summary>The reason of the movement that writes damaged copies off.</summary>
    public const string Damaged = "returned damaged";

    private Guid OrderId => read.Order.Id;

    public override bool CanBeShed => true;

    public override int Weight => read.Order.Lines.Count + OrderChange.RecordsOf(read);

    public override Isbn? StockPartition => read.Order.Lines[0].Isbn;

    public override void DeclareKeys(RecordKeys keys)
    {
        OrderChange.Needs(keys, read.Order);
        keys.DocumentsOf.Add(OrderId);
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Documents.Add(RefundDocuments.Kind.IdOf(refundId));
    }

    protected override MoveReturnResult DecideOn(WorkingSet records)
    {
        var returns = ReturnDocuments.Of(records, OrderId);
        if (records.Orders.Find(OrderId) is not { } order || returns.Find(known => known.Return.Id == request.ReturnId) is not { } current)
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.ReturnNotFound };
        }

        if (ReturnReceipt.Unannounced(current.Return, request.Items) is { } unannounced)
        {
            return Refuse(MoveReturnOutcome.InvalidItems, current.Return) with { Isbn = unannounced.Isbn };
        }

        var lines = ReturnReceipt.LinesOf(current.Return, request.Items);
        if (current.Return.Status is ReturnStatus.Received or ReturnStatus.Completed && current.Return.Lines.SequenceEqual(lines))
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.Moved, Return = current.Return };
        }

        // Not of the same request again: it has raised the version that it expects.
        if (request.ExpectedVersion?.IsMet(current.Return.Version) == false)
        {
            return Refuse(MoveReturnOutcome.PreconditionFailed, current.Return);
        }

        if (!ReturnRules.CanMove(current.Return.Status, ReturnStatus.Received))
        {
            return Refuse(MoveReturnOutcome.InvalidTransition, current.Return);
        }

        if (ReturnReceipt.Problem(records, order.Order, returns, current, request.Items) is { } problem)
        {
            return problem;
        }

        return new MoveReturnResult { Outcome = MoveReturnOutcome.Moved, Return = Receive(records, order, current, lines) };
    }

    private static MoveReturnResult Refuse(MoveReturnOutcome outcome, Return current) => new() { Outcome = outcome, Return = current };

    private Return Receive(WorkingSet records, OrderRecord order, ReturnRecord current, IReadOnlyList<ReturnLine> lines)
    {
        LineCopies[] copies = [.. lines.Where(static line => line.Received > 0).Select(static line => new LineCopies(line.Isbn, line.Received!.Value))];
        var goods = order.Order;
        if (copies.Length > 0)
        {
            var after = OrderGoods.After(goods.Lines, StockEffect.TakeBack, copies) ?? throw new InvalidOperationException($"The lines of order {OrderId} do not allow the receipt that was checked.");
            goods = goods with { Lines = after, IsDispatched = OrderGoods.IsOut(after) };
            MoveStock(records, lines);
        }

        var worth = policy == ReturnRefundPolicy.OnReceipt && copies.Length > 0
            ? RefundRules.PriceParts(order.Order.Lines, goods, RefundDocuments.Of(records, OrderId), ReturnReceipt.WithShipping(current.Return, goods))
            : null;
        var isDue = worth is { Amount.MinorUnits: > 0 };
        var canRefund = isDue && CanRefund(records, order);
        var next = current.Return with
        {
            Status = ReturnStatus.Received,
            Lines = lines,
            RefundIds = canRefund ? [.. current.Return.RefundIds, refundId] : current.Return.RefundIds,
            Attention = isDue && !canRefund ? new ReturnAttention(ReturnAttentionReason.RefundNotMade, now.Shown) : null,
        };
        var received = ReturnStaging.Replace(records, order, goods, current, next, now.Shown);
        if (canRefund)
        {
            RefundStaging.Insert(records, received, RefundOf(current.Return, worth!), now.Store, now);
        }

        return ReturnDocuments.Read(records.Documents.Find(ReturnDocuments.Kind.IdOf(next.Id))!).Return;
    }

    private bool CanRefund(WorkingSet records, OrderRecord order)
    {
        var refunds = RefundDocuments.Of(records, OrderId);
        return order.Gateway is not null && refunds.Count < Order.MaxRefunds && RefundRules.IsRefundable(order.Order, order.PendingAction, refunds);
    }

    private Refund RefundOf(Return received, RefundWorth worth) => new()
    {
        Id = refundId,
        OrderId = OrderId,
        Amount = worth.Amount,
        Reason = received.Kind == ReturnKind.Withdrawal ? Refund.Withdrawal : Refund.ItemsReturned,
        Items = worth.Items,
        ItemAmounts = worth.ItemAmounts,
        Shipping = worth.Shipping,
        Status = RefundStatus.Pending,
        CreatedAt = now.Shown,
        UpdatedAt = now.Shown,
    };

    private void MoveStock(WorkingSet records, IReadOnlyList<ReturnLine> lines)
    {
        var reference = request.ReturnId.ToString("D", CultureInfo.InvariantCulture);
        foreach (var line in lines)
        {
            if (line is not { Received: > 0 and var received, Sellable: { } sellable })
            {
                continue;
            }

            var before = StockLedger.LevelOf(records, line.Isbn).Available;
            StockLedger.TakeBack(records, line.Isbn, received, OrderId, now.Shown);
            if (sellable < received)
            {
                BookEvents.AppendChanged(records, StockLedger.WriteOff(records, line.Isbn, received - sellable, OrderId, Damaged, reference, now.Shown), now.Shown);
                BookEvents.AppendIfDepleted(records, line.Isbn, before, now.Shown);
            }
        }
    }
}
