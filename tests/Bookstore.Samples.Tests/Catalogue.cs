using System.Text;

namespace Bookstore.Samples;

/// <summary>Reads catalogues as the sample does.</summary>
internal static class Catalogue
{
    public static PriceList Prices { get; } = new(new Money(4.99m, "USD"), new Money(29.99m, "USD"), seed: 1);

    public static async Task<(IReadOnlyList<Book> Books, RefusedRecords Refused)> ReadAsync(string path)
    {
        var import = new CatalogueImport(Prices);
        var books = new List<Book>();
        using var file = CatalogueFile.Open(path);
        await foreach (var book in import.ReadAsync(file))
        {
            books.Add(book);
        }

        return (books, import.Refused);
    }

    public static async Task<(IReadOnlyList<Book> Books, RefusedRecords Refused)> ReadTextAsync(string text)
    {
        using var file = new TemporaryFile(Encoding.UTF8.GetBytes(text));
        return await ReadAsync(file.Path);
    }
}
