using Bookstore.Storage;

namespace Bookstore;

/// <summary>Approves, rejects, completes or cancels a return.</summary>
/// <param name="found">The return as it was read.</param>
/// <param name="status">Where to.</param>
/// <param name="reason">Why it is rejected.</param>
/// <param name="expected">The version that it must have.</param>
/// <param name="now">The time of the request.</param>
internal sealed class MoveReturn(Return found, ReturnStatus status, string? reason, ExpectedVersion? expected, Moment now) : Operation<MoveReturnResult>
{
    public override bool CanBeShed => true;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        keys.Orders.Add(found.OrderId);
        keys.DocumentsOf.Add(found.OrderId);
    }

    protected override MoveReturnResult DecideOn(WorkingSet records)
    {
        if (records.Orders.Find(found.OrderId) is not { } order || ReturnDocuments.Of(records, found.OrderId).Find(known => known.Return.Id == found.Id) is not { } current)
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.ReturnNotFound };
        }

        // The same request again: it has raised the version that it expects.
        if (current.Return.Status == status)
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.Moved, Return = current.Return };
        }

        if (expected?.IsMet(current.Return.Version) == false)
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.PreconditionFailed, Return = current.Return };
        }

        if (!ReturnRules.CanMove(current.Return.Status, status))
        {
            return new MoveReturnResult { Outcome = MoveReturnOutcome.InvalidTransition, Return = current.Return };
        }

        // Approved copies are still to come: what has not left the house is still to be cancelled.
        var attention = status == ReturnStatus.Approved ? current.Return.Attention : null;
        ReturnStaging.Replace(records, order, order.Order, current, current.Return with { Status = status, RejectionReason = reason, Attention = attention }, now.Shown);
        return new MoveReturnResult { Outcome = MoveReturnOutcome.Moved, Return = ReturnDocuments.Of(records, found.OrderId).Find(known => known.Return.Id == found.Id)!.Return };
    }
}
