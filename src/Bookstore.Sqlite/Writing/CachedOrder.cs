using Bookstore.Storage;

namespace Bookstore.Sqlite;

/// <summary>An order as the writer remembers it.</summary>
internal sealed record CachedOrder(OrderRecord Record, IReadOnlyList<DeliveryRecord> Deliveries);
