namespace Bookstore;

/// <summary>All of an order's money and status that decides what may happen to it. How far its copies have got is kept beside it, see <see cref="Goods"/>.</summary>
internal readonly record struct OrderState(OrderStatus Status, PaymentStatus Payment, PaymentAction? PendingAction);

/// <summary>How far an order's copies have got, counted by <see cref="OrderGoods"/>. Copies that were cancelled do not count.</summary>
internal enum Goods
{
    /// <summary>No copy has left the house.</summary>
    Home,

    /// <summary>Some copies have left the house, and some are still to arrive.</summary>
    Out,

    /// <summary>No copy is still to arrive, and some have arrived.</summary>
    Arrived,

    /// <summary>No copy is still to arrive, and all that arrived have come back.</summary>
    Back,

    /// <summary>No copy is still to arrive, and none has arrived: they were cancelled or lost.</summary>
    Gone,
}

/// <summary>What can happen to an order.</summary>
internal enum OrderTrigger
{
    /// <summary>Its payment is authorized.</summary>
    Confirm,

    /// <summary>Its payment is authorized, and is captured when that is asked for.</summary>
    ConfirmHeld,

    /// <summary>The capture of its held amount is asked for.</summary>
    RequestCapture,

    /// <summary>What is held of the payment that could not be captured is to be released, before it is authorized again.</summary>
    ReleaseHeld,

    /// <summary>It is authorized again.</summary>
    AuthorizeAgain,

    /// <summary>It is authorized again, and its capture follows.</summary>
    AuthorizedAgain,

    /// <summary>It is authorized again, and is captured when that is asked for.</summary>
    AuthorizedAgainHeld,

    /// <summary>The new payment was declined.</summary>
    DeclinedAgain,

    /// <summary>The new payment could not be found out in time.</summary>
    GiveUpAgain,

    /// <summary>Its authorization ends soon.</summary>
    AuthorizationExpiring,

    /// <summary>Its authorization has ended before the capture was asked for.</summary>
    AuthorizationExpired,

    /// <summary>Its payment is disputed, or a dispute has ended.</summary>
    Disputed,

    /// <summary>Its customer has to act before the payment is authorized.</summary>
    RequireAction,

    /// <summary>Its payment was declined.</summary>
    Decline,

    /// <summary>Its payment could not be found out in time.</summary>
    GiveUp,

    /// <summary>An authorization turned up after it was rejected.</summary>
    AuthorizedTooLate,

    /// <summary>Its payment is captured.</summary>
    Captured,

    /// <summary>The capture was refused for good.</summary>
    CaptureRefused,

    /// <summary>Nothing is held at the gateway any more.</summary>
    Voided,

    /// <summary>Nothing is held at the gateway now, but an authorization can still arrive: it is voided again after that.</summary>
    VoidedTooEarly,

    /// <summary>The captured amount went back.</summary>
    Refunded,

    /// <summary>The void was refused for good: the amount may still be held.</summary>
    VoidRefused,

    /// <summary>The refund was refused for good: the shop still has the money.</summary>
    RefundRefused,

    /// <summary>A person has the refused or unfinished payment call repeated.</summary>
    RetryPayment,

    /// <summary>A person made the payment call another way.</summary>
    MarkPaymentDone,

    /// <summary>A person ends the payment call: a pending capture is cancelled, a pending refund is not made.</summary>
    GiveUpPayment,

    /// <summary>The order is cancelled.</summary>
    Cancel,

    /// <summary>Some of its copies are cancelled, and others are left or have left the house.</summary>
    CancelItems,

    /// <summary>A delivery is planned.</summary>
    Schedule,

    /// <summary>The planned delivery is off.</summary>
    Unschedule,

    /// <summary>The goods leave the house.</summary>
    Dispatch,

    /// <summary>The goods have arrived.</summary>
    Deliver,

    /// <summary>The goods have come back before they arrived.</summary>
    Return,

    /// <summary>The goods have come back after they arrived.</summary>
    SendBack,

    /// <summary>The goods are lost on their way.</summary>
    Lose,
}

/// <summary>What happens to the copies of an order that a trigger is about.</summary>
internal enum StockEffect
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They are released.</summary>
    Release,

    /// <summary>They go back to the cart that they came from, for the rest of its time; without one they are released.</summary>
    GiveBack,

    /// <summary>They leave the house.</summary>
    Ship,

    /// <summary>They arrive.</summary>
    Arrive,

    /// <summary>They are lost on their way.</summary>
    Lose,

    /// <summary>They come back and are held again.</summary>
    Return,

    /// <summary>They come back and can be sold again.</summary>
    TakeBack,
}

/// <summary>What an event makes of an order.</summary>
/// <param name="Next">The order's next state.</param>
/// <param name="Stock">What happens to the copies that the trigger is about.</param>
/// <param name="Event">The type of the event that tells of it: it names the change of the order's status, else of its money, else of its delivery.</param>
internal readonly record struct OrderTransition(OrderState Next, StockEffect Stock, string Event)
{
    /// <summary>Whether what is left of the captured money goes back, by a refund of its own in the same commit.</summary>
    public bool GivesBack { get; init; }

    /// <summary>Whether the worth of the copies that the trigger is about goes back, by a refund of its own in the same commit.</summary>
    public bool GivesBackCopies { get; init; }
}
