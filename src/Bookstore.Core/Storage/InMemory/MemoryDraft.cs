using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Makes the next state out of the last one and what a unit staged. A draft that is refused is thrown away: nothing happened.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal static partial class MemoryDraft
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
        state = ApplyBooks(state, records);
        state = ApplyStock(state, records);
        return state.Remember(mark.Writer, mark.Batch);
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
        reservation is not null && ReservationWork.DueAt(reservation) is { } at ? (at, reservation.Id) : null;

    private static (TRecord? Before, TRecord? After) Write<TKey, TRecord>(
        ImmutableDictionary<TKey, TRecord>.Builder records, RecordEntry<TKey, TRecord> entry)
        where TKey : notnull
        where TRecord : class
    {
        records.TryGetValue(entry.Key, out var before);
        switch (entry.Change)
        {
            case RecordChange.Insert when before is not null:
                throw new StoreConflictException($"{typeof(TRecord).Name} {entry.Key} exists.") { Reason = StoreConflictReason.Duplicate, Keys = KeysOf(entry) };
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

    private static RecordKeys KeysOf<TKey, TRecord>(RecordEntry<TKey, TRecord> entry)
        where TRecord : class
    {
        var keys = new RecordKeys();
        switch (entry.Current)
        {
            case IdempotencyRecord key:
                keys.IdempotencyKeys.Add(key.Id);
                break;
            case OrderRecord order:
                keys.Orders.Add(order.Order.Id);
                break;
            case DeliveryRecord delivery:
                keys.Orders.Add(delivery.Delivery.OrderId);
                break;
            case Reservation reservation:
                keys.Reservations.Add(reservation.Id);
                break;
            case StockLevel level:
                keys.Stock.Add(level.Isbn);
                break;
            case Book book:
                keys.BooksToWrite.Add(book.Isbn);
                break;
        }

        return keys;
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
