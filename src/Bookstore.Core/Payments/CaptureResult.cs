namespace Bookstore;

/// <summary>A gateway's result of a capture.</summary>
/// <remarks>Immutable; two results are equal when outcome and code are.</remarks>
public sealed record CaptureResult
{
    private CaptureResult(CaptureOutcome outcome) => Outcome = outcome;

    /// <summary>The outcome is not known; the call is repeated later.</summary>
    public static CaptureResult Unknown { get; } = new(CaptureOutcome.Unknown);

    /// <summary>The amount is captured, by this call or an earlier one.</summary>
    public static CaptureResult Captured { get; } = new(CaptureOutcome.Captured);

    /// <summary>What happened.</summary>
    public CaptureOutcome Outcome { get; }

    /// <summary>Why the capture was refused, a short code such as <c>authorization_expired</c>; <see langword="null"/> unless refused.</summary>
    public string? Code { get; private init; }

    /// <summary>Refused for good: the authorization expired, was voided, or never existed. The call is not repeated.</summary>
    /// <param name="code">Why, a short code; the shop stores its first 100 characters.</param>
    /// <returns>The result.</returns>
    public static CaptureResult Refused(string code) => new(CaptureOutcome.Refused) { Code = code };
}

/// <summary>The outcomes of a capture.</summary>
public enum CaptureOutcome
{
    /// <summary>It is not known whether the amount is captured.</summary>
    Unknown,

    /// <summary>The amount is captured.</summary>
    Captured,

    /// <summary>Nothing is captured, and repeating the call cannot change that.</summary>
    Refused,
}
