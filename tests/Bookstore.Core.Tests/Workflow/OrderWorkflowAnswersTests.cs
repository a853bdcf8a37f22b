using System.Diagnostics.Metrics;
using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;
using GatewayOperation = Bookstore.Testing.GatewayOperation;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>What callers are told who come late, come again, or come when somebody else is at work.</summary>
public sealed class OrderWorkflowAnswersTests
{
    [Fact]
    public async Task CancelAsync_settlement_runs_is_voided_without_a_round()
    {
        await using var shop = await TestShop.OpenAsync(options => options.WritePath.ContinuesInline = true);
        using var stop = new CancellationTokenSource();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var running = shop.Settlement.StartWorkers(stop.Token);

        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        await stop.CancelAsync();
        await running;

        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
    }

    [Fact]
    public async Task ResumeAsync_another_host_has_the_lease_does_not_ask_the_gateway()
    {
        await using var shop = await TestShop.OpenAsync();
        Order? seen = null;
        OrderRecord? record = null;
        shop.Gateway.OnAuthorize = async (request, inner) =>
        {
            var answer = await inner();
            seen = (await shop.Workflow.ResumeAsync(request.OrderId)).Order;
            record = await shop.Store.FindOrderAsync(request.OrderId, default);
            return answer;
        };

        await shop.PlaceAsync(TestShop.Martian);

        seen!.Status.ShouldBe(OrderStatus.Pending);
        record!.LeaseHolder.ShouldNotBeNull();
        shop.Gateway.Calls.ShouldNotContain(call => call.Operation == GatewayOperation.Find);
    }

    [Fact]
    public async Task ResumeAsync_decided_or_unknown_is_read_and_does_not_go_through_the_write_path()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Commit.DisposeAsync();

        (await shop.Workflow.ResumeAsync(placed.Order!.Id)).Order!.Status.ShouldBe(OrderStatus.Created);
        (await shop.Workflow.ResumeAsync(Guid.NewGuid())).Outcome.ShouldBe(ResumeOrderOutcome.OrderNotFound);
    }

    [Fact]
    public async Task PlaceAsync_resend_after_it_was_given_up_is_rejected_and_not_declined()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k1");
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await shop.Recovery.RunOnceAsync()).ShouldBe(1);

        var again = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails, key: "k1");

        (again.Outcome, again.Replayed).ShouldBe((PlaceOrderOutcome.Rejected, true));
    }

    [Fact]
    public async Task PlaceAsync_resend_is_overtaken_by_recovery_answers_what_was_decided()
    {
        OvertakenStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new OvertakenStore(inner));
        var first = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k1");
        store!.AfterFindOrder(() => shop.Workflow.ResumeAsync(first.Order!.Id));

        var again = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost, key: "k1");

        (again.Outcome, again.Replayed, again.Order!.Status).ShouldBe((PlaceOrderOutcome.Created, true, OrderStatus.Created));
    }

    [Fact]
    public async Task PlaceAsync_store_fails_after_the_opening_only_the_resend_is_replayed()
    {
        ScriptedStore? store = null;
        await using var shop = await TestShop.OpenAsync(options => options.WritePath.RetryTimeout = TimeSpan.Zero, inner => store = new ScriptedStore(inner));
        shop.Gateway.OnAuthorize = (_, inner) => FailAfterAsync(inner());
        shop.Gateway.OnFind = (_, inner) => FailAfterAsync(inner());

        var first = await shop.PlaceAsync(TestShop.Martian, key: "k1");
        store!.OnOpen = null;
        shop.Time.Advance(TimeSpan.FromSeconds(10));
        var again = await shop.PlaceAsync(TestShop.Martian, key: "k1");

        (first.Outcome, first.Replayed).ShouldBe((PlaceOrderOutcome.Pending, false));
        (again.Outcome, again.Replayed).ShouldBe((PlaceOrderOutcome.Pending, true));

        async ValueTask<T> FailAfterAsync<T>(ValueTask<T> answer)
        {
            store!.OnOpen = _ => throw new BookstoreStoreException("disk full") { IsTransient = true };
            return await answer;
        }
    }

    [Fact]
    public async Task PlaceAsync_too_many_under_way_is_counted_as_refused()
    {
        await using var shop = await TestShop.OpenAsync(options => options.MaxOrdersInFlight = 1);
        var held = new HeldCall();
        shop.Gateway.OnAuthorize = (_, inner) => held.HoldAsync(inner);
        var first = shop.PlaceAsync(TestShop.Martian);
        await held.Begun;

        // A refusal is counted in the call itself; what other tests refuse meanwhile is of other threads.
        var refused = 0L;
        var thread = Environment.CurrentManagedThreadId;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "bookstore.writes.refused")
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, measurement, _, _) => refused += Environment.CurrentManagedThreadId == thread ? measurement : 0);
        listener.Start();
        var second = shop.PlaceAsync(TestShop.Martian);
        listener.Dispose();

        refused.ShouldBe(1);
        await Should.ThrowAsync<BookstoreOverloadedException>(() => second);
        held.Release();
        (await first).Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }
}
