using System.Globalization;
using Shouldly;

namespace Bookstore.Testing.Stores;

/// <summary>The store's time, and whole hosts that go by it: the clock of one host does no harm, however wrong it is.</summary>
internal sealed class ClockCases : StoreCases
{
    private static readonly Isbn Book = Records.Isbn(1);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(5);
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly ScriptedPaymentGateway _gateway = new();

    /// <summary>How far one host's clock is off: more than a lease, than a cart is held, than a key is kept; and a host that started in another century.</summary>
    public static IReadOnlyList<TimeSpan> Off => [TimeSpan.FromSeconds(25), TimeSpan.FromHours(1), TimeSpan.FromHours(49), TimeSpan.FromDays(64 * 365), -TimeSpan.FromSeconds(25), -TimeSpan.FromHours(49), -TimeSpan.FromDays(10 * 365)];

    [Case]
    public async Task Time_advances_by_the_hosts_elapsed_time_whatever_its_clock_shows()
    {
        var first = await Store.ReadTimeAsync(new HostTime(Now, null), default);

        var second = await Store.ReadTimeAsync(new HostTime(Now.AddDays(365), first), default);
        var third = await Store.ReadTimeAsync(new HostTime(Now.AddDays(-365), second), default);

        (second - first).ShouldBeInRange(TimeSpan.Zero, Soon);
        (third - second).ShouldBeInRange(TimeSpan.Zero, Soon);
    }

    [Case]
    public async Task A_second_host_reads_the_time_of_the_first_whatever_its_clock_shows()
    {
        var first = await Store.ReadTimeAsync(new HostTime(Now, null), default);
        await CommitAtAsync(first);
        var second = await OpenSecondAsync();

        (await second.ReadTimeAsync(new HostTime(Now.AddDays(365), null), default)).ShouldBeInRange(first, first + Soon);
        (await second.ReadTimeAsync(new HostTime(Now.AddDays(-365), null), default)).ShouldBeInRange(first, first + Soon);
    }

    [Case]
    [Needs(Capability.Data)]
    public async Task After_a_restart_time_continues_from_the_last_commit_whatever_the_clock_shows()
    {
        var first = await Store.ReadTimeAsync(new HostTime(Now, null), default);
        await CommitAtAsync(first);
        await ReopenAsync();

        (await Store.ReadTimeAsync(new HostTime(Now.AddDays(365), null), default)).ShouldBeInRange(first, first + Soon);
    }

