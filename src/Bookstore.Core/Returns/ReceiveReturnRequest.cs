namespace Bookstore;

/// <summary>What came of a return.</summary>
public sealed record ReceiveReturnRequest
{
    /// <summary>The return, which must be approved.</summary>
    public required Guid ReturnId { get; init; }

    /// <summary>What came, each book of the return once. Of a book that is not among them, nothing came.</summary>
    public required IReadOnlyList<ReceivedItem> Items { get; init; }

    /// <summary>The <see cref="Return.Version"/> that the return must have; else <see cref="MoveReturnOutcome.PreconditionFailed"/>. Default any.</summary>
    public ExpectedVersion? ExpectedVersion { get; init; }
}

/// <summary>What came of one book.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Received">The copies that came: 0 to 10,000. They decide the refund, also where more or fewer were announced.</param>
/// <param name="Sellable">How many of them can be sold again: 0 to <paramref name="Received"/>. The others are written off as damaged.</param>
public sealed record ReceivedItem(Isbn Isbn, int Received, int Sellable);
