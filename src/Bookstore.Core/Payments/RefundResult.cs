namespace Bookstore;

/// <summary>A gateway's result of a refund.</summary>
/// <remarks>Immutable; two results are equal when outcome and code are.</remarks>
public sealed record RefundResult
{
    private RefundResult(RefundOutcome outcome) => Outcome = outcome;

    /// <summary>The outcome is not known; the call is repeated later.</summary>
    public static RefundResult Unknown { get; } = new(RefundOutcome.Unknown);

    /// <summary>The amount went back, by this call or an earlier one.</summary>
    public static RefundResult Refunded { get; } = new(RefundOutcome.Refunded);

    /// <summary>There is nothing to refund: the amount was never captured, and nothing is held.</summary>
    public static RefundResult NothingCaptured { get; } = new(RefundOutcome.NothingCaptured);

    /// <summary>What happened.</summary>
    public RefundOutcome Outcome { get; }

    /// <summary>Why the refund was refused, a short code such as <c>expired_or_canceled_card</c>; <see langword="null"/> unless refused.</summary>
    public string? Code { get; private init; }

    /// <summary>Refused for good: the shop still has the money, and repeating the call cannot change that.</summary>
    /// <param name="code">Why, a short code; the shop stores its first 100 characters.</param>
    /// <returns>The result.</returns>
    public static RefundResult Refused(string code) => new(RefundOutcome.Refused) { Code = code };
}

/// <summary>The outcomes of a refund.</summary>
public enum RefundOutcome
{
    /// <summary>It is not known whether the amount went back.</summary>
    Unknown,

    /// <summary>The amount went back.</summary>
    Refunded,

    /// <summary>The amount was never captured, and nothing is held.</summary>
    NothingCaptured,

    /// <summary>The amount is still with the shop, and repeating the call cannot change that.</summary>
    Refused,
}
