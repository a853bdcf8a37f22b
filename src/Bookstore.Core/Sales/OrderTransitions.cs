namespace Bookstore;

/// <summary>The one table of what may happen to an order, its stock and its money. Pure; a transition that is not in it is refused.</summary>
internal static class OrderTransitions
{
    /// <summary>What an event makes of an order, or <see langword="null"/> when it must not happen to it.</summary>
    /// <param name="state">The order's status and money.</param>
    /// <param name="trigger">The event.</param>
    /// <param name="goods">How far the order's copies have got once it has happened; of no meaning for an event that moves no copies (<see cref="EffectOf"/>).</param>
    public static OrderTransition? Of(OrderState state, OrderTrigger trigger, Goods goods) => trigger switch
    {
        OrderTrigger.Confirm => Confirm(state),
        OrderTrigger.ConfirmHeld => ConfirmHeld(state),
        OrderTrigger.RequestCapture => RequestCapture(state),
        OrderTrigger.ReleaseHeld => ReleaseHeld(state),
        OrderTrigger.AuthorizeAgain => AuthorizeAgain(state),
        OrderTrigger.AuthorizedAgain => AuthorizedAgain(state),
        OrderTrigger.AuthorizedAgainHeld => AuthorizedAgain(state) is { } held ? held with { Next = held.Next with { PendingAction = null } } : null,
        OrderTrigger.DeclinedAgain => DeclinedAgain(state),
        OrderTrigger.GiveUpAgain => GiveUpAgain(state),
        OrderTrigger.AuthorizationExpiring => IsConfirmedAndHeld(state) ? new(state, StockEffect.None, EventTypes.PaymentAuthorizationExpiring) : null,
        OrderTrigger.AuthorizationExpired => IsConfirmedAndHeld(state) ? new(state with { Payment = PaymentStatus.CaptureFailed }, StockEffect.None, EventTypes.PaymentCaptureFailed) : null,
        OrderTrigger.Disputed => IsCaptured(state) || IsConfirmedAndMayBeTaken(state) ? new(state, StockEffect.None, EventTypes.PaymentDisputed) : null,
        OrderTrigger.RequireAction => RequireAction(state),
        OrderTrigger.Decline => Decline(state),
        OrderTrigger.GiveUp => GiveUp(state),
        OrderTrigger.AuthorizedTooLate => AuthorizedTooLate(state),
        OrderTrigger.Captured => Captured(state),
        OrderTrigger.CaptureRefused => CaptureRefused(state),
        OrderTrigger.Voided => Voided(state),
        OrderTrigger.VoidedTooEarly => VoidedTooEarly(state),
        OrderTrigger.Refunded => Refunded(state),
        OrderTrigger.VoidRefused => VoidRefused(state),
        OrderTrigger.RefundRefused => RefundRefused(state),
        OrderTrigger.RetryPayment => RetryPayment(state),
        OrderTrigger.MarkPaymentDone => MarkPaymentDone(state),
        OrderTrigger.GiveUpPayment => GiveUpPayment(state, goods),
        OrderTrigger.Cancel => Cancel(state, goods),
        OrderTrigger.CancelItems => CancelItems(state, goods),
        OrderTrigger.Schedule => Schedule(state),
        OrderTrigger.Unschedule => Unschedule(state),
        OrderTrigger.Dispatch => Dispatch(state),
        OrderTrigger.Deliver => Deliver(state, goods),
        OrderTrigger.Return => Return(state),
        OrderTrigger.SendBack => SendBack(state, goods),
        OrderTrigger.Lose => Lose(state, goods),
        _ => throw new ArgumentOutOfRangeException(nameof(trigger), trigger, "There is no such event."),
    };

