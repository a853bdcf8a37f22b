using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A page of a book's movements.</summary>
/// <param name="Items">The movements, newest first.</param>
/// <param name="Next">The store's own position to continue from; <see langword="null"/> when there are no more.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record MovementPage(IReadOnlyList<StockMovement> Items, long? Next);
