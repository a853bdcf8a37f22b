namespace Bookstore;

/// <summary>A gateway's answer to a refund.</summary>
public enum RefundResult
{
    /// <summary>Not known; asked again later.</summary>
    Unknown,

    /// <summary>The amount went back, by this call or an earlier one.</summary>
    Refunded,

    /// <summary>There is nothing to refund: the amount was never captured, and nothing is held.</summary>
    NothingCaptured,
}
