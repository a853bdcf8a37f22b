using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Bookstore.Onix;

namespace Bookstore.Samples;

/// <summary>Turns the rows of a table into books that are new or that changed. What the table does not say of a book stays.</summary>
internal sealed class CsvBooks(IInventoryService inventory, CatalogueOptions options)
{
    private const string DefaultCurrency = "USD";

    private readonly Dictionary<Isbn, (long Line, bool IsNew)> _written = [];
    private readonly Dictionary<Isbn, long> _lines = [];
    private readonly List<OnixImportRefusal> _refusals = [];
    private long _refused;
    private long _unchanged;

    public OnixImportReport ToReport() => new()
    {
        Message = new OnixMessage(),
        Imported = _written.Values.Count(static written => written.IsNew),
        Changed = _written.Values.Count(static written => !written.IsNew),
        Unchanged = _unchanged,
        Refused = _refused,
        Refusals = _refusals,
    };

    /// <summary>Reads the books that have to be written.</summary>
    public async IAsyncEnumerable<Book> ReadAsync(CatalogueFile file, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var row in file.ReadRows())
        {
            if (row.IsContinuation)
            {
                continue;
            }

            if (ProblemOf(row, out var isbn) is { } problem)
            {
                Refuse(row.Line, isbn.ToString(), problem.Code, problem.Reason);
                continue;
            }

            _lines.Add(isbn, row.Line);
            var known = (await inventory.FindBookAsync(isbn, cancellationToken))?.Book;
            if (known is null && PriceOf(row) is null)
            {
                Refuse(row.Line, isbn.ToString(), "no_price", "The row has no price. Give one for all books with --price.");
                continue;
            }

            var book = BookOf(row, isbn, known);
            if (book.Equals(known))
            {
                _unchanged++;
                continue;
            }

            _written.Add(isbn, (row.Line, known is null));
            yield return book;
        }
    }

    /// <summary>Takes out what the shop itself refused.</summary>
    public void Refuse(IReadOnlyList<RefusedBook> books)
    {
        foreach (var book in books)
        {
            _written.Remove(book.Isbn, out var written);
            Refuse(written.Line, book.Isbn.ToString(), "invalid_book", book.Reason);
        }
    }

    private (string Code, string Reason)? ProblemOf(CatalogueRow row, out Isbn isbn)
    {
        isbn = default;
        if (row.Fault is { } fault)
        {
            return ("malformed", $"The row cannot be read: {fault}.");
        }

        if (IsbnRepair.Find(row.Isbn, row.Isbn13, out isbn) is { } reason && !(options.OtherArticles && (Isbn.TryParseArticle(row.Isbn13.Trim(), out isbn) || Isbn.TryParseArticle(row.Isbn.Trim(), out isbn))))
        {
            return (JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()), $"There is no valid ISBN: '{Text.Shorten(row.Isbn, 20)}', '{Text.Shorten(row.Isbn13, 20)}'.");
        }

        if (_lines.TryGetValue(isbn, out var earlier))
        {
            return ("duplicate_isbn", string.Create(CultureInfo.InvariantCulture, $"The ISBN is in line {earlier} already."));
        }

        return row.Title.Length == 0 ? ("no_title", "The row has no title.") : null;
    }

    private Book BookOf(CatalogueRow row, Isbn isbn, Book? known)
    {
        var price = options.KeepPrices && known is not null ? known.Price : PriceOf(row) ?? known!.Price;
        var book = known ?? new Book { Isbn = isbn, Title = row.Title, Author = row.Authors, Price = price };
        return book with
        {
            Title = Text.Shorten(row.Title, Book.MaxTextLength),
            Author = row.Authors.Length > 0 ? Text.Shorten(row.Authors, Book.MaxTextLength) : book.Author,
            Price = price,
            Publisher = Short(row.Publisher) ?? book.Publisher,
            Language = Short(row.Language) ?? book.Language,
            Format = Short(row.Format) ?? book.Format,
            PublishedOn = PublicationDate.TryParse(row.Published, out var published) ? published : book.PublishedOn,
            Details = IsAddress(row.Image) ? (book.Details ?? new BookDetails()) with { ImageUrl = row.Image } : book.Details,
        };
    }

    private Money? PriceOf(CatalogueRow row)
    {
        var currency = row.Currency.Length > 0 ? row.Currency.ToUpperInvariant() : options.Currency ?? DefaultCurrency;
        var amount = decimal.TryParse(row.Price, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var given) ? given : options.Price;
        return amount is { } known && Money.TryCreate(known, currency, out var price) ? price : null;
    }

    private void Refuse(long line, string isbn, string code, string reason)
    {
        _refused++;
        if (_refusals.Count < OnixImportReport.MaxRefusals)
        {
            _refusals.Add(new OnixImportRefusal(line, null, isbn.Length > 0 ? isbn : null, code, reason));
        }
    }

    private static string? Short(string text) => text.Length is 0 or > Book.MaxShortTextLength ? null : text;

    private static bool IsAddress(string text) =>
        text.Length <= BookDetails.MaxUrlLength && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