    [Case]
    public async Task Reading_the_time_can_be_cancelled() =>
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.ReadTimeAsync(new HostTime(Now, null), new CancellationToken(true)));

    [Case]
    public async Task The_first_round_of_each_work_may_begin()
    {
        (await Store.TryBeginRoundAsync("one", Guid.NewGuid(), Soon, default)).ShouldBeTrue();
        (await Store.TryBeginRoundAsync("two", Guid.NewGuid(), Soon, default)).ShouldBeTrue();
    }

    [Case]
    public async Task Asking_for_a_round_can_be_cancelled() =>
        await Should.ThrowAsync<OperationCanceledException>(async () => await Store.TryBeginRoundAsync("one", Guid.NewGuid(), Soon, new CancellationToken(true)));

    [Case(Rows = nameof(Off))]
    public async Task A_wrong_clock_removes_no_key_and_releases_no_cart(TimeSpan off)
    {
        await using var right = new ClockHost(Store, _gateway, TimeSpan.Zero);
        await right.StockAsync(Book, 10);
        var cart = Guid.CreateVersion7(Now);
        await right.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart, Lines = [new ReservationLine(Book, 1)] });
        var placed = await right.PlaceAsync(Book, "key");
        await right.Maintenance.RunOnceAsync();

        // One that was wrong from its start on, and one whose clock is set now.
        await using var started = new ClockHost(await OpenSecondAsync(), _gateway, off);
        (await started.Maintenance.RunOnceAsync()).ItemsCleanedUp.ShouldBe(0);
        right.Clock.Off = off;
        (await right.Maintenance.RunOnceAsync()).ItemsCleanedUp.ShouldBe(0);
        right.Clock.Off = TimeSpan.Zero;

        var again = await started.PlaceAsync(Book, "key");
        (again.Replayed, again.Order!.Id).ShouldBe((true, placed.Order!.Id));
        (await right.Inventory.FindReservationAsync(cart))!.Status.ShouldBe(ReservationStatus.Held);
    }

    [Case(Rows = nameof(Off))]
    public async Task What_a_host_with_a_wrong_clock_writes_is_kept_as_long_as_anything(TimeSpan off)
    {
        await using var right = new ClockHost(Store, _gateway, TimeSpan.Zero);
        await right.StockAsync(Book, 10);
        await using var wrong = new ClockHost(await OpenSecondAsync(), _gateway, off);
        var cart = Guid.CreateVersion7(Now);
        var placed = await wrong.PlaceAsync(Book, "key");
        await wrong.Maintenance.RunOnceAsync();
        var held = await wrong.Inventory.HoldAsync(new HoldStockRequest { ReservationId = cart, Lines = [new ReservationLine(Book, 1)] });
        (held.Reservation!.ExpiresAt - wrong.Clock.GetUtcNow()).ShouldBeInRange(TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(16), "shown by the clock of the host that is asked");

        (await right.Maintenance.RunOnceAsync()).ItemsCleanedUp.ShouldBe(0);

        (await right.PlaceAsync(Book, "key")).Order!.Id.ShouldBe(placed.Order!.Id);
        (await right.Inventory.FindReservationAsync(cart))!.Status.ShouldBe(ReservationStatus.Held);
    }

    [Case(Rows = nameof(Off))]
    public async Task A_wrong_clock_takes_over_no_order_of_another_host_and_loses_none_of_its_own(TimeSpan off)
    {
        await using var right = new ClockHost(Store, _gateway, TimeSpan.Zero);
        await right.StockAsync(Book, 10);
        await using var wrong = new ClockHost(await OpenSecondAsync(), _gateway, off);
        var asked = new SemaphoreSlim(0);
        var release = new TaskCompletionSource();
        _gateway.OnAuthorize = async (_, inner) =>
        {
            asked.Release();
            await release.Task;
            return await inner();
        };
        var ofRight = right.PlaceAsync(Book);
        var ofWrong = wrong.PlaceAsync(Book);
        await InTime(asked.WaitAsync());
        await InTime(asked.WaitAsync());

        (await right.Maintenance.RunOnceAsync()).OrdersRecovered.ShouldBe(0);
        (await wrong.Maintenance.RunOnceAsync()).OrdersRecovered.ShouldBe(0);
        release.SetResult();

        (await InTime(ofRight)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await InTime(ofWrong)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        _gateway.Calls.ShouldNotContain(static call => call.Operation == GatewayOperation.Find);
    }

    [Case(Rows = nameof(Off))]
    public async Task Ids_of_hosts_with_different_clocks_are_of_one_time(TimeSpan off)
    {
        await using var right = new ClockHost(Store, _gateway, TimeSpan.Zero);
        await right.StockAsync(Book, 10);
        await using var wrong = new ClockHost(await OpenSecondAsync(), _gateway, off);

        var first = await right.PlaceAsync(Book);
        var second = await wrong.PlaceAsync(Book);
        var third = await right.PlaceAsync(Book);

        (TimeOf(second) - TimeOf(first)).Duration().ShouldBeLessThan(Soon);
        (TimeOf(third) - TimeOf(second)).Duration().ShouldBeLessThan(Soon);
    }

    // The first 48 bits of a UUID of version 7 are the milliseconds since 1970.
    private static DateTimeOffset TimeOf(PlaceOrderResult placed) =>
        DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(placed.Order!.Id.ToString("N").AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private async Task CommitAtAsync(DateTimeOffset at)
    {
        await using var unit = await OpenAsync(keys => keys.Books.Add(Book));
        unit.Records.Books.Put(Book, Records.Book(Book));
        await unit.CommitAsync(NextMark() with { At = at });
    }
}
