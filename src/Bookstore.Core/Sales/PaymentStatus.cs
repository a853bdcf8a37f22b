namespace Bookstore;

/// <summary>The status of an order's payment. The numbers are stored: they never change their meaning.</summary>
public enum PaymentStatus
{
    /// <summary>Not known yet.</summary>
    Pending = 1,

    /// <summary>Authorized: the amount is held. The capture is pending, or waits for what <see cref="CapturePolicy"/> says.</summary>
    Authorized = 2,

    /// <summary>Captured: the shop has the money.</summary>
    Captured = 3,

    /// <summary>The gateway refused the capture for good. Nothing is dispatched; the order can still be cancelled.</summary>
    CaptureFailed = 4,

    /// <summary>Declined: no money was ever held.</summary>
    Declined = 5,

    /// <summary>The authorization was undone before any capture.</summary>
    Voided = 6,

    /// <summary>All of the captured money went back.</summary>
    Refunded = 7,

    /// <summary>The total is zero: no gateway is called.</summary>
    NotRequired = 8,

    /// <summary>The customer has to do something before the payment is authorized, a 3-D Secure challenge for example.</summary>
    ActionRequired = 9,

    /// <summary>The gateway refused a refund for good: the shop still has that money, and a person has to return it.</summary>
    RefundFailed = 10,

    /// <summary>A part of the captured money went back; the shop has the rest.</summary>
    PartiallyRefunded = 11,
}
