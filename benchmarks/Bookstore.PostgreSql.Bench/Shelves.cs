using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>The books of the measurements, with copies enough for all of them.</summary>
internal static class Shelves
{
    public const int Titles = 10_000;

    public static Isbn[] Isbns { get; } = [.. Enumerable.Range(0, Titles).Select(Isbn)];

    public static async Task FillAsync(string connectionString)
    {
        await using var services = new ServiceCollection().AddBookstore().UseSimulatedPayments().UsePostgreSql(connectionString).Services.BuildServiceProvider();
        var inventory = services.GetRequiredService<IInventoryService>();
        await Parallel.ForEachAsync(Isbns, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (isbn, _) =>
        {
            await inventory.SaveBookAsync(new Book { Isbn = isbn, Title = $"Title {isbn}", Author = "Author", Price = new Money(9.99m, "EUR") }, cancellationToken: CancellationToken.None);
            await inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = 10_000_000, Reason = "opening" }, CancellationToken.None);
        });
    }

    private static Isbn Isbn(int number) =>
        Enumerable.Range(0, 10).Select(check => ((978_000_000_001L + number) * 10) + check).Where(value => Bookstore.Isbn.TryFromInt64(value, out _)).Select(Bookstore.Isbn.FromInt64).First();
}
