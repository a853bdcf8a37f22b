namespace Bookstore.Samples;

/// <summary>The three books of the original demo, with its prices and stock, for a first start with an empty store.</summary>
internal static class OriginalBooks
{
    private static readonly (Book Book, int Stock)[] All =
    [
        (Make("9780143127550", "The Martian", "Andy Weir", 12.99m), 10),
        (Make("9780262033848", "Introduction to Algorithms", "Cormen et al.", 89.99m), 3),
        (Make("9780140449136", "The Odyssey", "Homer", 9.50m), 25),
    ];

    /// <summary>Fills a store that holds nothing else. Run again after a crash in between, or by two hosts at once, it does no harm.</summary>
    public static async Task SeedAsync(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var inventory = services.GetRequiredService<IInventoryService>();
        var page = await inventory.ListBooksAsync(new BookQuery { Limit = All.Length + 1 }, cancellationToken);
        if (page.Items.Any(listing => !IsOurs(listing)))
        {
            return;
        }

        foreach (var (book, stock) in All)
        {
            var found = page.Items.FirstOrDefault(listing => listing.Book.Isbn == book.Isbn);
            if (found is null)
            {
                await inventory.SaveBookAsync(book, cancellationToken: cancellationToken);
            }

            if (found is null or { Stock.LastMovement: 0 })
            {
                var key = new IdempotencyKey("bookstore-host", $"first-stock-{book.Isbn}");
                var change = new StockChange { Isbn = book.Isbn, Quantity = stock, Reason = "First stock of the demo", IdempotencyKey = key };
                await inventory.ReceiveStockAsync(change, cancellationToken);
            }
        }
    }

    private static bool IsOurs(BookListing listing) => All.Any(entry => entry.Book.Isbn == listing.Book.Isbn);

    private static Book Make(string isbn, string title, string author, decimal price) =>
        new() { Isbn = Isbn.Parse(isbn), Title = title, Author = author, Price = new Money(price, "USD") };
}