    /// <summary>What an event does to the copies that it is about, where the table allows it.</summary>
    public static StockEffect EffectOf(OrderTrigger trigger) => trigger switch
    {
        OrderTrigger.Cancel or OrderTrigger.CancelItems or OrderTrigger.GiveUpPayment => StockEffect.Release,
        OrderTrigger.Dispatch => StockEffect.Ship,
        OrderTrigger.Deliver => StockEffect.Arrive,
        OrderTrigger.Return => StockEffect.Return,
        OrderTrigger.SendBack => StockEffect.TakeBack,
        OrderTrigger.Lose => StockEffect.Lose,
        _ => StockEffect.None,
    };

    private static OrderTransition? Confirm(OrderState state) => state is { Status: OrderStatus.Pending }
        ? new(state with { Status = OrderStatus.Created, Payment = PaymentStatus.Authorized, PendingAction = PaymentAction.Capture }, StockEffect.None, EventTypes.OrderCreated)
        : null;

    private static OrderTransition? ConfirmHeld(OrderState state) => Confirm(state) is { } confirmed ? confirmed with { Next = confirmed.Next with { PendingAction = null } } : null;

    private static OrderTransition? RequestCapture(OrderState state) => state is { Status: OrderStatus.Created, Payment: PaymentStatus.Authorized, PendingAction: null }
        ? new(state with { PendingAction = PaymentAction.Capture }, StockEffect.None, EventTypes.PaymentCaptureRequested)
        : null;

    // The first payment is voided for certain before the second is authorized: an order is never charged twice.
    private static OrderTransition? ReleaseHeld(OrderState state) => state is { Status: OrderStatus.Created, Payment: PaymentStatus.CaptureFailed, PendingAction: null }
        ? new(state with { PendingAction = PaymentAction.Void }, StockEffect.None, EventTypes.OrderActionRequired)
        : null;

    private static OrderTransition? AuthorizeAgain(OrderState state) => state is { Status: OrderStatus.Created, Payment: PaymentStatus.Voided, PendingAction: null }
        ? new(state with { Payment = PaymentStatus.Pending, PendingAction = PaymentAction.Authorize }, StockEffect.None, EventTypes.OrderActionRequired)
        : null;

    private static OrderTransition? AuthorizedAgain(OrderState state) => state is { Status: OrderStatus.Created, PendingAction: PaymentAction.Authorize }
        ? new(state with { Payment = PaymentStatus.Authorized, PendingAction = PaymentAction.Capture }, StockEffect.None, EventTypes.PaymentAuthorized)
        : null;

    private static OrderTransition? DeclinedAgain(OrderState state) => state is { Status: OrderStatus.Created, PendingAction: PaymentAction.Authorize }
        ? new(state with { Payment = PaymentStatus.CaptureFailed, PendingAction = null }, StockEffect.None, EventTypes.PaymentCaptureFailed)
        : null;

    // As for a pending order: an authorization that exists, or may still arrive, is undone.
    private static OrderTransition? GiveUpAgain(OrderState state) => DeclinedAgain(state) is { } ended ? ended with { Next = ended.Next with { PendingAction = PaymentAction.Void } } : null;

    private static OrderTransition? RequireAction(OrderState state) =>
        state is { Status: OrderStatus.Pending, Payment: PaymentStatus.Pending } or { Status: OrderStatus.Created, Payment: PaymentStatus.Pending, PendingAction: PaymentAction.Authorize }
        ? new(state with { Payment = PaymentStatus.ActionRequired }, StockEffect.None, EventTypes.OrderActionRequired)
        : null;

    private static OrderTransition? Decline(OrderState state) => state is { Status: OrderStatus.Pending }
        ? new(state with { Status = OrderStatus.Rejected, Payment = PaymentStatus.Declined }, StockEffect.GiveBack, EventTypes.OrderRejected)
        : null;

    // An authorization may exist or may yet arrive: it is undone whether or not it does.
    private static OrderTransition? GiveUp(OrderState state) => state is { Status: OrderStatus.Pending }
        ? new(state with { Status = OrderStatus.Rejected, Payment = PaymentStatus.Pending, PendingAction = PaymentAction.Void }, StockEffect.GiveBack, EventTypes.OrderRejected)
        : null;

