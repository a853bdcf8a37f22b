using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Moves a delivery along its state machine; the order and its stock follow in the same commit.</summary>
/// <param name="read">The delivery's order as it was read; its lines never change.</param>
/// <param name="deliveryId">The delivery.</param>
/// <param name="status">Where to.</param>
/// <param name="expected">The version that the delivery must have.</param>
/// <param name="claim">The idempotency key to claim.</param>
/// <param name="now">The time of the move.</param>
/// <param name="refundId">The id of a refund that the move brings.</param>
internal sealed class MoveDelivery(OrderRecord read, Guid deliveryId, DeliveryStatus status, ExpectedVersion? expected, KeyClaim? claim, Moment now, Guid refundId) : Operation<MoveDeliveryDecision>
{
    /// <summary>When the capture is due that a dispatch asks for where it finds the money held, in the store's time; <see langword="null"/> when it asks for none.</summary>
    public DateTimeOffset? CaptureAt { get; init; }

    /// <summary>The courier's scan that the step is for; <see langword="null"/> when a caller moves the delivery.</summary>
    public CourierScan? Scan { get; init; }

    /// <summary>The copies that must not be dispatched; <see langword="null"/> for none. What a courier has seen has left the house.</summary>
    public WithheldCopies? Withheld { get; init; }

    public override bool CanBeShed => Scan is null;

    public override int Weight => read.Order.Lines.Count + OrderChange.RecordsOf(read);

    public override Isbn? StockPartition => read.Order.Lines[0].Isbn;

    private Guid OrderId => read.Order.Id;

    public override void DeclareKeys(RecordKeys keys)
    {
        claim?.Needs(keys);
        OrderChange.Needs(keys, read.Order);
        if (status is DeliveryStatus.Lost or DeliveryStatus.Returned or DeliveryStatus.Dispatched)
        {
            // What refunds have paid back already.
            keys.DocumentsOf.Add(OrderId);
        }

        if (status == DeliveryStatus.Dispatched)
        {
            OrderEmbargo.DeclareKeys(keys, read.Order);
        }
    }

    public override void Touches(RecordKeys keys)
    {
        DeclareKeys(keys);
        keys.Documents.Add(RefundDocuments.Kind.IdOf(refundId));
    }

    protected override MoveDeliveryDecision DecideOn(WorkingSet records)
    {
        var delivery = records.FindDelivery(OrderId, deliveryId);
        if (delivery is null)
        {
            return Decide(MoveDeliveryOutcome.DeliveryNotFound, null);
        }

        if (claim?.Find(records) is { } claimed)
        {
            return Replay(claimed, delivery.Delivery);
        }

        if (expected?.IsMet(delivery.Delivery.Version) == false)
        {
            return Decide(MoveDeliveryOutcome.PreconditionFailed, delivery.Delivery);
        }

        if (Scan is { } scan && ScanRules.IsOver(delivery.Delivery, scan))
        {
            return Decide(MoveDeliveryOutcome.Moved, delivery.Delivery) with { IsOver = true };
        }

        if (delivery.Delivery.Status == status)
        {
            Note(records, delivery);
            ClaimWhereItIs(records, delivery.Delivery);
            return Decide(MoveDeliveryOutcome.Moved, delivery.Delivery);
        }

        var current = records.Orders.Find(OrderId)!;
        if (!DeliveryRules.TryMove(delivery.Delivery.Status, status, OrderDeliveries.IsOut(delivery.Delivery, current.Order), out var trigger))
        {
            return Decide(MoveDeliveryOutcome.InvalidTransition, delivery.Delivery);
        }

        if (trigger is not { } happened)
        {
            _ = OrderDeliveries.Tell(records, current, delivery.Delivery, status, now.Shown);
            return Decide(MoveDeliveryOutcome.Moved, Move(records, delivery));
        }

        if (happened == OrderTrigger.Dispatch && Scan is null && OrderDeliveries.IsWithheld(current.Order, delivery.Delivery, Withheld?.Invoke(records, current.Order)))
        {
            return Decide(MoveDeliveryOutcome.CopiesWithdrawn, delivery.Delivery);
        }

        // For a caller and for a scan of the courier alike.
        if (happened == OrderTrigger.Dispatch && OrderEmbargo.Find(records, current.Order, OrderDeliveries.ConsignmentOf(delivery.Delivery), now.Store) is { } embargo)
        {
            return new MoveDeliveryDecision(new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.Embargoed, Delivery = delivery.Delivery, Isbn = embargo.Isbn, EmbargoUntil = embargo.Until });
        }

