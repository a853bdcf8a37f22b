using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

public sealed class PaymentSettlementTests
{
    [Fact]
    public async Task StartAsync_running_pays_a_confirmed_order_at_once_and_keeps_others_off_for_the_lease()
    {
        await using var shop = await TestShop.OpenAsync();
        using var captured = new SemaphoreSlim(0);
        DateTimeOffset? dueAt = null;
        shop.Gateway.OnCapture = async (request, inner) =>
        {
            dueAt = (await shop.Store.FindOrderAsync(request.OrderId, default))!.DueAt;
            var answer = await inner();
            captured.Release();
            return answer;
        };
        shop.StartSettlement();

        var placed = await shop.PlaceAsync(TestShop.Martian);

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        (await captured.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        dueAt.ShouldBe(shop.Time.GetUtcNow() + TimeSpan.FromSeconds(20));
        await shop.StopSettlementAsync();
        (await shop.OrderAsync(placed.Order!.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task StopAsync_was_running_later_actions_are_due_at_once()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.StartSettlement();
        await shop.StopSettlementAsync();

        var placed = await shop.PlaceAsync(TestShop.Martian);

        (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!.DueAt.ShouldBe(shop.Time.GetUtcNow());
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task StartAsync_store_fails_for_one_action_the_worker_makes_the_next_one()
    {
        ScriptedStore? store = null;
        await using var shop = await TestShop.OpenAsync(
            options => (options.SettlementConcurrency, options.WritePath.RetryTimeout) = (1, TimeSpan.Zero),
            inner => store = new ScriptedStore(inner));
        using var asked = new SemaphoreSlim(0);
        var captures = 0;
        shop.Gateway.OnCapture = (_, inner) =>
        {
            store!.OnOpen = captures++ == 0 ? _ => throw new BookstoreStoreException("disk full") { IsTransient = true } : null;
            asked.Release();
            return inner();
        };
        shop.StartSettlement();

        var first = await shop.PlaceAsync(TestShop.Martian);
        (await asked.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        store!.OnOpen = null;
        var second = await shop.PlaceAsync(TestShop.Odyssey);
        (await asked.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        await shop.StopSettlementAsync();

        (first.Outcome, second.Outcome).ShouldBe((PlaceOrderOutcome.Created, PlaceOrderOutcome.Created));
    }

    [Fact]
    public async Task RunOnceAsync_void_came_too_late_refunds_in_the_same_round()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        await shop.Gateway.CaptureAsync(placed.Order.Id, placed.Order.Total, default);

        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_cancelled_while_the_capture_is_under_way_is_not_counted_as_settled()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = async (request, inner) =>
        {
            var answer = await inner();
            await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = request.OrderId });
            return answer;
        };

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);

        var record = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        (record.PendingAction, record.Fence, record.Attempts, record.DueAt).ShouldBe((PaymentAction.Void, 3, 0, shop.Time.GetUtcNow()));
    }

    [Fact]
    public async Task RunOnceAsync_gateway_with_a_late_window_voids_again_exactly_at_its_end()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromHours(1);
        var end = shop.Time.GetUtcNow() + TimeSpan.FromSeconds(30) + TimeSpan.FromHours(1);
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);

        var record = (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!;
        (record.PendingAction, record.DueAt, record.Attempts).ShouldBe((PaymentAction.Void, end, 0));
        shop.Time.Advance(end - shop.Time.GetUtcNow());
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.Store.FindOrderAsync(placed.Order.Id, default))!.PendingAction.ShouldBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_cancelled_order_at_a_gateway_with_a_late_window_is_voided_again_while_it_lasts()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromHours(1);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);
        shop.Time.Advance(TimeSpan.FromHours(2));

        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task RunOnceAsync_capture_refused_for_good_raises_the_alert_once_it_is_committed()
    {
        using var logs = new RecordingLogs();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var paid = await shop.PlaceAsync(TestShop.Odyssey);
        shop.Gateway.OnCapture = (request, inner) => request.OrderId == placed.Order!.Id ? ValueTask.FromResult(CaptureResult.Refused("refused")) : inner();
        logs.OnLog = id => (id == 3002 && shop.Store.FindOrderAsync(placed.Order!.Id, default).AsTask().Result!.PendingAction is not null).ShouldBeFalse();

        (await shop.Settlement.RunOnceAsync()).ShouldBe(2);

        logs.Entries.Count(entry => entry == (3002, LogLevel.Critical)).ShouldBe(1);
        (await shop.OrderAsync(paid.Order!.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task RunOnceAsync_capture_refused_after_the_order_was_cancelled_raises_no_alert()
    {
        using var logs = new RecordingLogs();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
        await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = async (request, _) =>
        {
            await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = request.OrderId });
            return CaptureResult.Refused("refused");
        };

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);

        logs.Entries.ShouldNotContain(entry => entry.Id == 3002);
    }

    [Fact]
    public async Task RunOnceAsync_more_actions_than_a_page_makes_them_all()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1000, Reason = "delivery" });
        await Task.WhenAll(Enumerable.Range(0, 501).Select(_ => shop.PlaceAsync(TestShop.Martian)));

        (await shop.Settlement.RunOnceAsync()).ShouldBe(501);
    }

    [Fact]
    public async Task DrainAsync_gateway_unavailable_for_a_while_waits_and_continues()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var tries = 0;
        shop.Gateway.OnCapture = (_, inner) => tries++ == 0 ? throw new HttpRequestException("away") : inner();

        // The time passes while it waits to look again, and stands still during a call.
        shop.Time.OnTimer = due =>
        {
            if (due == TimeSpan.FromMilliseconds(20))
            {
                shop.Time.Advance(due);
            }
        };

        await shop.Settlement.DrainAsync();

        tries.ShouldBe(2);
        (await shop.OrderAsync(placed.Order!.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task DrainAsync_nothing_can_be_paid_now_waits_before_it_looks_again()
    {
        OvertakenStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new OvertakenStore(inner));
        await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        using var givenUp = new CancellationTokenSource();

        // What is due without a gateway's name, of three kinds of work; whether anything is owed to the gateway, and what is due.
        const int LooksOfARound = 5;
        var looks = 0;
        var waitsOrLooksOn = new TaskCompletionSource();
        shop.Time.OnTimer = due => _ = due == TimeSpan.FromMilliseconds(20) && waitsOrLooksOn.TrySetResult();
        store!.AfterListDueOrders(LookAsync);

        var draining = shop.Settlement.DrainAsync(givenUp.Token);
        await waitsOrLooksOn.Task;

        looks.ShouldBe(LooksOfARound);
        await givenUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => draining);

        Task LookAsync()
        {
            // Looking on without a pause would go on for ever.
            if (++looks > LooksOfARound)
            {
                waitsOrLooksOn.TrySetResult();
                return Task.Delay(Timeout.InfiniteTimeSpan, givenUp.Token);
            }

            store.AfterListDueOrders(LookAsync);
            return Task.CompletedTask;
        }
    }

    [Fact]
    public async Task RunOnceAsync_another_host_acquired_the_action_leaves_it_to_that_host()
    {
        OvertakenStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new OvertakenStore(inner));
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        store!.AfterListDueOrders(() => shop.Settlement.RunOnceAsync());

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);

        (await shop.Sales.ListPaymentsAsync(placed.Order!.Id)).Single().Attempts.ShouldBe(1);
    }

    [Fact]
    public async Task RunOnceAsync_captured_raises_no_alert()
    {
        using var logs = new RecordingLogs();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
        await shop.PlaceCapturedAsync(TestShop.Martian);

        logs.Entries.ShouldNotContain(entry => entry.Id == 3002);
    }

    [Fact]
    public async Task DrainAsync_cancelled_ends_and_the_action_stays_pending()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        using var givenUp = new CancellationTokenSource();

        var draining = shop.Settlement.DrainAsync(givenUp.Token);
        await givenUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => draining);
        (await shop.Sales.ListPaymentsAsync(placed.Order!.Id)).Single().PendingAction.ShouldBe(PaymentAction.Capture);
    }
}
