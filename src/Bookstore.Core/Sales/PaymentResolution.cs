namespace Bookstore;

/// <summary>How a person resolved a payment that the library could not finish. An order keeps the last one.</summary>
/// <param name="Kind">What the person did.</param>
/// <param name="Note">The reference of what was done, or the reason for giving up. 1 to <see cref="MaxNoteLength"/> characters.</param>
/// <param name="At">When, in UTC.</param>
public sealed record PaymentResolution(PaymentResolutionKind Kind, string Note, DateTimeOffset At)
{
    /// <summary>The longest <see cref="Note"/>, in Unicode code points: 500.</summary>
    public const int MaxNoteLength = 500;
}

/// <summary>What a person did about a payment. The numbers are stored: they never change their meaning.</summary>
public enum PaymentResolutionKind
{
    /// <summary>The capture, void or refund was made another way; the note is its reference.</summary>
    MarkedDone = 1,

    /// <summary>It was given up; the note is the reason.</summary>
    GivenUp = 2,
}
