using System.Text.Json.Serialization;

namespace Bookstore;

internal sealed record BareOrder(string CustomerId, IReadOnlyList<BareItem> Items, BarePayment Payment);

internal sealed record BareItem(string Isbn, int Quantity);

internal sealed record BarePayment(string CardNumber, string Expiry);

internal sealed record BareReceipt(string OrderId, string Status, decimal Total, string Currency);

internal sealed record BareBook(string Isbn, string Title, string Author, decimal Price, string Currency, int Stock);

[JsonSerializable(typeof(BareOrder))]
[JsonSerializable(typeof(BareReceipt))]
[JsonSerializable(typeof(BareBook))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class BareJsonContext : JsonSerializerContext;
