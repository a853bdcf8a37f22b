using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The carts' reservations.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class ReservationTable : MemoryTable<Guid, Reservation>
{
    private readonly SortedKeys<Guid> _all;
    private readonly SortedKeys<(DateTimeOffset At, Guid Id)> _expiring;

    public ReservationTable()
    {
        _all = Sort(static reservation => reservation.Id);
        _expiring = Sort(static reservation => (ReservationWork.DueAt(reservation)!.Value, reservation.Id), where: static reservation => ReservationWork.DueAt(reservation) is not null);
    }

    public IReadOnlyList<Reservation> ListExpired(DateTimeOffset expiredAt, int limit) => Until(_expiring.Ascending(), expiredAt, limit);

    public SortedKeys<Guid>.Walk After(Guid? id) => id is { } after ? _all.After(after) : _all.Ascending();
}
