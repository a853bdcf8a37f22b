namespace Bookstore.Simulation;

/// <summary>What people and the background work do in a run.</summary>
internal enum OperationKind
{
    PlaceOrder,
    PlaceOrderFromCart,
    SendAgain,
    SendTwiceAtOnce,
    Cancel,
    Resume,
    RetryPayment,
    MarkPaymentDone,
    GiveUpPayment,
    HoldCart,
    KeepCart,
    ReleaseCart,
    ReceiveStock,
    AdjustStock,
    ScheduleDelivery,
    Dispatch,
    Deliver,
    Return,
    FailDelivery,
    LoseParcel,
    CallOffDelivery,
    Recovery,
    Settlement,
    CourierBooking,
    Housekeeping,
    EventHandling,
}
