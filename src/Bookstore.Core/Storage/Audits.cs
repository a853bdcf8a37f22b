using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What a store's rows of one book add up to.</summary>
/// <param name="Isbn">The book.</param>
/// <param name="Level">Its stock level; <see langword="null"/> when it has rows but no level.</param>
/// <param name="MovementCount">How many movements it has.</param>
/// <param name="OnHandSum">The sum of their changes of the copies on hand.</param>
/// <param name="ReservedSum">The sum of their changes of the reserved copies.</param>
/// <param name="HeldSum">The sum of what is held of it.</param>
/// <param name="OrphanHolders">Up to ten holders that are neither an order nor a cart's reservation.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record StockAudit(Isbn Isbn, StockLevel? Level, long MovementCount, long OnHandSum, long ReservedSum, long HeldSum, IReadOnlyList<Guid> OrphanHolders);

/// <summary>An order and what is held for it.</summary>
/// <param name="Order">The order.</param>
/// <param name="Held">What is held, by ascending ISBN.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record OrderAudit(OrderRecord Order, IReadOnlyList<ReservationLine> Held);

/// <summary>A cart's reservation and what is held for it.</summary>
/// <param name="Reservation">The reservation.</param>
/// <param name="Held">What is held, by ascending ISBN.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record ReservationAudit(Reservation Reservation, IReadOnlyList<ReservationLine> Held);
