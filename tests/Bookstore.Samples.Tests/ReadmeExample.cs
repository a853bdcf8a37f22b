// The example of README.md, compiled: a test compares the lines between the two markers with it.
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Samples;

// An ISBN has no culture; the shorter overload reads better on a page.
#pragma warning disable CA1305

internal static class ReadmeExample
{
    public static async Task RunAsync()
    {
        // <example>
        var services = new ServiceCollection();
        services.AddBookstore().UseSqlite("Data Source=bookstore.db").UseSimulatedPayments();
        await using var shop = services.BuildServiceProvider();

        var isbn = Isbn.Parse("978-0-547-92822-7");
        var inventory = shop.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Book { Isbn = isbn, Title = "The Hobbit", Author = "J.R.R. Tolkien", Price = new Money(14.99m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = 10, Reason = "opening stock" });

        var placed = await shop.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "ada",
            Lines = [new PlaceOrderLine(isbn, 2)],
            Payment = new PaymentToken("4242424242424242"), // a test card: the simulated gateway makes no real charge
            IdempotencyKey = new IdempotencyKey("web", "checkout-1"), // sent twice, this is still one order
        });

        await shop.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync(CancellationToken.None); // in a generic host this runs by itself
        var order = await shop.GetRequiredService<ISalesService>().FindOrderAsync(placed.Order!.Id);
        Console.WriteLine($"{placed.Outcome}, {order!.Total}, {order.PaymentStatus}"); // Created, 29.98 USD, Captured
        // </example>
    }
}
