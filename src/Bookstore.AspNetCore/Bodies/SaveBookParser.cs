using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads the body of a book. Its stock, if it is sent back with the rest, is nothing that this body can change.</summary>
internal sealed class SaveBookParser : IBodyParser<SaveBookInput>
{
    private const int CurrencyLength = 3;

    private static readonly MemberNames Members =
        new("isbn", "title", "author", "price", "currency", "publisher", "published_on", "language", "format");

    public static string InvalidCode => ProblemCodes.InvalidBook;

    public static SaveBookInput Read(ref BodyReader body)
    {
        var book = new SaveBookInput();
        var seen = 0;
        while (body.NextMember(Members, ref seen, out var member))
        {
            ReadMember(ref body, book, member);
        }

        body.Require(Members, seen, 1, 2, 3);
        return book;
    }

    private static void ReadMember(ref BodyReader body, SaveBookInput book, int member)
    {
        switch (member)
        {
            case 0:
                book.Isbn = ReadIsbn(ref body);
                break;
            case 1:
                book.Title = body.Text(1, Book.MaxTextLength) ?? string.Empty;
                break;
            case 2:
                book.Author = body.Text(0, Book.MaxTextLength) ?? string.Empty;
                break;
            case 3:
                book.Price = body.Number() ?? 0;
                break;
            case 4:
                book.Currency = body.OptionalText(1, CurrencyLength);
                break;
            case 5:
                book.Publisher = body.OptionalText(0, Book.MaxShortTextLength);
                break;
            case 6:
                book.PublishedOn = ReadDate(ref body);
                break;
            case 7:
                book.Language = body.OptionalText(0, Book.MaxShortTextLength);
                break;
            default:
                book.Format = body.OptionalText(0, Book.MaxShortTextLength);
                break;
        }
    }

    private static Isbn? ReadIsbn(ref BodyReader body)
    {
        if (body.IsNull)
        {
            return null;
        }

        if (body.TryIsbn(out var isbn))
        {
            return isbn;
        }

        body.Refuse("must be an ISBN");
        return null;
    }

    private static DateOnly? ReadDate(ref BodyReader body)
    {
        var text = body.OptionalText(1, 10);
        if (text is null)
        {
            return null;
        }

        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        body.Refuse("must be a date such as 2011-09-27");
        return null;
    }
}

/// <summary>What the body of a book says.</summary>
internal sealed class SaveBookInput
{
    public Isbn? Isbn { get; set; }

    public string Title { get; set; } = string.Empty;

    public string Author { get; set; } = string.Empty;

    public decimal Price { get; set; }

    public string? Currency { get; set; }

    public string? Publisher { get; set; }

    public DateOnly? PublishedOn { get; set; }

    public string? Language { get; set; }

    public string? Format { get; set; }
}