    // One that was captured is on record already: it was given back, or that was refused.
    private static OrderTransition? AuthorizedTooLate(OrderState state) =>
        state is { Status: OrderStatus.Rejected, Payment: PaymentStatus.Pending or PaymentStatus.Declined or PaymentStatus.Voided, PendingAction: null }
        ? new(state with { PendingAction = PaymentAction.Void }, StockEffect.None, EventTypes.OrderRejected)
        : null;

    // A capture that won the race against a cancellation is answered by a refund.
    private static OrderTransition? Captured(OrderState state) => state switch
    {
        { PendingAction: PaymentAction.Capture } => new(state with { Payment = PaymentStatus.Captured, PendingAction = null }, StockEffect.None, EventTypes.PaymentCaptured),
        { PendingAction: PaymentAction.Void, Status: OrderStatus.Created } => new(state with { Payment = PaymentStatus.Captured, PendingAction = null }, StockEffect.None, EventTypes.PaymentCaptured),
        { PendingAction: PaymentAction.Void } => new(state with { Payment = PaymentStatus.Captured, PendingAction = PaymentAction.Refund }, StockEffect.None, EventTypes.PaymentCaptured),
        _ => null,
    };

    private static OrderTransition? CaptureRefused(OrderState state) => state is { PendingAction: PaymentAction.Capture }
        ? new(state with { Payment = PaymentStatus.CaptureFailed, PendingAction = null }, StockEffect.None, EventTypes.PaymentCaptureFailed)
        : null;

    // What is on record as captured cannot be voided, also when a gateway reports it as authorized.
    private static OrderTransition? Voided(OrderState state) => state is { PendingAction: PaymentAction.Void, Payment: not PaymentStatus.Captured }
        ? new(state with { Payment = PaymentStatus.Voided, PendingAction = null }, StockEffect.None, EventTypes.PaymentVoided)
        : null;

    private static OrderTransition? VoidedTooEarly(OrderState state) => Voided(state) is { } voided
        ? voided with { Next = voided.Next with { PendingAction = PaymentAction.Void } }
        : null;

    private static OrderTransition? Refunded(OrderState state) => state is { PendingAction: PaymentAction.Refund }
        ? new(state with { Payment = PaymentStatus.Refunded, PendingAction = null }, StockEffect.None, EventTypes.RefundSucceeded)
        : null;

    // What was voided too early may be held again, and what was declined too: of a rejected order nothing more is known.
    private static OrderTransition? VoidRefused(OrderState state) => state switch
    {
        { PendingAction: not PaymentAction.Void } => null,
        { Status: OrderStatus.Rejected } => new(state with { Payment = PaymentStatus.Pending, PendingAction = null }, StockEffect.None, EventTypes.OrderActionRequired),
        { Status: OrderStatus.Created } => new(state with { Payment = PaymentStatus.CaptureFailed, PendingAction = null }, StockEffect.None, EventTypes.OrderActionRequired),
        { Payment: PaymentStatus.Voided } => new(state with { Payment = PaymentStatus.Authorized, PendingAction = null }, StockEffect.None, EventTypes.OrderActionRequired),
        _ => new(state with { PendingAction = null }, StockEffect.None, EventTypes.OrderActionRequired),
    };

    private static OrderTransition? RefundRefused(OrderState state) => state is { PendingAction: PaymentAction.Refund }
        ? new(state with { Payment = PaymentStatus.RefundFailed, PendingAction = null }, StockEffect.None, EventTypes.RefundFailed)
        : null;

    private static OrderTransition? RetryPayment(OrderState state) => Unfinished(state) switch
    {
        _ when state.Status == OrderStatus.Pending => new(state, StockEffect.None, EventTypes.OrderActionRequired),
        PaymentAction.Capture => new(state with { Payment = PaymentStatus.Authorized, PendingAction = PaymentAction.Capture }, StockEffect.None, EventTypes.OrderActionRequired),
        PaymentAction.Void => new(state with { PendingAction = PaymentAction.Void }, StockEffect.None, EventTypes.OrderActionRequired),
        PaymentAction.Refund => new(state with { Payment = PaymentStatus.Captured, PendingAction = PaymentAction.Refund }, StockEffect.None, EventTypes.RefundCreated),
        PaymentAction.Authorize => new(state, StockEffect.None, EventTypes.OrderActionRequired),
        _ => null,
    };

