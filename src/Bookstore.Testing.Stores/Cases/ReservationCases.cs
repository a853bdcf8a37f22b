using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>Carts' reservations: every field, and those that expired.</summary>
internal sealed class ReservationCases : StoreCases
{
    [Case(ReservationStatus.Held)]
    [Case(ReservationStatus.Released)]
    [Case(ReservationStatus.Expired)]
    [Case(ReservationStatus.Ordered)]
    [Case((ReservationStatus)99)]
    public Task A_reservation_comes_back_with_every_field(ReservationStatus status) => ShouldComeBackAsync(new Reservation
    {
        Id = Records.AwkwardIds[^1],
        Lines = [.. Enumerable.Range(1, Reservation.MaxLines).Select(i => new ReservationLine(Records.Isbn(i), i == 1 ? Order.MaxQuantity : i))],
        Status = status,
        ExpiresAt = Records.Latest,
        CreatedAt = Records.Earliest,
    });

    [Case]
    public async Task A_reservation_changes_its_status_and_its_expiry()
    {
        await SaveAsync(Records.Reservation(Records.Id(1)));
        await ShouldComeBackAsync(Records.Reservation(Records.Id(1), ReservationStatus.Ordered, Records.Time.AddMicroseconds(1)));
    }

    [Case]
    public async Task Expired_reservations_are_listed_longest_expired_first_and_only_while_they_are_held()
    {
        await SaveAsync(
            Records.Reservation(Records.Id(1), expiresAt: Records.Time.AddMinutes(3)),
            Records.Reservation(Records.Id(2), expiresAt: Records.Time.AddMinutes(1)),
            Records.Reservation(Records.Id(3), ReservationStatus.Released, Records.Time),
            Records.Reservation(Records.Id(4), ReservationStatus.Expired, Records.Time),
            Records.Reservation(Records.Id(5), ReservationStatus.Ordered, Records.Time),
            Records.Reservation(Records.Id(6), expiresAt: Records.Time.AddMinutes(2)),
            Records.Reservation(Records.Id(7), expiresAt: Records.Time.AddMinutes(2).AddMicroseconds(1)));
        (await ExpiredAsync(Records.Time.AddMinutes(2), 10)).ShouldBe(Ids(2, 6));
        (await ExpiredAsync(Records.Time.AddMinutes(3), 10)).ShouldBe(Ids(2, 6, 7, 1));
        (await ExpiredAsync(Records.Time.AddMinutes(3), 3)).ShouldBe(Ids(2, 6, 7));
        (await ExpiredAsync(Records.Time, 10)).ShouldBeEmpty();
    }

    [Case]
    public async Task A_reservation_that_was_released_or_held_longer_is_not_expired()
    {
        await SaveAsync(Records.Reservation(Records.Id(1), expiresAt: Records.Time), Records.Reservation(Records.Id(2), expiresAt: Records.Time));
        await SaveAsync(
            Records.Reservation(Records.Id(1), ReservationStatus.Expired, Records.Time),
            Records.Reservation(Records.Id(2), expiresAt: Records.Time.AddHours(1)));
        (await ExpiredAsync(Records.Time, 10)).ShouldBeEmpty();
        (await ExpiredAsync(Records.Time.AddHours(1), 10)).ShouldBe(Ids(2));
    }

    [Case]
    public async Task Reservations_that_expired_at_the_same_time_are_all_listed()
    {
        await SaveAsync([.. Enumerable.Range(0, 5).Select(i => Records.Reservation(Records.Id(i), expiresAt: Records.Time))]);
        (await ExpiredAsync(Records.Time, 10)).ShouldBe(Ids(0, 1, 2, 3, 4), ignoreOrder: true);
    }

    [Case]
    public async Task Expired_reservations_are_listed_page_by_page()
    {
        await SaveAsync([.. Enumerable.Range(1, 7).Select(i => Records.Reservation(Records.Id(i), expiresAt: Records.Time.AddMinutes(i / 3)))]);
        var listed = new List<Guid>();
        DuePosition? after = null;
        do
        {
            var page = await Store.ListExpiredReservationsAsync(Records.Latest, after, 2, default);
            listed.AddRange(page.Items.Select(static reservation => reservation.Id));
            after = page.Next;
        }
        while (after is not null);

        listed.ShouldBe(await ExpiredAsync(Records.Latest, 10));
        listed.Count.ShouldBe(7);
    }

    private static IEnumerable<Guid> Ids(params int[] numbers) => numbers.Select(Records.Id);

    private async Task ShouldComeBackAsync(Reservation reservation)
    {
        await SaveAsync(reservation);
        (await Store.FindReservationAsync(reservation.Id, default)).ShouldBeSameAs(reservation);
        (await Store.AuditReservationsAsync(null, 10, default)).Single().Reservation.ShouldBeSameAs(reservation);
        await using var unit = await OpenAsync(keys => keys.Reservations.Add(reservation.Id));
        unit.Records.Reservations.Find(reservation.Id).ShouldBeSameAs(reservation);
    }

    private async Task<IReadOnlyList<Guid>> ExpiredAsync(DateTimeOffset expiredAt, int limit) =>
        [.. (await Store.ListExpiredReservationsAsync(expiredAt, null, limit, default)).Items.Select(reservation => reservation.Id)];
}
