using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Bookstore.Storage;

/// <summary>From when and how a book is sold, as one text that stores keep beside a book and never read: <see cref="Book.SellableFrom"/>, <see cref="Book.EmbargoUntil"/> and <see cref="Book.BackorderLimit"/>.</summary>
/// <remarks>Most books have none of it, and no text. It is apart from the details, because every order needs it and a text of details is long.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public static class BookTermsText
{
    private const int Parts = 3;

    /// <summary>The text to keep for a book.</summary>
    /// <param name="book">The book.</param>
    /// <returns>The text; <see langword="null"/> when the book has no terms.</returns>
    public static string? Format(Book book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return book is { SellableFrom: null, EmbargoUntil: null, BackorderLimit: 0 }
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{book.SellableFrom?.UtcTicks},{book.EmbargoUntil?.UtcTicks},{book.BackorderLimit}");
    }

    /// <summary>Gives a book its text.</summary>
    /// <param name="book">The book without it.</param>
    /// <param name="text">The text; <see langword="null"/> when the book has none.</param>
    /// <returns>The book with it.</returns>
    /// <exception cref="BookstoreStoreException">The text is damaged.</exception>
    public static Book Apply(Book book, string? text)
    {
        ArgumentNullException.ThrowIfNull(book);
        return text is null ? book : Read(book, text);
    }

    private static Book Read(Book book, string text)
    {
        var parts = text.Split(',');
        if (parts.Length == Parts && TryReadTime(parts[0], out var from) && TryReadTime(parts[1], out var until)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var limit))
        {
            return book with { SellableFrom = from, EmbargoUntil = until, BackorderLimit = limit };
        }

        throw new BookstoreStoreException($"The terms of sale of the book {book.Isbn} cannot be read: they are damaged, or were written by another program. Restore its row from a backup.") { RecordId = book.Isbn.ToString() };
    }

    private static bool TryReadTime(string part, out DateTimeOffset? time)
    {
        time = null;
        if (part.Length == 0)
        {
            return true;
        }

        if (!long.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks)
        {
            return false;
        }

        time = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }
}
