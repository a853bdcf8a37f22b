namespace Bookstore;

/// <summary>A gateway's result of a void.</summary>
/// <remarks>Immutable; two results are equal when outcome and code are.</remarks>
public sealed record VoidResult
{
    private VoidResult(VoidOutcome outcome) => Outcome = outcome;

    /// <summary>The outcome is not known; the call is repeated later.</summary>
    public static VoidResult Unknown { get; } = new(VoidOutcome.Unknown);

    /// <summary>Nothing is held any more, and nothing will be, as far as the gateway can say.</summary>
    public static VoidResult Voided { get; } = new(VoidOutcome.Voided);

    /// <summary>Too late: the amount is captured already and has to be refunded.</summary>
    public static VoidResult AlreadyCaptured { get; } = new(VoidOutcome.AlreadyCaptured);

    /// <summary>What happened.</summary>
    public VoidOutcome Outcome { get; }

    /// <summary>Why the void was refused, a short code; <see langword="null"/> unless refused.</summary>
    public string? Code { get; private init; }

    /// <summary>Refused for good: the amount may still be held, and repeating the call cannot change that.</summary>
    /// <param name="code">Why, a short code; the shop stores its first 100 characters.</param>
    /// <returns>The result.</returns>
    public static VoidResult Refused(string code) => new(VoidOutcome.Refused) { Code = code };
}

/// <summary>The outcomes of a void.</summary>
public enum VoidOutcome
{
    /// <summary>It is not known whether the amount is still held.</summary>
    Unknown,

    /// <summary>Nothing is held.</summary>
    Voided,

    /// <summary>The amount was captured before.</summary>
    AlreadyCaptured,

    /// <summary>The amount may still be held, and repeating the call cannot change that.</summary>
    Refused,
}