    private static OrderTransition? MarkPaymentDone(OrderState state) => Unfinished(state) switch
    {
        PaymentAction.Capture => new(state with { Payment = PaymentStatus.Captured, PendingAction = null }, StockEffect.None, EventTypes.PaymentCaptured),
        PaymentAction.Void => new(state with { Payment = PaymentStatus.Voided, PendingAction = null }, StockEffect.None, EventTypes.PaymentVoided),
        PaymentAction.Refund => new(state with { Payment = PaymentStatus.Refunded, PendingAction = null }, StockEffect.None, EventTypes.RefundSucceeded),
        _ => null,
    };

    private static OrderTransition? GiveUpPayment(OrderState state, Goods goods) => Unfinished(state) switch
    {
        _ when state.Status == OrderStatus.Pending => GiveUp(state),
        PaymentAction.Capture => Cancel(state, goods),
        PaymentAction.Void => new(state with { PendingAction = null }, StockEffect.None, EventTypes.OrderActionRequired),
        PaymentAction.Refund => new(state with { Payment = PaymentStatus.RefundFailed, PendingAction = null }, StockEffect.None, EventTypes.RefundFailed),
        PaymentAction.Authorize => GiveUpAgain(state),
        _ => null,
    };

    /// <summary>The payment action that is pending, or whose call was refused for good.</summary>
    public static PaymentAction? Unfinished(OrderState state) => state switch
    {
        { PendingAction: { } owed } => owed,
        { Status: OrderStatus.Created, Payment: PaymentStatus.CaptureFailed or PaymentStatus.Voided } => PaymentAction.Capture,
        { Payment: PaymentStatus.RefundFailed } => PaymentAction.Refund,
        { Status: OrderStatus.Rejected or OrderStatus.Cancelled, Payment: PaymentStatus.Pending or PaymentStatus.Authorized or PaymentStatus.CaptureFailed or PaymentStatus.Voided } => PaymentAction.Void,
        _ => null,
    };

    // A pending order was never confirmed: it is given up, not cancelled, so that a resend of its request never gets the result of a confirmed order.
    private static OrderTransition? Cancel(OrderState state, Goods goods)
    {
        if (state.Status == OrderStatus.Pending)
        {
            return GiveUp(state);
        }

        // What is on its way or has arrived is not cancelled with the rest.
        if (state.Status != OrderStatus.Created || goods != Goods.Gone)
        {
            return null;
        }

        // Its customer has nothing to do at the bank any more.
        var payment = state.Payment == PaymentStatus.ActionRequired ? PaymentStatus.Pending : state.Payment;
        PaymentAction? owed = IsPaid(state) ? null : PaymentAction.Void;
        return new(state with { Status = OrderStatus.Cancelled, Payment = payment, PendingAction = owed }, StockEffect.Release, EventTypes.OrderCancelled) { GivesBack = IsCaptured(state) };
    }

    // With the last copy that could still arrive, the order is cancelled as a whole. No capture is in progress: what is charged for the copies is known, or is not charged yet.
    private static OrderTransition? CancelItems(OrderState state, Goods goods) => goods switch
    {
        _ when state.Status != OrderStatus.Created || !(IsSettled(state) || (IsHeld(state) && goods == Goods.Home)) => null,
        Goods.Home or Goods.Out => GiveBack(new(state, StockEffect.Release, EventTypes.OrderItemsCancelled), goods),
        Goods.Arrived or Goods.Back => GiveBack(new(state with { Status = OrderStatus.Delivered }, StockEffect.Release, EventTypes.OrderFulfilled), goods),
        _ => null,
    };

