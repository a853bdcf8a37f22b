namespace Bookstore;

/// <summary>The status of an order. The numbers are stored: they never change their meaning.</summary>
public enum OrderStatus
{
    /// <summary>Written, its stock held; the payment's outcome is not known yet.</summary>
    Pending = 1,

    /// <summary>Confirmed: paid for or about to be, its stock held until it is dispatched.</summary>
    Created = 2,

    /// <summary>Never confirmed: declined, given up, or cancelled while it was pending; nothing is held and no money is kept.</summary>
    Rejected = 3,

    /// <summary>Cancelled after it was confirmed; the money goes back.</summary>
    Cancelled = 4,

    /// <summary>Delivered to the customer.</summary>
    Delivered = 5,
}
