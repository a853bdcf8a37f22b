using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Bench;

/// <summary>The books of the measurements: 10,000 titles with copies enough, and one that is sold out.</summary>
internal static class Shelves
{
    public const int Titles = 10_000;
    public const int Copies = 1_000_000;

    public static Isbn[] Isbns { get; } = [.. Enumerable.Range(0, Titles).Select(Isbn)];

    public static Isbn SoldOut { get; } = Isbn(Titles);

    /// <summary>Fills a new SQLite database.</summary>
    public static async Task FillAsync(string connectionString)
    {
        await using var services = new ServiceCollection().AddBookstore().UseSimulatedPayments().UseSqlite(connectionString).Services.BuildServiceProvider();
        var inventory = services.GetRequiredService<IInventoryService>();
        var all = new ParallelOptions { MaxDegreeOfParallelism = 512 };
        await Parallel.ForEachAsync(Isbns.Append(SoldOut), all, async (isbn, cancellationToken) => await inventory.SaveBookAsync(Book(isbn), cancellationToken: cancellationToken));
        await Parallel.ForEachAsync(Isbns, all, async (isbn, _) =>
            await inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = Copies, Reason = "opening" }, CancellationToken.None));
    }

    public static Book Book(Isbn isbn) => new() { Isbn = isbn, Title = $"A Title of {isbn}", Author = $"Author {isbn.ToInt64() / 10 % 1_000}", Price = new Money(12.99m, "USD") };

    private static Isbn Isbn(int number) =>
        Enumerable.Range(0, 10).Select(check => ((978_000_000_001L + number) * 10) + check).Where(value => Bookstore.Isbn.TryFromInt64(value, out _)).Select(Bookstore.Isbn.FromInt64).First();
}