        return !(happened == OrderTrigger.Dispatch && IsGivenBack(records, current.Order, delivery.Delivery)) && !(happened == OrderTrigger.SendBack && OrderDeliveries.IsTakenBackByReturn(records, current.Order, delivery.Delivery)) && TryMoveOrder(records, current, delivery.Delivery, happened)
            ? Decide(MoveDeliveryOutcome.Moved, Move(records, delivery))
            : Refuse(records, delivery.Delivery, current, happened);
    }

    private MoveDeliveryDecision Replay(IdempotencyRecord claimed, Delivery delivery)
    {
        if (!claim!.Matches(claimed))
        {
            return Decide(MoveDeliveryOutcome.IdempotencyKeyReused, delivery);
        }

        if (claim.OutcomeOf(claimed) is { } movedAt)
        {
            var at = new DateTimeOffset(long.Parse(movedAt, CultureInfo.InvariantCulture), TimeSpan.Zero);
            delivery = delivery with { Status = status, UpdatedAt = at, Attention = delivery.Attention?.Since > at ? null : delivery.Attention };
        }

        return new MoveDeliveryDecision(new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.Moved, Delivery = delivery, Replayed = true });
    }

    private static MoveDeliveryDecision Decide(MoveDeliveryOutcome outcome, Delivery? delivery) => new(new MoveDeliveryResult { Outcome = outcome, Delivery = delivery });

    // Money whose return is decided is gone, whether the gateway has answered yet or not.
    private static bool IsGivenBack(WorkingSet records, Order order, Delivery delivery) =>
        RefundRules.IsGivenBack(order, OrderDeliveries.ConsignmentOf(delivery), RefundDocuments.Of(records, order.Id));

    private MoveDeliveryDecision Refuse(WorkingSet records, Delivery delivery, OrderRecord current, OrderTrigger trigger)
    {
        var payment = current.Order.PaymentStatus;
        if (trigger == OrderTrigger.Dispatch && payment != PaymentStatus.NotRequired && (!RefundSums.IsCaptured(payment) || IsGivenBack(records, current.Order, delivery)))
        {
            return new MoveDeliveryDecision(new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.PaymentNotCaptured, Delivery = delivery, PaymentStatus = payment })
            {
                Capture = CaptureAt is { } due ? HeldPayment.RequestCapture(records, current, null, now, due) : null,
                IsBeingCaptured = CaptureAt is not null || current.PendingAction == PaymentAction.Capture,
            };
        }

        return Decide(OrderChange.ExceedsStockLimit(records, current, trigger, OrderDeliveries.ConsignmentOf(delivery)) ? MoveDeliveryOutcome.StockLimitReached : MoveDeliveryOutcome.InvalidTransition, delivery);
    }

    // These two can be reached again: sent again after the delivery has gone on, a key that was not claimed would move it back.
    private void ClaimWhereItIs(WorkingSet records, Delivery delivery)
    {
        if (delivery.Status is DeliveryStatus.Failed or DeliveryStatus.InTransit)
        {
            Claim(records, delivery);
        }
    }

    private void Claim(WorkingSet records, Delivery moved) => claim?.Stage(records, deliveryId, moved.UpdatedAt.UtcTicks.ToString(CultureInfo.InvariantCulture));

    // Where the delivery is already, the scan's time is kept, so that an older one does not move it.
    private void Note(WorkingSet records, DeliveryRecord delivery)
    {
        if (Scan is { } scan && scan.Status == status)
        {
            records.Deliveries.Put(deliveryId, delivery with { Delivery = delivery.Delivery with { ScannedAt = scan.At } });
        }
    }

    private bool TryMoveOrder(WorkingSet records, OrderRecord current, Delivery delivery, OrderTrigger trigger)
    {
        var consignment = OrderDeliveries.ConsignmentOf(delivery);
        if (OrderChange.TryStage(records, current, trigger, now, consignment) is not { } next)
        {
            return false;
        }

        if (trigger is OrderTrigger.Unschedule or OrderTrigger.Return or OrderTrigger.SendBack)
        {
            next = OrderDeliveries.Without(records, next, deliveryId);
        }

        if (next.Order.Status == current.Order.Status)
        {
            OrderChange.Put(records, current, next, DeliveryRules.EventOf(status), now.Shown, consignment);
        }
        else
        {
            // The delivery's own event comes first, then that of the order which it ends.
            var told = OrderDeliveries.Tell(records, current, delivery, status, now.Shown);
            next = next with { Order = next.Order with { Version = told.Version + 1 } };
            OrderChange.Put(records, told, next, trigger, now.Shown, consignment);
        }

        RefundStaging.InsertFor(records, current, next, trigger, consignment, refundId, trigger == OrderTrigger.Lose ? Refund.DeliveryLost : Refund.DeliveryReturned, now);
        return true;
    }

    private Delivery Move(WorkingSet records, DeliveryRecord delivery)
    {
        var isCalledOff = delivery.Delivery.Status == DeliveryStatus.Scheduled && status != DeliveryStatus.Dispatched;
        var next = isCalledOff ? DeliveryRules.CallOff(delivery, status, now) : DeliveryRules.Move(delivery, status, now);
        next = next with
        {
            Delivery = next.Delivery with
            {
                ScannedAt = Scan is { } scan && scan.Status == status ? scan.At : delivery.Delivery.ScannedAt,
                FailedAt = Scan is null && status == DeliveryStatus.Failed && !isCalledOff ? now.Shown : null,
            },
        };
        records.Deliveries.Put(deliveryId, next);
        Claim(records, next.Delivery);
        return next.Delivery;
    }
}

/// <summary>The result of a move.</summary>
/// <param name="Result">The result for the caller.</param>
internal readonly record struct MoveDeliveryDecision(MoveDeliveryResult Result)
{
    /// <summary>The order whose capture the refused dispatch asked for; <see langword="null"/> when it asked for none.</summary>
    public OrderRecord? Capture { get; init; }

    /// <summary>Whether nothing changed because the delivery has been elsewhere since the scan.</summary>
    public bool IsOver { get; init; }

    /// <summary>Whether a capture is in progress that a dispatch can wait for.</summary>
    public bool IsBeingCaptured { get; init; }
}
