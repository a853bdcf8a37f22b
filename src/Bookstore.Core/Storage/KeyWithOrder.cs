using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>An idempotency key, and what there is of the order that it leads to.</summary>
/// <param name="Key">The key.</param>
/// <param name="HasWork">Whether the record that it leads to, <see cref="IdempotencyRecord.ResourceId"/>, is an order with work left to do: <see cref="OrderRecord.DueAt"/> is set.</param>
/// <param name="HasOrder">Whether the record that it leads to is an order that exists, also one that cannot be read.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record KeyWithOrder(IdempotencyRecord Key, bool HasWork, bool HasOrder);
