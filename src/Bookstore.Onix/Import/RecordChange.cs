namespace Bookstore.Onix.Import;

/// <summary>What a record wants of its book. Decides the same from the same book each time.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Product">The record.</param>
/// <param name="Stamp">Which record it is.</param>
/// <param name="Mapping">How it becomes a book.</param>
internal sealed record RecordChange(Isbn Isbn, OnixProduct Product, SourceStamp Stamp, BookMapping Mapping)
{
    private const int DocumentAndBook = 2;
    private const int WordLength = 6;

    /// <summary>About how many records are written: the book, its stamp, and a row for each search word.</summary>
    public int Weight { get; } = DocumentAndBook + (Math.Min(Product.Title?.Text.Length ?? 0, Book.MaxTextLength) / WordLength) + (2 * Math.Min(Product.Contributors.Count, BookDetails.MaxContributors));

    /// <summary>Decides what becomes of the book.</summary>
    /// <param name="known">The book as the catalogue has it.</param>
    /// <param name="stored">Which message it is from.</param>
    public RecordResult Decide(Book? known, SourceStamp? stored)
    {
        if (!Stamp.IsAfter(stored))
        {
            return Stamp.IsSameRecord(stored!)
                ? new RecordResult(stored!.Outcome) { IsRepeated = true }
                : new RecordResult(ImportOutcome.Older) { IsOfSameMessage = Stamp.Message == stored!.Message };
        }

        if (Product.NotificationType == OnixNotificationTypes.Delete)
        {
            var withdrawn = known is null ? null : BookMapping.Withdraw(known);
            return withdrawn is null || withdrawn.Equals(known) ? new RecordResult(ImportOutcome.Unchanged) : new RecordResult(ImportOutcome.Deleted, withdrawn);
        }

        var (book, refusal) = Mapping.Map(Product, Isbn, known);
        if (refusal is null && BookRules.Problem(book!) is { } problem)
        {
            refusal = ("invalid_book", problem);
        }

        return refusal is { } refused ? new RecordResult(ImportOutcome.Refused) { Code = refused.Code, Reason = refused.Reason }
            : book!.Equals(known) ? new RecordResult(ImportOutcome.Unchanged)
            : new RecordResult(known is null ? ImportOutcome.Added : ImportOutcome.Changed, book);
    }
}

/// <summary>What became of a record.</summary>
/// <param name="Outcome">What it did.</param>
/// <param name="Book">The book to be written; <see langword="null"/> for none.</param>
internal sealed record RecordResult(ImportOutcome Outcome, Book? Book = null)
{
    /// <summary>Whether this very record was applied before; then the outcome is that of the first time.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Whether a later record of the same message has been applied.</summary>
    public bool IsOfSameMessage { get; init; }

    public string Code { get; init; } = string.Empty;

    public string Reason { get; init; } = string.Empty;
}
