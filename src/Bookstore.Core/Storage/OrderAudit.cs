using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>An order and what is held for it.</summary>
/// <param name="Order">The order.</param>
/// <param name="Held">What is held, by ascending ISBN.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record OrderAudit(OrderRecord Order, IReadOnlyList<ReservationLine> Held);
