using Bookstore;
using Microsoft.Extensions.DependencyInjection;

var services = new ServiceCollection();
services.AddBookstore().UseSqlite("Data Source=native.db").UseSimulatedPayments();
await using var shop = services.BuildServiceProvider();

var isbn = Isbn.Parse("9780141439587");
var inventory = shop.GetRequiredService<IInventoryService>();
await inventory.SaveBookAsync(new Book { Isbn = isbn, Title = "Emma", Author = "Jane Austen", Price = new Money(9.99m, "USD") });
await inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = 2, Reason = "opening stock" });
var request = new PlaceOrderRequest { CustomerId = "ada", Lines = [new PlaceOrderLine(isbn, 2)], Payment = new PaymentToken("4242424242424242") };
var workflow = shop.GetRequiredService<IOrderWorkflow>();
var placed = await workflow.PlaceAsync(request);
var refused = await workflow.PlaceAsync(request);
await shop.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync(CancellationToken.None);
var order = await shop.GetRequiredService<ISalesService>().FindOrderAsync(placed.Order!.Id);
Console.WriteLine($"{placed.Outcome}, {refused.Outcome}, {order!.PaymentStatus}");
