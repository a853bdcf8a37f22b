using System.Collections.Concurrent;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>How many handed-off payment calls are made at a time, how long one may wait, and how many results may wait to be recorded.</summary>
public sealed class HandedOffLimitsTests : IAsyncLifetime
{
    private HandOffShop _handOff = null!;

    [Fact]
    public async Task HandOff_more_actions_than_calls_at_a_time_starts_no_more_than_those()
    {
        var release = new TaskCompletionSource();
        var captures = 0;
        var debts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _handOff.OweCaptureAsync()));
        _handOff.Shop.Gateway.OnCapture = async (_, inner) =>
        {
            captures++;
            await release.Task;
            return await inner();
        };
        _handOff.Start();

        Array.ForEach(debts, _handOff.Shop.Settlement.HandOff);

        captures.ShouldBe(2);
        await _handOff.BeginStopAsync();
        release.SetResult();
        await _handOff.StopAsync();
    }

    [Fact]
    public async Task HandOff_waited_for_so_long_that_its_lease_may_end_during_the_call_is_left_to_the_round_and_paid_once()
    {
        _handOff.Start();
        var captures = HoldCaptures();
        for (var order = 0; order < 6; order++)
        {
            await _handOff.Shop.PlaceAsync(TestShop.Odyssey);
        }

        _handOff.Shop.Time.Advance(TimeSpan.FromSeconds(9));
        await captures.ReleaseAsync(2);
        await HandOffShop.UntilAsync(() => captures.UnderWay == 2);
        _handOff.Shop.Time.Advance(TimeSpan.FromSeconds(2));
        await captures.ReleaseAsync(2);

        // The last two have less than the ten seconds of a call left of their lease.
        await HandOffShop.UntilAsync(async () => (await CapturedAsync()).Count == 4);
        (await _handOff.Shop.Settlement.RunOnceAsync()).ShouldBe(0);
        _handOff.Shop.Time.Advance(TimeSpan.FromSeconds(9));
        var round = _handOff.Shop.Settlement.RunOnceAsync();
        await captures.ReleaseAsync(2);

        (await round).ShouldBe(2);
        await _handOff.StopAsync();
        captures.Made.Count.ShouldBe(6);
        captures.Made.ShouldBeUnique();
    }

    [Fact]
    public async Task RunOnceAsync_calls_of_the_hand_off_are_under_way_the_limit_counts_for_both()
    {
        for (var order = 0; order < 3; order++)
        {
            await _handOff.Shop.PlaceAsync(TestShop.Odyssey);
        }

        _handOff.Start();
        var captures = HoldCaptures();
        await _handOff.Shop.PlaceAsync(TestShop.Odyssey);
        var round = _handOff.Shop.Settlement.RunOnceAsync();

        await captures.ReleaseAsync(4);

        (await round).ShouldBe(3);
        await _handOff.StopAsync();
        captures.MostUnderWay.ShouldBe(2);
        captures.Made.Count.ShouldBe(4);
        captures.Made.ShouldBeUnique();
    }

    [Fact]
    public async Task Refunds_and_captures_of_a_gateway_share_the_limit()
    {
        for (var order = 0; order < 3; order++)
        {
            await _handOff.Shop.PlaceAsync(TestShop.Odyssey);
        }

        await _handOff.Shop.Settlement.RunOnceAsync();
        foreach (var captured in await CapturedAsync())
        {
            await _handOff.Shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = captured.Id, Reason = "goodwill" });
        }

        await _handOff.Shop.PlaceAsync(TestShop.Odyssey);
        await _handOff.Shop.PlaceAsync(TestShop.Odyssey);
        var captures = HoldCaptures();
        var refunds = 0;
        _handOff.Shop.Gateway.OnRefund = (_, inner) =>
        {
            refunds++;
            return inner();
        };
        var round = _handOff.Shop.Settlement.RunOnceAsync();
        await HandOffShop.UntilAsync(() => captures.UnderWay == 2);

        var refunding = _handOff.Shop.RefundSettlement.RunOnceAsync();
        refunds.ShouldBe(0, "two captures are in progress, and two is the limit");
        await captures.ReleaseAsync(2);

        (await round + await refunding).ShouldBe(5);
        refunds.ShouldBe(3);
        (captures.Made.Count, captures.MostUnderWay).ShouldBe((2, 2));
    }

    [Fact]
    public async Task DueAt_more_results_wait_to_be_recorded_than_have_room_is_at_once()
    {
        const int room = 4_096;
        var debt = await _handOff.OweCaptureAsync();
        var committing = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _handOff.Shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Captured);
        _handOff.Store.OnCommit = async (_, commit) =>
        {
            committing.TrySetResult();
            await release.Task;
            await commit();
        };
        _handOff.Start();
        _handOff.Shop.Settlement.HandOff(debt);
        await committing.Task;
        var now = _handOff.Shop.Time.GetUtcNow();

        var roomy = 0;
        for (var i = 0; i < room; i++)
        {
            roomy += _handOff.Shop.Settlement.DueAt(debt, now) > now ? 1 : 0;
            _handOff.Shop.Settlement.HandOff(debt);
        }

        var dueAt = _handOff.Shop.Settlement.DueAt(debt, now);
        release.SetResult();
        await _handOff.StopAsync();

        (roomy, dueAt).ShouldBe((room, now));
    }

    public async Task InitializeAsync() => _handOff = await HandOffShop.OpenAsync();

    public async Task DisposeAsync() => await _handOff.DisposeAsync();

    private HeldCaptures HoldCaptures()
    {
        var captures = new HeldCaptures();
        _handOff.Shop.Gateway.OnCapture = captures.CaptureAsync;
        return captures;
    }

    private async Task<IReadOnlyList<Order>> CapturedAsync() =>
        [.. (await _handOff.Shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Where(static order => order.PaymentStatus == PaymentStatus.Captured)];

    /// <summary>Captures that take until they are released.</summary>
    private sealed class HeldCaptures
    {
        private readonly ConcurrentQueue<TaskCompletionSource> _underWay = [];
        private readonly ConcurrentQueue<Guid> _made = [];

        public IReadOnlyCollection<Guid> Made => _made;

        public int UnderWay => _underWay.Count;

        public int MostUnderWay { get; private set; }

        public async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, Func<ValueTask<CaptureResult>> inner)
        {
            _made.Enqueue(request.OrderId);
            var release = new TaskCompletionSource();
            _underWay.Enqueue(release);
            MostUnderWay = Math.Max(MostUnderWay, UnderWay);
            await release.Task;
            return await inner();
        }

        /// <summary>Releases so many calls, each once it is under way.</summary>
        public async Task ReleaseAsync(int count)
        {
            for (; count > 0; count--)
            {
                TaskCompletionSource? release = null;
                await HandOffShop.UntilAsync(() => _underWay.TryDequeue(out release));
                release!.SetResult();
            }
        }
    }
}
