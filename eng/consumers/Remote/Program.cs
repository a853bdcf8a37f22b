using Bookstore.Client;
using Bookstore.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

var configuration = new ConfigurationBuilder()
    .AddInMemoryCollection([new("Client:BaseAddress", args[0]), new("Client:ApiKey", Environment.GetEnvironmentVariable("BOOKSTORE_API_KEY"))])
    .Build();
var services = new ServiceCollection();
services.AddBookstoreClient(configuration.GetSection("Client"));
await using var provider = services.BuildServiceProvider();
var client = provider.GetRequiredService<BookstoreClient>();

// The book to sell and who buys it: another run on the same shop takes others.
var (isbn, customer) = (args[1], args[2]);
await client.SaveBookAsync(isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
await client.ChangeStockAsync(isbn, new ChangeStockBody { Quantity = 2, Reason = "opening stock" });
var order = new PlaceOrderBody
{
    CustomerId = customer,
    Items = [new PlaceOrderItem { Isbn = isbn, Quantity = 2 }],
    Payment = new PaymentBody { CardNumber = "4242424242424242" },
};
var placed = await client.PlaceOrderAsync(order);
var refused = await client.PlaceOrderAsync(order);
var orders = 0;
await foreach (var _ in client.ListOrdersAsync(customer))
{
    orders++;
}

Console.WriteLine($"{placed.Outcome}, {refused.Outcome}, {orders} order");
