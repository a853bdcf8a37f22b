using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>An idempotency key whose time is over, and whether it is needed still.</summary>
/// <param name="Key">The key.</param>
/// <param name="HasWork">Whether the record that it leads to, <see cref="IdempotencyRecord.ResourceId"/>, is an order with work left to do: <see cref="OrderRecord.DueAt"/> is set.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record ExpiredKey(IdempotencyRecord Key, bool HasWork);
