using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The records that a batch needs. A key added twice counts once.</summary>
/// <remarks>Not safe for use from several threads at a time.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class RecordKeys
{
    // In the order in which they are locked.
    private readonly IKeySet[] _locked;

    /// <summary>Creates a set of no keys.</summary>
    public RecordKeys() => _locked = [IdempotencyKeys, Orders, Reservations, Documents, DocumentsOf, Stock, BooksToWrite];

    /// <summary>Idempotency keys, to be locked.</summary>
    public KeySet<IdempotencyId> IdempotencyKeys { get; } = new();

    /// <summary>Orders with all their deliveries, to be locked.</summary>
    public KeySet<Guid> Orders { get; } = new();

    /// <summary>Carts' reservations, to be locked.</summary>
    public KeySet<Guid> Reservations { get; } = new();

    /// <summary>Documents, to be locked.</summary>
    public KeySet<DocumentId> Documents { get; } = new();

    /// <summary>Records whose documents of all kinds are to be loaded and locked. Name each by its own kind as well (<see cref="Orders"/>, for example): its lock keeps others from adding a document.</summary>
    public KeySet<Guid> DocumentsOf { get; } = new();

    /// <summary>Stock levels, to be locked. A book without a level has none.</summary>
    public KeySet<Isbn> Stock { get; } = new();

    /// <summary>Books of the catalogue, to be read; they need no lock.</summary>
    public KeySet<Isbn> Books { get; } = new();

    /// <summary>Books that are to be written. Name them in <see cref="Books"/> as well. A store that locks single records locks them, after the stock levels.</summary>
    public KeySet<Isbn> BooksToWrite { get; } = new();

    /// <summary>How long to wait for records that another transaction has locked, before <see cref="StoreConflictReason.Locked"/>. Default <see langword="null"/>: as the store's options say.</summary>
    public TimeSpan? LockWait { get; set; }

    /// <summary>Names a document, and its owner as one whose documents are concerned. For stores, to say which records a conflict is about.</summary>
    /// <param name="document">The document.</param>
    public void AddDocument(DocumentRecord document)
    {
        ArgumentNullException.ThrowIfNull(document);
        Documents.Add(document.Id);
        if (document.OwnerId is { } owner)
        {
            DocumentsOf.Add(owner);
        }
    }

    internal int LockableCount
    {
        get
        {
            var count = 0;
            foreach (var keys in _locked)
            {
                count += keys.Count;
            }

            return count;
        }
    }

    /// <summary>Takes all keys out again, so that the object can be used for another batch.</summary>
    public void Clear()
    {
        foreach (var keys in _locked)
        {
            keys.Clear();
        }

        ((IKeySet)Books).Clear();
        LockWait = null;
    }

    internal bool Overlaps(RecordKeys other)
    {
        for (var i = 0; i < _locked.Length; i++)
        {
            if (_locked[i].Overlaps(other._locked[i]))
            {
                return true;
            }
        }

        return false;
    }
}
