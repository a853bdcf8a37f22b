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
