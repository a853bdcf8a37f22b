namespace Bookstore;

/// <summary>The pending payment action of an order. The numbers are stored: they never change their meaning.</summary>
public enum PaymentAction
{
    /// <summary>The authorized amount is to be captured.</summary>
    Capture = 1,

    /// <summary>An authorization that exists or may still arrive is to be voided.</summary>
    Void = 2,

    /// <summary>The captured amount is to go back.</summary>
    Refund = 3,

    /// <summary>The order is being authorized again; the gateway is asked how that went.</summary>
    Authorize = 4,
}
