namespace Bookstore;

/// <summary>A gateway's answer to a capture.</summary>
public enum CaptureResult
{
    /// <summary>Not known; asked again later.</summary>
    Unknown,

    /// <summary>The amount is captured, by this call or an earlier one.</summary>
    Captured,

    /// <summary>Refused for good: the authorization expired, was voided, or never was.</summary>
    Refused,
}

/// <summary>A gateway's answer to a void.</summary>
public enum VoidResult
{
    /// <summary>Not known; asked again later.</summary>
    Unknown,

    /// <summary>Nothing is held any more, and nothing will be, as far as the gateway can say.</summary>
    Voided,

    /// <summary>Too late: the amount is captured already and has to be refunded.</summary>
    AlreadyCaptured,
}

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
