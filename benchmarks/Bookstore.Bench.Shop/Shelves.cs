namespace Bookstore.Bench;

/// <summary>The books of the measurements: 10,000 with copies enough for all of them, and one that is sold out.</summary>
internal static class Shelves
{
    public const int Titles = 10_000;

    private const int Copies = 10_000_000;

    private static readonly Isbn[] Isbns = [.. Enumerable.Range(0, Titles).Select(IsbnOf)];

    private static readonly Isbn SoldOut = IsbnOf(Titles);

    /// <summary>The books that a load orders, each as often as the others.</summary>
    public static Isbn[] Of(string load) => load switch
    {
        "uniform" => Isbns,
        "hot" => [Isbns[Titles / 2]],
        _ => [SoldOut],
    };

    public static async Task FillAsync(IInventoryService inventory)
    {
        if (await inventory.FindBookAsync(SoldOut) is not null)
        {
            return;
        }

        await Parallel.ForEachAsync(Isbns, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (isbn, cancellationToken) =>
        {
            await inventory.SaveBookAsync(BookOf(isbn), cancellationToken: cancellationToken);
            await inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = Copies, Reason = "opening" }, cancellationToken);
        });
        await inventory.SaveBookAsync(BookOf(SoldOut));
    }

    private static Book BookOf(Isbn isbn) => new() { Isbn = isbn, Title = $"Title {isbn}", Author = "Author", Price = new Money(9.99m, "EUR") };

    private static Isbn IsbnOf(int number)
    {
        for (var check = 0; ; check++)
        {
            if (Isbn.TryFromInt64(((978_000_000_001L + number) * 10) + check, out var isbn))
            {
                return isbn;
            }
        }
    }
}
