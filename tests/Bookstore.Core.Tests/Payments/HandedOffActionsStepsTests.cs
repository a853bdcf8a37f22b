using System.Collections.Concurrent;
using System.Diagnostics;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using GatewayOperation = Bookstore.Testing.GatewayOperation;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>The loops that pay what is handed over, step by step: each goes on in the call that gives it something to do.</summary>
public sealed class HandedOffActionsStepsTests : IAsyncLifetime, IDisposable
{
    private readonly RecordingLogs _logs = new();
    private readonly CancellationTokenSource _stop = new();
    private ScriptedStore _store = null!;
    private TestShop _shop = null!;
    private Task _running = Task.CompletedTask;

    [Fact]
    public async Task HandOff_more_debts_than_calls_at_a_time_starts_no_more_than_those()
    {
        var release = new TaskCompletionSource();
        var captures = 0;
        var debts = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => OweCaptureAsync()));
        _shop.Gateway.OnCapture = async (_, inner) =>
        {
            captures++;
            await release.Task;
            return await inner();
        };
        Start();

        Array.ForEach(debts, _shop.Settlement.HandOff);

        captures.ShouldBe(2);
        await _stop.CancelAsync();
        release.SetResult();
        await _running;
    }

    [Fact]
    public async Task HandOff_waited_for_so_long_that_its_lease_may_end_during_the_call_is_left_to_the_round_and_paid_once()
    {
        Start();
        var captures = HoldCaptures();
        for (var order = 0; order < 6; order++)
        {
            await _shop.PlaceAsync(TestShop.Odyssey);
        }

        _shop.Time.Advance(TimeSpan.FromSeconds(9));
        await captures.ReleaseAsync(2);
        await UntilAsync(() => captures.UnderWay == 2);
        _shop.Time.Advance(TimeSpan.FromSeconds(2));
        await captures.ReleaseAsync(2);

        // The last two have less than the ten seconds of a call left of their lease.
        await UntilAsync(async () => (await CapturedAsync()).Count == 4);
        (await _shop.Settlement.RunOnceAsync()).ShouldBe(0);
        _shop.Time.Advance(TimeSpan.FromSeconds(9));
        var round = _shop.Settlement.RunOnceAsync();
        await captures.ReleaseAsync(2);

        (await round).ShouldBe(2);
        await StopAsync();
        captures.Made.Count.ShouldBe(6);
        captures.Made.ShouldBeUnique();
    }

    [Fact]
    public async Task RunOnceAsync_calls_of_the_hand_off_are_under_way_the_limit_counts_for_both()
    {
        for (var order = 0; order < 3; order++)
        {
            await _shop.PlaceAsync(TestShop.Odyssey);
        }

        Start();
        var captures = HoldCaptures();
        await _shop.PlaceAsync(TestShop.Odyssey);
        var round = _shop.Settlement.RunOnceAsync();

        await captures.ReleaseAsync(4);

        (await round).ShouldBe(3);
        await StopAsync();
        captures.MostUnderWay.ShouldBe(2);
        captures.Made.Count.ShouldBe(4);
        captures.Made.ShouldBeUnique();
    }

    [Fact]
    public async Task RunAsync_told_to_stop_during_a_call_the_call_ends_and_its_answer_is_written_down()
    {
        var release = new TaskCompletionSource();
        var debt = await OweCaptureAsync();
        _shop.Gateway.OnCapture = async (_, inner) =>
        {
            await release.Task;
            return await inner();
        };
        Start();
        _shop.Settlement.HandOff(debt);
        var now = _shop.Time.GetUtcNow();
        _shop.Settlement.DueAt(debt, now).ShouldBeGreaterThan(now);

        await _stop.CancelAsync();
        await UntilAsync(() => _shop.Settlement.DueAt(debt, now) == now);

        release.SetResult();
        await _running;
        (await RecordAsync(debt)).Order.PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task HandOff_gateway_does_not_know_is_tried_again_later()
    {
        var debt = await OweCaptureAsync();
        _shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        Start();

        _shop.Settlement.HandOff(debt);
        await StopAsync();

        var record = await RecordAsync(debt);
        (record.PendingAction, record.Attempts, record.DueAt).ShouldBe((PaymentAction.Capture, 1, _shop.Time.GetUtcNow() + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task HandOff_neither_gateway_nor_store_answer_is_logged_and_the_next_one_is_paid()
    {
        var debts = new[] { await OweCaptureAsync(), await OweCaptureAsync() };
        _shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        _store.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
        Start();
        _shop.Settlement.HandOff(debts[0]);
        await UntilAsync(() => Count(3001) > 0);

        _store.OnOpen = null;
        _shop.Gateway.OnCapture = null;
        _shop.Settlement.HandOff(debts[1]);
        await StopAsync();

        (await RecordAsync(debts[0])).PendingAction.ShouldBe(PaymentAction.Capture);
        (await RecordAsync(debts[1])).PendingAction.ShouldBeNull();
        Count(3001).ShouldBe(1);
    }

    [Fact]
    public async Task HandOff_store_refuses_the_answer_is_logged_once_and_left_to_a_later_round()
    {
        var debt = await OweCaptureAsync();
        var refusals = 0;
        _store.OnOpen = _ => refusals++ == 0 ? throw new BookstoreStoreException("disk full") { IsTransient = true } : ValueTask.CompletedTask;
        Start();

        _shop.Settlement.HandOff(debt);
        await StopAsync();

        (refusals, Count(3001)).ShouldBe((1, 1));
        (await RecordAsync(debt)).ShouldBe(debt);
    }

    [Fact]
    public async Task HandOff_one_after_the_other_each_is_written_down_and_reported_once()
    {
        var debts = new[] { await OweCaptureAsync(), await OweCaptureAsync() };
        _shop.Gateway.OnCapture = (request, inner) => request.OrderId == debts[0].Order.Id ? ValueTask.FromResult(CaptureResult.Refused("refused")) : inner();
        Start();

        Array.ForEach(debts, _shop.Settlement.HandOff);
        await StopAsync();

        Count(3002).ShouldBe(1);
        (await RecordAsync(debts[0])).Order.PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
        (await RecordAsync(debts[1])).Order.PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task HandOff_void_came_too_late_refunds_at_once()
    {
        var debt = await OweCaptureAsync();
        await _shop.Gateway.CaptureAsync(debt.Order.Id, debt.Order.Total, default);
        Start();

        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = debt.Order.Id });
        await StopAsync();

        Calls(GatewayOperation.Void).ShouldBe(1);
        Calls(GatewayOperation.Refund).ShouldBe(1);
        Count(3001).ShouldBe(0);
        (await RecordAsync(debt)).Order.PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await _shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task HandOff_cancelled_while_the_capture_is_under_way_the_void_is_asked_for_once()
    {
        var captured = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var debt = await OweCaptureAsync();
        _shop.Gateway.OnCapture = async (_, _) =>
        {
            captured.SetResult();
            await release.Task;
            return CaptureResult.Captured;
        };
        _shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.Unknown);
        Start();
        _shop.Settlement.HandOff(debt);
        await captured.Task;

        await _shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = debt.Order.Id });
        release.SetResult();
        await StopAsync();

        Calls(GatewayOperation.Void).ShouldBe(1);
        (await RecordAsync(debt)).PendingAction.ShouldBe(PaymentAction.Void);
    }

    [Fact]
    public async Task HandOff_order_given_up_is_voided_at_once()
    {
        var pending = await _shop.PlaceAsync(TestShop.Odyssey, card: TestShop.GatewayFails);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        Start();

        (await _shop.Workflow.ResumeAsync(pending.Order!.Id)).Order!.Status.ShouldBe(OrderStatus.Rejected);
        await StopAsync();

        Calls(GatewayOperation.Void).ShouldBe(1);
        (await _shop.OrderAsync(pending.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
    }

    [Fact]
    public async Task DueAt_more_answers_wait_to_be_written_down_than_have_room_is_at_once()
    {
        const int room = 4_096;
        var debt = await OweCaptureAsync();
        var committing = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Captured);
        _store.OnCommit = async (_, commit) =>
        {
            committing.TrySetResult();
            await release.Task;
            await commit();
        };
        Start();
        _shop.Settlement.HandOff(debt);
        await committing.Task;
        var now = _shop.Time.GetUtcNow();

        var roomy = 0;
        for (var i = 0; i < room; i++)
        {
            roomy += _shop.Settlement.DueAt(debt, now) > now ? 1 : 0;
            _shop.Settlement.HandOff(debt);
        }

        var dueAt = _shop.Settlement.DueAt(debt, now);
        release.SetResult();
        await StopAsync();

        (roomy, dueAt).ShouldBe((room, now));
    }

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync(
        options => (options.SettlementConcurrency, options.WritePath.RetryTimeout, options.WritePath.ContinuesInline) = (2, TimeSpan.Zero, true),
        inner => _store = new ScriptedStore(inner),
        services => services.AddLogging(builder => builder.AddProvider(_logs)));

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    public void Dispose()
    {
        _stop.Dispose();
        _logs.Dispose();
    }

    private HeldCaptures HoldCaptures()
    {
        var captures = new HeldCaptures();
        _shop.Gateway.OnCapture = captures.CaptureAsync;
        return captures;
    }

    private void Start() => _running = _shop.Settlement.StartWorkers(_stop.Token);

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    // Under a lease, as a debt is that the loops were running for when it was made.
    private async Task<OrderRecord> OweCaptureAsync()
    {
        var now = _shop.Time.GetUtcNow();
        var lease = new OrderLease((await _shop.PlaceAsync(TestShop.Odyssey)).Order!.Id, Guid.NewGuid(), now, now + TimeSpan.FromSeconds(20));
        return (await _shop.Commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Settlement, isDue: true), default)).Order.ShouldNotBeNull();
    }

    private async Task<OrderRecord> RecordAsync(OrderRecord order) => (await _shop.Store.FindOrderAsync(order.Order.Id, default)).ShouldNotBeNull();

    private int Calls(GatewayOperation operation) => _shop.Gateway.Calls.Count(call => call.Operation == operation);

    private int Count(int id) => _logs.Entries.Count(entry => entry.Id == id);

    private async Task<IReadOnlyList<Order>> CapturedAsync() =>
        [.. (await _shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Where(static order => order.PaymentStatus == PaymentStatus.Captured)];

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        var isMet = false;
        while (!isMet)
        {
            isMet = await condition();
        }
    }

    // What goes on elsewhere gives no signal. It takes microseconds; the limit is for a machine that has other things to do.
    private static async Task UntilAsync(Func<bool> condition)
    {
        var started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }
    }

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
                await UntilAsync(() => _underWay.TryDequeue(out release));
                release!.SetResult();
            }
        }
    }
}
