using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The records of one batch: as loaded, and as the batch's operations leave them, one after the other.</summary>
/// <remarks>
/// The store loads, the operations find and stage, the store writes what was staged. Several changes of one record are one change in the
/// end. Not safe for use from several threads at a time.
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class WorkingSet
{
    private readonly Dictionary<Guid, List<Guid>> _deliveriesByOrder = [];
    private readonly RecordJournal<StockMovement> _movements = new(RecordKinds.Movements);
    private readonly IStagedRecords[] _staged;
    private HashSet<Isbn>? _booksToIndex;
    private Dictionary<Isbn, (Book Book, BookWords Words)>? _words;
    private Dictionary<Guid, List<DocumentId>>? _documentsByOwner;

    /// <summary>Creates a working set with nothing in it.</summary>
    public WorkingSet() => _staged = [IdempotencyKeys, Orders, Deliveries, Reservations, Documents, Stock, _movements, Holds, Books, Events];

    /// <summary>The idempotency keys.</summary>
    public RecordTable<IdempotencyId, IdempotencyRecord> IdempotencyKeys { get; } = new(RecordKinds.IdempotencyKeys);

    /// <summary>The orders.</summary>
    public RecordTable<Guid, OrderRecord> Orders { get; } = new(RecordKinds.Orders);

    /// <summary>The deliveries of the loaded orders, by delivery id.</summary>
    public RecordTable<Guid, DeliveryRecord> Deliveries { get; } = new(RecordKinds.Deliveries);

    /// <summary>The carts' reservations.</summary>
    public RecordTable<Guid, Reservation> Reservations { get; } = new(RecordKinds.Reservations);

    /// <summary>The documents.</summary>
    public RecordTable<DocumentId, DocumentRecord> Documents { get; } = new(RecordKinds.Documents, DocumentRecord.Check);

    /// <summary>The stock levels.</summary>
    public RecordTable<Isbn, StockLevel> Stock { get; } = new(RecordKinds.Stock);

    /// <summary>The books.</summary>
    public RecordTable<Isbn, Book> Books { get; } = new(RecordKinds.Books);

    /// <summary>What is held, for whom: staged only, never loaded. One row a book and holder, there while it is held.</summary>
    public HoldChanges Holds { get; } = new();

    /// <summary>The events of the feed that are appended or removed: staged only, never loaded.</summary>
    public StagedEvents Events { get; } = new();

    /// <summary>Who makes the write that is being decided; <see langword="null"/> when it is not known.</summary>
    internal Actor? Actor
    {
        get => Events.Actor;
        set => Events.Actor = value;
    }

    /// <summary>Who makes the write, without the id of the customer whose order causes it.</summary>
    internal Actor? ActorOf(Guid? causeId) => Actor is { } actor && causeId is { } cause && Orders.IsKnown(cause) ? actor.About(Orders.Find(cause)?.Order.CustomerId) : Actor;

    /// <summary>The staged movements, in the order in which they happened.</summary>
    public IReadOnlyList<StockMovement> Movements => _movements.Records;

    /// <summary>Whether anything is staged.</summary>
    public bool HasChanges
    {
        get
        {
            foreach (var staged in _staged)
            {
                if (staged.HasChanges)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>What can be staged, by kind.</summary>
    internal ReadOnlySpan<IStagedRecords> Staged => _staged;

    /// <summary>Says which deliveries a loaded order has. For stores, once for each order that was asked for.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="deliveries">Its deliveries.</param>
    public void LoadDeliveries(Guid orderId, IReadOnlyList<DeliveryRecord> deliveries)
    {
        ArgumentNullException.ThrowIfNull(deliveries);
        var ids = new List<Guid>(deliveries.Count);
        for (var i = 0; i < deliveries.Count; i++)
        {
            ids.Add(deliveries[i].Delivery.Id);
            Deliveries.Load(deliveries[i].Delivery.Id, deliveries[i]);
        }

        _deliveriesByOrder[orderId] = ids;
    }

    /// <summary>Finds a delivery of a loaded order.</summary>
    /// <param name="orderId">The order, which must have been loaded.</param>
    /// <param name="deliveryId">The delivery.</param>
    /// <returns>The delivery as the batch has it now, or <see langword="null"/> when the order has none under this id.</returns>
    /// <exception cref="InvalidOperationException">The order was not named in the batch's keys.</exception>
    public DeliveryRecord? FindDelivery(Guid orderId, Guid deliveryId)
    {
        if (!_deliveriesByOrder.TryGetValue(orderId, out var ids))
        {
            throw new InvalidOperationException($"The deliveries of order {orderId} were not loaded: the operation has to name the order in DeclareKeys.");
        }

        return ids.Contains(deliveryId) ? Deliveries.Find(deliveryId) : null;
    }

    /// <summary>The deliveries of a loaded order as the batch has them now: by ascending id, then those that the batch inserts.</summary>
    internal IEnumerable<DeliveryRecord> DeliveriesOf(Guid orderId) => _deliveriesByOrder[orderId].Select(id => Deliveries.Find(id)!);

    /// <summary>How many deliveries a loaded order has, those that the batch inserts included.</summary>
    internal int CountDeliveries(Guid orderId) => _deliveriesByOrder[orderId].Count;

    /// <summary>Stages a new delivery of a loaded order.</summary>
    /// <param name="delivery">The delivery.</param>
    public void InsertDelivery(DeliveryRecord delivery)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        Deliveries.Insert(delivery.Delivery.Id, delivery);
        _deliveriesByOrder[delivery.Delivery.OrderId].Add(delivery.Delivery.Id);
    }

    /// <summary>Says which documents a record has. For stores, once for each owner in <see cref="RecordKeys.DocumentsOf"/>, after <see cref="RecordKeys.Documents"/>.</summary>
    /// <param name="ownerId">The owner.</param>
    /// <param name="documents">Its documents.</param>
    public void LoadDocuments(Guid ownerId, IReadOnlyList<DocumentRecord> documents)
    {
        ArgumentNullException.ThrowIfNull(documents);
        var ids = new List<DocumentId>(documents.Count);
        for (var i = 0; i < documents.Count; i++)
        {
            ids.Add(documents[i].Id);
            if (!Documents.IsKnown(documents[i].Id))
            {
                Documents.Load(documents[i].Id, documents[i]);
            }
        }

        (_documentsByOwner ??= [])[ownerId] = ids;
    }

    /// <summary>Lists the documents of a kind that belong to a record, as the batch has them now.</summary>
    /// <param name="ownerId">The owner, whose documents must have been loaded.</param>
    /// <param name="kind">The kind.</param>
    /// <returns>The documents: those that were loaded by ascending id, then those that the batch inserts.</returns>
    /// <exception cref="InvalidOperationException">The owner was not named in <see cref="RecordKeys.DocumentsOf"/>.</exception>
    public IReadOnlyList<DocumentRecord> DocumentsOf(Guid ownerId, string kind)
    {
        if (_documentsByOwner?.GetValueOrDefault(ownerId) is not { } ids)
        {
            throw new InvalidOperationException($"The documents of {ownerId} were not loaded: the operation has to name it in DocumentsOf.");
        }

        var found = new List<DocumentRecord>();
        foreach (var id in ids)
        {
            if (string.Equals(id.Kind, kind, StringComparison.Ordinal) && Documents.Find(id) is { } document)
            {
                found.Add(document);
            }
        }

        return found;
    }

    /// <summary>Stages a new document. Its id must be new, and its owner, if it has one, must have been loaded: its lock is what keeps two hosts from adding a document at a time.</summary>
    /// <param name="document">The document.</param>
    /// <exception cref="ArgumentException">A member is outside its limits.</exception>
    /// <exception cref="DocumentTooLargeException">The body is too long.</exception>
    /// <exception cref="InvalidOperationException">The owner was not named in the batch's keys.</exception>
    public void InsertDocument(DocumentRecord document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (document.OwnerId is { } owner && !IsLoaded(owner))
        {
            throw new InvalidOperationException($"The owner {owner} of the document {document.Id} was not loaded: the operation has to name it in DeclareKeys.");
        }

        Documents.Insert(document.Id, document);
        if (document.OwnerId is { } of)
        {
            _documentsByOwner?.GetValueOrDefault(of)?.Add(document.Id);
        }
    }

    /// <summary>Stages that a loaded book is written again, with its search words, though nothing of it has changed.</summary>
    /// <param name="isbn">The book; one that is not there stays so.</param>
    /// <exception cref="InvalidOperationException">The book was not named in the batch's keys.</exception>
    public void IndexBook(Isbn isbn) => IndexBook(isbn, null);

    /// <summary>Whether a store has to write the search words of a changed book: the texts that they come from have changed, or it is asked to.</summary>
    /// <param name="entry">An entry of <see cref="Books"/>.</param>
    /// <returns><see langword="false"/> when its words, of any version, may be kept.</returns>
    public bool MustIndex(RecordEntry<Isbn, Book> entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Change switch
        {
            RecordChange.None => false,
            RecordChange.Update => _booksToIndex?.Contains(entry.Key) == true || !HaveSameWords(entry.Loaded!, entry.Current!),
            _ => true,
        };
    }

    /// <summary>The search words of a staged book: those that the operation worked out which staged it, else the same made here. For stores, which write them.</summary>
    /// <param name="book">A current record of <see cref="Books"/>.</param>
    /// <returns>The words, as <see cref="SearchWords.Of(Book)"/> returns them.</returns>
    public BookWords WordsOf(Book book)
    {
        ArgumentNullException.ThrowIfNull(book);
        return _words is not null && _words.TryGetValue(book.Isbn, out var kept) && ReferenceEquals(kept.Book, book) ? kept.Words : SearchWords.Of(book);
    }

    // The details are read only where they have changed.
    private static bool HaveSameWords(Book before, Book now) =>
        before.Title == now.Title && before.Author == now.Author && before.Publisher == now.Publisher
        && (ReferenceEquals(before.StoredDetails, now.StoredDetails) || BookFacets.Of(before).SequenceEqual(BookFacets.Of(now), StringComparer.Ordinal));

    internal void IndexBook(Isbn isbn, BookWords? words)
    {
        if (Books.Find(isbn) is not { } book)
        {
            return;
        }

        var again = book with { };
        Books.Put(isbn, again);
        (_booksToIndex ??= []).Add(isbn);
        if (words is not null)
        {
            KeepWords(again, words);
        }
    }

    /// <summary>Keeps the search words of a staged book for the store.</summary>
    internal void KeepWords(Book book, BookWords words) => (_words ??= [])[book.Isbn] = (book, words);

    /// <summary>Stages a new order. Its id must be new.</summary>
    /// <param name="order">The order.</param>
    public void InsertOrder(OrderRecord order)
    {
        ArgumentNullException.ThrowIfNull(order);
        Orders.Insert(order.Order.Id, order);
        _deliveriesByOrder[order.Order.Id] = [];
    }

    /// <summary>Whether a holder is new in this batch, so that nothing can be held for it yet. For stores, whose inserts cost less then.</summary>
    /// <param name="holder">The order or the cart's reservation.</param>
    /// <returns><see langword="true"/> for an order or a reservation that the batch inserts.</returns>
    public bool IsNewHolder(Guid holder) => Orders.IsInserted(holder) || Reservations.IsInserted(holder);

    /// <summary>Stages a movement. Its level is staged apart.</summary>
    /// <param name="movement">The movement.</param>
    public void AppendMovement(StockMovement movement) => _movements.Append(movement);

    private bool IsLoaded(Guid owner) => Orders.IsKnown(owner) || Reservations.IsKnown(owner) || Documents.Keys.Any(id => id.Id == owner);
}
