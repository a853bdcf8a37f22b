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

    public KeysetPage<Reservation, DuePosition> ListExpired(DateTimeOffset expiredAt, DuePosition? after, int limit) =>
        KeysetPage.Of(Until(Due.After(_expiring, after), expiredAt, limit), limit, static reservation => new DuePosition(ReservationWork.DueAt(reservation)!.Value, reservation.Id));

    public SortedKeys<Guid>.Walk After(Guid? id) => id is { } after ? _all.After(after) : _all.Ascending();
}
