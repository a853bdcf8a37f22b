using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Makes the next state out of the last one and what a unit staged. A draft that is refused is thrown away: nothing happened.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal static class MemoryDraft
{
    /// <summary>Applies all staged changes.</summary>
    /// <exception cref="StoreConflictException">A record to insert is there, or an order would have two active deliveries.</exception>
    /// <exception cref="BookstoreStoreException">A stock level would be out of bounds.</exception>
    public static MemoryState Apply(MemoryState state, WorkingSet records, CommitMark mark)
    {
        state = ApplyKeys(state, records.IdempotencyKeys.Touched);
        state = ApplyOrders(state, records.Orders.Touched);
        state = ApplyDeliveries(state, records.Deliveries.Touched);
        state = ApplyReservations(state, records.Reservations.Touched);
        state = ApplyBooks(state, records.Books.Touched);
        state = ApplyStock(state, records);
        return state with { Marks = state.Marks.SetItem(mark.Writer, mark.Batch) };
    }

    private static MemoryState ApplyKeys(MemoryState state, IReadOnlyList<RecordEntry<IdempotencyId, IdempotencyRecord>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var keys = state.Keys.ToBuilder();
        var byAge = state.KeysByAge.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(keys, touched[i]);
            Move(byAge, before is null ? null : (before.CreatedAt, before.Id), after is null ? null : (after.CreatedAt, after.Id));
        }

        return state with { Keys = keys.ToImmutable(), KeysByAge = byAge.ToImmutable() };
    }

    private static MemoryState ApplyOrders(MemoryState state, IReadOnlyList<RecordEntry<Guid, OrderRecord>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var orders = state.Orders.ToBuilder();
        var byStatus = state.OrdersByStatus.ToBuilder();
        var byCustomer = state.OrdersByCustomer.ToBuilder();
        var due = state.DueOrders.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(orders, touched[i]);
            var id = touched[i].Key;
            MoveStatus(byStatus, id, (int?)before?.Order.Status, (int?)after?.Order.Status);
            Move(byCustomer, before is null ? null : (before.Order.CustomerId, id), after is null ? null : (after.Order.CustomerId, id));
            Move(due, Due(before, OrderWork.Recovery), Due(after, OrderWork.Recovery));
            Move(due, Due(before, OrderWork.Settlement), Due(after, OrderWork.Settlement));
        }

        return state with
        {
            Orders = orders.ToImmutable(),
            OrdersByStatus = byStatus.ToImmutable(),
            OrdersByCustomer = byCustomer.ToImmutable(),
            DueOrders = due.ToImmutable(),
        };
    }

    private static (OrderWork Work, DateTimeOffset At, Guid Id)? Due(OrderRecord? order, OrderWork work)
    {
        var hasWork = work == OrderWork.Recovery ? order?.Order.Status == OrderStatus.Pending : order?.Owed is not null;
        return hasWork && order!.DueAt is { } at ? (work, at, order.Order.Id) : null;
    }

    private static MemoryState ApplyDeliveries(MemoryState state, IReadOnlyList<RecordEntry<Guid, DeliveryRecord>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var deliveries = state.Deliveries.ToBuilder();
        var byStatus = state.DeliveriesByStatus.ToBuilder();
        var byOrder = state.DeliveriesByOrder.ToBuilder();
        var due = state.DueDeliveries.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(deliveries, touched[i]);
            var id = touched[i].Key;
            MoveStatus(byStatus, id, (int?)before?.Delivery.Status, (int?)after?.Delivery.Status);
            Move(byOrder, before is null ? null : (before.Delivery.OrderId, id), after is null ? null : (after.Delivery.OrderId, id));
            Move(due, before?.DueAt is { } old ? (old, id) : null, after?.DueAt is { } at ? (at, id) : null);
        }

        return state with
        {
            Deliveries = deliveries.ToImmutable(),
            DeliveriesByStatus = byStatus.ToImmutable(),
            DeliveriesByOrder = byOrder.ToImmutable(),
            DueDeliveries = due.ToImmutable(),
            ActiveDeliveries = MoveActive(state.ActiveDeliveries, touched),
        };
    }

    // Those that end make room first: the order of the changes in a unit does not matter.
    private static ImmutableDictionary<Guid, Guid> MoveActive(ImmutableDictionary<Guid, Guid> active, IReadOnlyList<RecordEntry<Guid, DeliveryRecord>> touched)
    {
        for (var i = 0; i < touched.Count; i++)
        {
            if (IsActive(touched[i].Loaded))
            {
                active = active.Remove(touched[i].Loaded!.Delivery.OrderId);
            }
        }

        for (var i = 0; i < touched.Count; i++)
        {
            if (touched[i].Current is { } delivery && IsActive(delivery))
            {
                active = active.ContainsKey(delivery.Delivery.OrderId)
                    ? throw new StoreConflictException($"Order {delivery.Delivery.OrderId} has an active delivery already.")
                    : active.Add(delivery.Delivery.OrderId, delivery.Delivery.Id);
            }
        }

        return active;
    }

    private static bool IsActive(DeliveryRecord? delivery) =>
        delivery?.Delivery.Status is DeliveryStatus.Scheduled or DeliveryStatus.Dispatched or DeliveryStatus.InTransit;

    private static MemoryState ApplyReservations(MemoryState state, IReadOnlyList<RecordEntry<Guid, Reservation>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var reservations = state.Reservations.ToBuilder();
        var byId = state.ReservationsById.ToBuilder();
        var expiring = state.ExpiringReservations.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(reservations, touched[i]);
            Move(byId, before?.Id, after?.Id);
            Move(expiring, Expiring(before), Expiring(after));
        }

        return state with
        {
            Reservations = reservations.ToImmutable(),
            ReservationsById = byId.ToImmutable(),
            ExpiringReservations = expiring.ToImmutable(),
        };
    }

    private static (DateTimeOffset At, Guid Id)? Expiring(Reservation? reservation) =>
        reservation is { Status: ReservationStatus.Held } held ? (held.ExpiresAt, held.Id) : null;

    private static MemoryState ApplyBooks(MemoryState state, IReadOnlyList<RecordEntry<Isbn, Book>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var books = state.Books.ToBuilder();
        var byIsbn = state.BooksByIsbn.ToBuilder();
        var words = state.Words.ToBuilder();
        var authorWords = state.AuthorWords.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(books, touched[i]);
            Move(byIsbn, before?.Isbn, after?.Isbn);
            var isbn = touched[i].Key;
            words.ExceptWith(Pairs(before?.Title, isbn).Concat(Pairs(before?.Author, isbn)));
            authorWords.ExceptWith(Pairs(before?.Author, isbn));
            words.UnionWith(Pairs(after?.Title, isbn).Concat(Pairs(after?.Author, isbn)));
            authorWords.UnionWith(Pairs(after?.Author, isbn));
        }

        return state with
        {
            Books = books.ToImmutable(),
            BooksByIsbn = byIsbn.ToImmutable(),
            Words = words.ToImmutable(),
            AuthorWords = authorWords.ToImmutable(),
        };
    }

    private static IEnumerable<(string Word, Isbn Isbn)> Pairs(string? text, Isbn isbn) => SearchWords.Of(text).Select(word => (word, isbn));

    private static MemoryState ApplyStock(MemoryState state, WorkingSet records)
    {
        var stock = state.Stock.ToBuilder();
        var isbns = state.StockIsbns.ToBuilder();
        for (var i = 0; i < records.Stock.Touched.Count; i++)
        {
            var (_, after) = Write(stock, records.Stock.Touched[i]);
            Check(after);
            isbns.Add(records.Stock.Touched[i].Key);
        }

        var movements = state.Movements.ToBuilder();
        var byBook = state.MovementsByBook.ToBuilder();
        for (var i = 0; i < records.Movements.Count; i++)
        {
            byBook.Add((records.Movements[i].Isbn, movements.Count));
            movements.Add(records.Movements[i]);
            isbns.Add(records.Movements[i].Isbn);
        }

        foreach (var hold in records.Holds.Staged)
        {
            isbns.Add(hold.Key.Isbn);
        }

        return ApplyHolds(state, records.Holds) with
        {
            Stock = stock.ToImmutable(),
            StockIsbns = isbns.ToImmutable(),
            Movements = movements.ToImmutable(),
            MovementsByBook = byBook.ToImmutable(),
        };
    }

    private static void Check(StockLevel? level)
    {
        if (level is not null && (level.Reserved < 0 || level.Reserved > level.OnHand))
        {
            throw new BookstoreStoreException($"The stock level of {level.Isbn} is out of bounds: {level.OnHand} on hand, {level.Reserved} reserved.");
        }
    }

    private static MemoryState ApplyHolds(MemoryState state, HoldChanges changes)
    {
        if (!changes.HasChanges)
        {
            return state;
        }

        var holds = state.Holds.ToBuilder();
        var byBook = state.HoldsByBook.ToBuilder();
        var byHolder = state.HoldsByHolder.ToBuilder();
        foreach (var ((isbn, holder), quantity) in changes.Staged)
        {
            if (quantity == 0)
            {
                holds.Remove((isbn, holder));
                byBook.Remove((isbn, holder));
                byHolder.Remove((holder, isbn));
            }
            else
            {
                holds[(isbn, holder)] = quantity;
                byBook.Add((isbn, holder));
                byHolder.Add((holder, isbn));
            }
        }

        return state with { Holds = holds.ToImmutable(), HoldsByBook = byBook.ToImmutable(), HoldsByHolder = byHolder.ToImmutable() };
    }

    private static (TRecord? Before, TRecord? After) Write<TKey, TRecord>(
        ImmutableDictionary<TKey, TRecord>.Builder records, RecordEntry<TKey, TRecord> entry)
        where TKey : notnull
        where TRecord : class
    {
        records.TryGetValue(entry.Key, out var before);
        switch (entry.Change)
        {
            case RecordChange.Insert when before is not null:
                throw new StoreConflictException($"{typeof(TRecord).Name} {entry.Key} is there already.");
            case RecordChange.Insert or RecordChange.Update:
                records[entry.Key] = entry.Current!;
                return (before, entry.Current);
            case RecordChange.Delete:
                records.Remove(entry.Key);
                return (before, null);
            default:
                return (before, before);
        }
    }

    private static void MoveStatus(ImmutableSortedSet<(int Status, Guid Id)>.Builder index, Guid id, int? before, int? after)
    {
        Move(index, before is { } old ? (old, id) : null, after is { } status ? (status, id) : null);
        Move(index, before is null ? null : (MemoryState.AnyStatus, id), after is null ? null : (MemoryState.AnyStatus, id));
    }

    private static void Move<T>(ImmutableSortedSet<T>.Builder index, T? before, T? after)
        where T : struct, IEquatable<T>
    {
        if (before is { } old && !old.Equals(after.GetValueOrDefault()))
        {
            index.Remove(old);
        }

        if (after is { } place)
        {
            index.Add(place);
        }
    }
}
