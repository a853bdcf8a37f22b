using System.Globalization;

namespace Bookstore;

/// <summary>Copies of an order that its customer gives back after they have arrived.</summary>
/// <remarks>Immutable and safe to share between threads. An order can have several.</remarks>
public sealed record Return
{
    /// <summary>The longest reason of a line or of a rejection, in Unicode code points: 200.</summary>
    public const int MaxReasonLength = 200;

    /// <summary>The longest <see cref="Note"/>, in Unicode code points: 500.</summary>
    public const int MaxNoteLength = 500;

    /// <summary>The longest statement of a withdrawal, in Unicode code points: 2,000.</summary>
    public const int MaxStatementLength = 2_000;

    /// <summary>The return's id, a UUID version 7: returns sort by the time they were requested.</summary>
    public required Guid Id { get; init; }

    /// <summary>Counts the changes of the return: 1 when it is requested, then one more with each change. See <see cref="ExpectedVersion"/>.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Whether it was requested, or follows from a withdrawal.</summary>
    public required ReturnKind Kind { get; init; }

    /// <summary>The status.</summary>
    public required ReturnStatus Status { get; init; }

    /// <summary>The copies, one line a book, by ascending ISBN. Empty only for a withdrawal after which nothing was left to give back.</summary>
    public required IReadOnlyList<ReturnLine> Lines { get; init; }

    /// <summary>Whether shipping goes back with the first copies of it that are received. A withdrawal ignores it: shipping goes back with the last copy of the order.</summary>
    public bool Shipping { get; init; }

    /// <summary>A note for the shop; <see langword="null"/> for none.</summary>
    public string? Note { get; init; }

    /// <summary>Why it was rejected; <see langword="null"/> unless it was.</summary>
    public string? RejectionReason { get; init; }

    /// <summary>The receipt of a withdrawal; <see langword="null"/> for other returns.</summary>
    public WithdrawalReceipt? Receipt { get; init; }

    /// <summary>The refunds that were made with its receipt: see <see cref="IRefundService.FindAsync"/>.</summary>
    public IReadOnlyList<Guid> RefundIds { get; init; } = [];

    /// <summary>Why a person has to look at it. <see langword="null"/> when there is no reason.</summary>
    public ReturnAttention? Attention { get; init; }

    /// <summary>When it was requested, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text for logs, without anything that the customer wrote.</summary>
    /// <returns>The ids and the states.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Return {{ Id = {Id}, OrderId = {OrderId}, Kind = {Kind}, Status = {Status} }}");
}

/// <summary>The kinds of returns. The numbers are stored: they never change their meaning.</summary>
public enum ReturnKind
{
    /// <summary>The customer asked for it; the shop approves or rejects it.</summary>
    Return = 1,

    /// <summary>The customer withdrew from the contract, which needs no one's consent.</summary>
    Withdrawal = 2,
}

/// <summary>The status of a return. The numbers are stored: they never change their meaning.</summary>
public enum ReturnStatus
{
    /// <summary>It waits for the shop's decision.</summary>
    Requested = 1,

    /// <summary>Its copies are expected.</summary>
    Approved = 2,

    /// <summary>The shop does not take the copies back.</summary>
    Rejected = 3,

    /// <summary>Its copies have come, and the stock counts them.</summary>
    Received = 4,

    /// <summary>Nothing more is done about it.</summary>
    Completed = 5,

    /// <summary>It was called off before its copies had come.</summary>
    Cancelled = 6,
}
