using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A cart's reservation and what is held for it.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Held">What is held, by ascending ISBN.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record ReservationAudit(Reservation Reservation, IReadOnlyList<ReservationLine> Held);
