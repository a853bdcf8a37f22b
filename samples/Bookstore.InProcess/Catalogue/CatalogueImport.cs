using System.Globalization;
using System.Runtime.CompilerServices;

namespace Bookstore.Samples;

/// <summary>Turns the rows of a file into books: repairs what can be repaired, and remembers what cannot.</summary>
internal sealed class CatalogueImport(PriceList prices)
{
    private readonly Dictionary<Isbn, long> _lines = [];
    private readonly List<Isbn> _isbns = [];

    /// <summary>What was refused so far.</summary>
    public RefusedRecords Refused { get; } = new();

    /// <summary>The books so far in the file's order, which is that of their popularity.</summary>
    public IReadOnlyList<Isbn> Isbns => _isbns;

    /// <summary>Reads the books of a file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The books, each ISBN once.</returns>
    public async IAsyncEnumerable<Book> ReadAsync(CatalogueFile file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var row in file.ReadRows())
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryMakeBook(row, out var book))
            {
                yield return book;
            }
        }

        await Task.CompletedTask;
    }

    /// <summary>Takes out what the shop itself refused.</summary>
    /// <param name="books">The refused books.</param>
    public void Refuse(IReadOnlyList<RefusedBook> books)
    {
        foreach (var book in books)
        {
            Refused.Add(new RefusedRecord(_lines[book.Isbn], RefusalReason.RefusedByShop, book.Reason, book.Isbn.ToString()));
        }

        var refused = books.Select(book => book.Isbn).ToHashSet();
        _isbns.RemoveAll(refused.Contains);
    }

    private bool TryMakeBook(CatalogueRow row, out Book book)
    {
        book = null!;
        if (Check(row, out var isbn) is { } refusal)
        {
            Refused.Add(refusal);
            return false;
        }

        _lines.Add(isbn, row.Line);
        _isbns.Add(isbn);
        book = new Book
        {
            Isbn = isbn,
            Title = Shorten(row.Title),
            Author = Shorten(row.Authors),
            Language = row.Language.Length is 0 or > Book.MaxShortTextLength ? null : row.Language,
            Price = prices.PriceOf(isbn),
        };
        return true;
    }

    private RefusedRecord? Check(CatalogueRow row, out Isbn isbn)
    {
        isbn = default;
        if (row.Fault is not null)
        {
            return Refusal(row, RefusalReason.Malformed, row.Fault);
        }

        if (IsbnRepair.Find(row.Isbn, row.Isbn13, out isbn) is { } reason)
        {
            return Refusal(row, reason, $"isbn '{row.Isbn}', isbn13 '{row.Isbn13}'");
        }

        if (_lines.TryGetValue(isbn, out var earlier))
        {
            return Refusal(row, RefusalReason.DuplicateIsbn, string.Create(CultureInfo.InvariantCulture, $"{isbn}, first in line {earlier}"));
        }

        return row.Title.Length == 0 ? Refusal(row, RefusalReason.NoTitle, $"isbn '{row.Isbn}'") : null;
    }

    private static RefusedRecord Refusal(CatalogueRow row, RefusalReason reason, string detail) =>
        new(row.Line, reason, Shorten(detail), Shorten(row.Title));

    // A collection names fifty authors; the catalogue has room for 500 characters.
    private static string Shorten(string text) => Text.Shorten(text, Book.MaxTextLength);
}
