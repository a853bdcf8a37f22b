using Bookstore;

namespace Shop;

/// <summary>Three books for the first start on a developer's machine. A shop that has books keeps what it has.</summary>
internal static class OpeningStock
{
    private static readonly (string Isbn, string Title, string Author, decimal Price, int Copies)[] Books =
    [
        ("9780143127550", "The Martian", "Andy Weir", 12.99m, 10),
        ("9780262033848", "Introduction to Algorithms", "Cormen et al.", 89.99m, 3),
        ("9780140449136", "The Odyssey", "Homer", 9.50m, 25),
    ];

    public static async Task FillAsync(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var inventory = services.GetRequiredService<IInventoryService>();
        if ((await inventory.ListBooksAsync(new BookQuery { Limit = 1 }, cancellationToken)).Items.Count > 0)
        {
            return;
        }

        foreach (var (number, title, author, price, copies) in Books)
        {
            var isbn = Isbn.Parse(number);
            await inventory.SaveBookAsync(new Book { Isbn = isbn, Title = title, Author = author, Price = new Money(price, "USD") }, cancellationToken: cancellationToken);

            // The key lets two hosts start at once: the copies come in once.
            var delivery = new StockChange { Isbn = isbn, Quantity = copies, Reason = "opening stock", IdempotencyKey = new IdempotencyKey("opening", $"stock-{isbn}") };
            await inventory.ReceiveStockAsync(delivery, cancellationToken);
        }
    }
}
