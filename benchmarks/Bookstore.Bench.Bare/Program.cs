using Bookstore;

// The ceiling of the socket: it parses an order and answers, without a key, a log, a check or a store.
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, BareJsonContext.Default));
var app = builder.Build();
var book = new BareBook("9780143127550", "The Martian", "Andy Weir", 12.99m, "USD", 10);
app.MapPost("/api/orders", (BareOrder order) => Results.Json(
    new BareReceipt("019aa0c2-7b1e-7000-8000-000000000000", "created", order.Items.Count * 12.99m, "USD"), BareJsonContext.Default.BareReceipt, statusCode: 201));
app.MapGet("/api/books/{isbn}", (string isbn) => Results.Json(book with { Isbn = isbn }, BareJsonContext.Default.BareBook));
app.Run();
