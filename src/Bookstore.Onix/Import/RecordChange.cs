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
            return new RecordResult(withdrawn is null || withdrawn.Equals(known) ? ImportOutcome.Unchanged : ImportOutcome.Deleted, withdrawn?.Equals(known) == true ? null : withdrawn) { SellableFrom = stored?.SellableFrom };
        }

        var (book, refusal) = Mapping.Map(Product, Isbn, known);
        var from = stored?.SellableFrom;
        if (book is not null && BookMapping.TryGetSellableFrom(Product, out var given))
        {
            // What the shop has set itself stays.
            book = known is null || known.SellableFrom == from ? book with { SellableFrom = given } : book;
            from = given;
        }

        if (refusal is null && BookRules.Problem(book!) is { } problem)
        {
            refusal = ("invalid_book", problem);
        }

        return refusal is { } refused ? new RecordResult(ImportOutcome.Refused) { Code = refused.Code, Reason = refused.Reason }
            : book!.Equals(known) ? new RecordResult(ImportOutcome.Unchanged) { SellableFrom = from }
            : new RecordResult(known is null ? ImportOutcome.Added : ImportOutcome.Changed, book) { SellableFrom = from };
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

    /// <summary>From when on the feed lets the book be ordered.</summary>
    public DateTimeOffset? SellableFrom { get; init; }

    public string Code { get; init; } = string.Empty;

    public string Reason { get; init; } = string.Empty;
}
