namespace Bookstore;

/// <summary>How a person resolved a payment that the library could not finish. An order keeps the last one.</summary>
/// <param name="Kind">What the person did.</param>
/// <param name="Note">The reference of what was done, or the reason for giving up. 1 to <see cref="MaxNoteLength"/> characters.</param>
/// <param name="At">When, in UTC.</param>
public sealed record PaymentResolution(PaymentResolutionKind Kind, string Note, DateTimeOffset At)
{
    /// <summary>The longest <see cref="Note"/>, in Unicode code points: 500.</summary>
    public const int MaxNoteLength = 500;

    /// <summary>
    /// The payment action that the person resolved. <see langword="null"/> where there was none, because the order was pending, and where another authorization arrived since.
    /// </summary>
    /// <remarks>
    /// <see cref="IBookstoreAudit.ReconcileAsync"/> accepts one difference to the gateway because of it, and only for the order's own payment and total: a capture that was marked as done and that the
    /// gateway has not made, a void that was marked as done or given up and whose amount is still authorized, a refund that was marked as done and whose amount is still captured. Anything else is a
    /// finding, also after a resolution.
    /// </remarks>
    public PaymentAction? Action { get; init; }
}

/// <summary>What a person did about a payment. The numbers are stored: they never change their meaning.</summary>
public enum PaymentResolutionKind
{
    /// <summary>The capture, void or refund was made another way; the note is its reference.</summary>
    MarkedDone = 1,

    /// <summary>It was given up; the note is the reason.</summary>
    GivenUp = 2,
}
