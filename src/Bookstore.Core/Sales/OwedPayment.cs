namespace Bookstore;

/// <summary>What the shop still owes the gateway for an order. The numbers are stored: they never change their meaning.</summary>
public enum OwedPayment
{
    /// <summary>The authorized amount is to be captured.</summary>
    Capture = 1,

    /// <summary>Whatever authorization there is, or may yet arrive, is to be undone.</summary>
    Void = 2,

    /// <summary>The captured amount is to go back.</summary>
    Refund = 3,
}
