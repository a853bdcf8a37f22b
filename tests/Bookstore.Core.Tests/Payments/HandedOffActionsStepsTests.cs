using Bookstore.Support;
using Shouldly;
using Xunit;
using GatewayOperation = Bookstore.Testing.GatewayOperation;

namespace Bookstore.Workflow;

/// <summary>The workers that make handed-off payment calls, step by step: each result is recorded, logged or left to a later round.</summary>
public sealed class HandedOffActionsStepsTests : IAsyncLifetime
{
    private HandOffShop _handOff = null!;

    [Fact]
    public async Task RunAsync_stopped_during_a_call_completes_the_call_and_records_its_result()
    {
        var release = new TaskCompletionSource();
        var debt = await _handOff.OweCaptureAsync();
        _handOff.Shop.Gateway.OnCapture = async (_, inner) =>
        {
            await release.Task;
            return await inner();
        };
        _handOff.Start();
        _handOff.Shop.Settlement.HandOff(debt);
        var now = _handOff.Shop.Time.GetUtcNow();
        _handOff.Shop.Settlement.DueAt(debt, now).ShouldBeGreaterThan(now);

        await _handOff.BeginStopAsync();
        await HandOffShop.UntilAsync(() => _handOff.Shop.Settlement.DueAt(debt, now) == now);

        release.SetResult();
        await _handOff.StopAsync();
        (await _handOff.RecordAsync(debt)).Order.PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task HandOff_result_is_unknown_is_retried_later()
    {
        var debt = await _handOff.OweCaptureAsync();
        _handOff.Shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        _handOff.Start();

        _handOff.Shop.Settlement.HandOff(debt);
        await _handOff.StopAsync();

        var record = await _handOff.RecordAsync(debt);
        (record.PendingAction, record.Attempts, record.DueAt).ShouldBe((PaymentAction.Capture, 1, _handOff.Shop.Time.GetUtcNow() + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task HandOff_neither_gateway_nor_store_responds_is_logged_and_the_next_one_is_made()
    {
        var debts = new[] { await _handOff.OweCaptureAsync(), await _handOff.OweCaptureAsync() };
        _handOff.Shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        _handOff.Store.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
        _handOff.Start();
        _handOff.Shop.Settlement.HandOff(debts[0]);
        await HandOffShop.UntilAsync(() => _handOff.CountLogs(3001) > 0);

        _handOff.Store.OnOpen = null;
        _handOff.Shop.Gateway.OnCapture = null;
        _handOff.Shop.Settlement.HandOff(debts[1]);
        await _handOff.StopAsync();

        (await _handOff.RecordAsync(debts[0])).PendingAction.ShouldBe(PaymentAction.Capture);
        (await _handOff.RecordAsync(debts[1])).PendingAction.ShouldBeNull();
        _handOff.CountLogs(3001).ShouldBe(1);
    }

    [Fact]
    public async Task HandOff_store_refuses_the_result_is_logged_once_and_left_to_a_later_round()
    {
        var debt = await _handOff.OweCaptureAsync();
        var refusals = 0;
        _handOff.Store.OnOpen = _ => refusals++ == 0 ? throw new BookstoreStoreException("disk full") { IsTransient = true } : ValueTask.CompletedTask;
        _handOff.Start();

        _handOff.Shop.Settlement.HandOff(debt);
        await _handOff.StopAsync();

        (refusals, _handOff.CountLogs(3001)).ShouldBe((1, 1));
        (await _handOff.RecordAsync(debt)).ShouldBe(debt);
    }

    [Fact]
    public async Task HandOff_one_after_the_other_each_is_recorded_and_reported_once()
    {
        var debts = new[] { await _handOff.OweCaptureAsync(), await _handOff.OweCaptureAsync() };
        _handOff.Shop.Gateway.OnCapture = (request, inner) => request.OrderId == debts[0].Order.Id ? ValueTask.FromResult(CaptureResult.Refused("refused")) : inner();
        _handOff.Start();

        Array.ForEach(debts, _handOff.Shop.Settlement.HandOff);
        await _handOff.StopAsync();

        _handOff.CountLogs(3002).ShouldBe(1);
        (await _handOff.RecordAsync(debts[0])).Order.PaymentStatus.ShouldBe(PaymentStatus.CaptureFailed);
        (await _handOff.RecordAsync(debts[1])).Order.PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    [Fact]
    public async Task HandOff_void_came_too_late_refunds_at_once()
    {
        var debt = await _handOff.OweCaptureAsync();
        await _handOff.Shop.Gateway.CaptureAsync(debt.Order.Id, debt.Order.Total, default);
        _handOff.Start();

        await _handOff.Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = debt.Order.Id });
        await _handOff.StopAsync();

        _handOff.CountCalls(GatewayOperation.Void).ShouldBe(1);
        _handOff.CountCalls(GatewayOperation.Refund).ShouldBe(1);
        _handOff.CountLogs(3001).ShouldBe(0);
        (await _handOff.RecordAsync(debt)).Order.PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await _handOff.Shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task HandOff_cancelled_while_the_capture_is_under_way_the_void_is_asked_for_once()
    {
        var captured = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        var debt = await _handOff.OweCaptureAsync();
        _handOff.Shop.Gateway.OnCapture = async (_, _) =>
        {
            captured.SetResult();
            await release.Task;
            return CaptureResult.Captured;
        };
        _handOff.Shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.Unknown);
        _handOff.Start();
        _handOff.Shop.Settlement.HandOff(debt);
        await captured.Task;

        await _handOff.Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = debt.Order.Id });
        release.SetResult();
        await _handOff.StopAsync();

        _handOff.CountCalls(GatewayOperation.Void).ShouldBe(1);
        (await _handOff.RecordAsync(debt)).PendingAction.ShouldBe(PaymentAction.Void);
    }

    [Fact]
    public async Task HandOff_order_given_up_is_voided_at_once()
    {
        var pending = await _handOff.Shop.PlaceAsync(TestShop.Odyssey, card: TestShop.GatewayFails);
        _handOff.Shop.Time.Advance(TimeSpan.FromMinutes(1));
        _handOff.Start();

        (await _handOff.Shop.Workflow.ResumeAsync(pending.Order!.Id)).Order!.Status.ShouldBe(OrderStatus.Rejected);
        await _handOff.StopAsync();

        _handOff.CountCalls(GatewayOperation.Void).ShouldBe(1);
        (await _handOff.Shop.OrderAsync(pending.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
    }

    public async Task InitializeAsync() => _handOff = await HandOffShop.OpenAsync();

    public async Task DisposeAsync() => await _handOff.DisposeAsync();
}
