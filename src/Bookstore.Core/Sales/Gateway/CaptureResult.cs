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