    // Which copies are left to deliver is counted by the operation: the order's deliveries say it.
    private static OrderTransition? Schedule(OrderState state) => state is { Status: OrderStatus.Created }
        ? new(state, StockEffect.None, EventTypes.DeliveryScheduled)
        : null;

    private static OrderTransition? Unschedule(OrderState state) => state is { Status: OrderStatus.Created }
        ? new(state, StockEffect.None, EventTypes.DeliveryCancelled)
        : null;

    // Whether the money of the copies has gone back is counted by the operation: free copies leave also when all of it has.
    private static OrderTransition? Dispatch(OrderState state) => state is { Status: OrderStatus.Created } && IsPaid(state)
        ? new(state, StockEffect.Ship, EventTypes.DeliveryDispatched)
        : null;

    private static OrderTransition? Deliver(OrderState state, Goods goods) => goods switch
    {
        _ when !IsUnderWay(state) => null,
        Goods.Out => new(state, StockEffect.Arrive, EventTypes.DeliveryDelivered),
        Goods.Arrived => new(state with { Status = OrderStatus.Delivered }, StockEffect.Arrive, EventTypes.OrderFulfilled),
        _ => null,
    };

    private static OrderTransition? Return(OrderState state) => IsUnderWay(state) ? new(state, StockEffect.Return, EventTypes.DeliveryReturned) : null;

    private static OrderTransition? SendBack(OrderState state, Goods goods) => (state.Status, goods) switch
    {
        _ when !IsSettled(state) => null,
        (OrderStatus.Delivered, Goods.Arrived or Goods.Back) or (OrderStatus.Created, Goods.Out) => GiveBack(new(state, StockEffect.TakeBack, EventTypes.DeliveryReturned), goods),
        _ => null,
    };

    // The goods stay out: nothing that is lost can be sold again.
    private static OrderTransition? Lose(OrderState state, Goods goods) => goods switch
    {
        _ when !IsSettled(state) || state.Status != OrderStatus.Created => null,
        Goods.Gone => GiveBack(new(state with { Status = OrderStatus.Cancelled }, StockEffect.Lose, EventTypes.OrderCancelled), goods),
        Goods.Arrived or Goods.Back => GiveBack(new(state with { Status = OrderStatus.Delivered }, StockEffect.Lose, EventTypes.OrderFulfilled), goods),
        Goods.Out => GiveBack(new(state, StockEffect.Lose, EventTypes.DeliveryFailed), goods),
        _ => null,
    };

    // Where the customer keeps nothing and nothing is to come, all that is left of the money goes back, shipping included.
    private static OrderTransition GiveBack(OrderTransition transition, Goods goods)
    {
        var isAll = goods is Goods.Gone or Goods.Back;
        return transition with { GivesBack = isAll && IsCaptured(transition.Next), GivesBackCopies = !isAll && IsCaptured(transition.Next) };
    }

    // Nothing leaves the house before its money is there.
    private static bool IsUnderWay(OrderState state) => state is { Status: OrderStatus.Created } && IsPaid(state);

    // Paid, and no call to the gateway is left that moves the money.
    private static bool IsSettled(OrderState state) => state.PendingAction is null && IsPaid(state);

    // Authorized, and captured when that is asked for.
    private static bool IsHeld(OrderState state) => state is { Payment: PaymentStatus.Authorized, PendingAction: null };

    private static bool IsConfirmedAndHeld(OrderState state) => state.Status == OrderStatus.Created && IsHeld(state);

    // The gateway may have taken the amount already: by hand, or by a capture whose answer is not on record yet.
    private static bool IsConfirmedAndMayBeTaken(OrderState state) => state is { Status: OrderStatus.Created, Payment: PaymentStatus.Authorized };

    private static bool IsCaptured(OrderState state) => RefundSums.IsCaptured(state.Payment);

    private static bool IsPaid(OrderState state) => state.Payment == PaymentStatus.NotRequired || IsCaptured(state);
}
