using Bookstore.Payments.Simulated;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>Debts at a gateway where an authorization can still arrive after its time-out.</summary>
public sealed class LateAuthorizationTests
{
    [Fact]
    public async Task RunOnceAsync_void_came_too_late_is_refunded_and_not_voided_again()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromHours(1);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        await shop.Gateway.CaptureAsync(placed.Order.Id, placed.Order.Total, default);

        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (await shop.PaymentAsync(placed.Order.Id))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().PendingAction.ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task RunOnceAsync_void_sent_within_the_window_and_read_after_it_is_voided_once_more()
    {
        await using var shop = await TestShop.OpenAsync(options => options.WritePath.ContinuesInline = true);
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromMinutes(2);
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        shop.Gateway.OnVoid = (_, _) =>
        {
            // The host sleeps.
            shop.Time.Advance(TimeSpan.FromMinutes(10));
            return ValueTask.FromResult(VoidResult.Voided);
        };

        await shop.Settlement.RunOnceAsync();

        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().PendingAction.ShouldBe(PaymentAction.Void);
        shop.Gateway.OnVoid = null;
        await shop.Settlement.RunOnceAsync();
        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().PendingAction.ShouldBeNull();
    }

    [Fact]
    public async Task RunOnceAsync_void_that_was_answered_is_sent_again_has_a_key_of_its_own()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.LateAuthorizationWindow = TimeSpan.FromMinutes(2);
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        var results = new Queue<VoidResult>([VoidResult.Unknown, VoidResult.Voided, VoidResult.Voided]);
        var keys = new List<string>();
        shop.Gateway.OnVoid = (request, _) =>
        {
            keys.Add(request.Key);
            return ValueTask.FromResult(results.Dequeue());
        };

        for (var minute = 0; minute < 20 && results.Count > 0; minute++)
        {
            await shop.Settlement.RunOnceAsync();
            shop.Time.Advance(TimeSpan.FromMinutes(1));
        }

        keys.Count.ShouldBe(3);
        keys[1].ShouldBe(keys[0], "a call without an answer is repeated under its key");
        keys[2].ShouldNotBe(keys[1], "a gateway would replay the answer to the key, and release nothing");
        (await shop.Sales.ListPaymentsAsync(placed.Order.Id)).Single().PendingAction.ShouldBeNull();
    }

    [Fact]
    public async Task PlaceAsync_authorized_after_the_void_was_answered_is_voided_under_another_key()
    {
        await using var shop = await TestShop.OpenAsync();
        var keys = new List<string>();
        shop.Gateway.OnVoid = (request, _) =>
        {
            keys.Add(request.Key);
            return ValueTask.FromResult(VoidResult.Voided);
        };
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.GatewayFails);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
        await shop.Settlement.RunOnceAsync();
        var rejected = (await shop.Store.FindOrderAsync(placed.Order.Id, default))!;

        await shop.Commit.SubmitAsync(new ConfirmOrder(rejected, "too-late", new Storage.Moment(shop.Time.GetUtcNow(), shop.Time.GetUtcNow()), shop.Time.GetUtcNow()), default);
        await shop.Settlement.RunOnceAsync();

        keys.Count.ShouldBe(2);
        keys[1].ShouldNotBe(keys[0]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PlaceAsync_authorized_after_it_was_declined_the_first_answer_stays(bool isCaptured)
    {
        await using var shop = await TestShop.OpenAsync();
        var declined = await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined, key: "k");
        var record = (await shop.Store.FindOrderAsync(declined.Order!.Id, default))!;
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(isCaptured ? VoidResult.AlreadyCaptured : VoidResult.Voided);
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.Refunded);
        await shop.Commit.SubmitAsync(new ConfirmOrder(record, "tx", new Storage.Moment(shop.Time.GetUtcNow(), shop.Time.GetUtcNow()), shop.Time.GetUtcNow()), default);
        await shop.Settlement.RunOnceAsync();
        (await shop.OrderAsync(record.Order.Id)).PaymentStatus.ShouldBe(isCaptured ? PaymentStatus.Refunded : PaymentStatus.Voided);

        var replayed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined, key: "k");

        (replayed.Outcome, replayed.Replayed).ShouldBe((PlaceOrderOutcome.Declined, true));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(TimeSpan.TicksPerDay * 31)]
    public async Task RunOnceAsync_window_beyond_its_range_is_voided_again_after_thirty_days(long ticks)
    {
        using var logs = new RecordingLogs();
        await using var shop = await OpenAsync(logs);
        shop.Gateway.LateAuthorizationWindow = new TimeSpan(ticks);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });

        await shop.Settlement.RunOnceAsync();

        var record = (await shop.Store.FindOrderAsync(placed.Order.Id, default))!;
        (record.PendingAction, record.DueAt).ShouldBe((PaymentAction.Void, record.GiveUpAt + TimeSpan.FromSeconds(10) + TimeSpan.FromDays(30)));
        logs.Entries.ShouldContain((2007, LogLevel.Warning));
    }

    [Theory]
    [InlineData(long.MinValue)]
    [InlineData(-1)]
    public async Task RunOnceAsync_negative_window_counts_as_none(long ticks)
    {
        using var logs = new RecordingLogs();
        await using var shop = await OpenAsync(logs);
        shop.Gateway.LateAuthorizationWindow = new TimeSpan(ticks);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });

        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);

        (await shop.OrderAsync(placed.Order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        logs.Entries.ShouldContain((2007, LogLevel.Warning));
    }

    [Fact]
    public async Task RunOnceAsync_window_cannot_be_read_the_longest_is_taken_and_the_others_are_settled()
    {
        using var logs = new RecordingLogs();
        var gateway = new NoWindowGateway(() => throw new InvalidTimeZoneException("a bug"));
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway).AddLogging(builder => builder.AddProvider(logs)));
        var voided = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = voided.Order!.Id });
        var captured = await shop.PlaceAsync(TestShop.Martian);

        await shop.Settlement.RunOnceAsync();

        var record = (await shop.Store.FindOrderAsync(voided.Order.Id, default))!;
        (record.PendingAction, record.DueAt).ShouldBe((PaymentAction.Void, record.GiveUpAt + TimeSpan.FromSeconds(10) + TimeSpan.FromDays(30)));
        (await shop.OrderAsync(captured.Order!.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
        logs.Entries.ShouldContain((2008, LogLevel.Warning));
    }

    [Fact]
    public async Task RunOnceAsync_reading_the_window_blocks_is_left_behind_and_the_void_is_recorded()
    {
        using var release = new ManualResetEventSlim();
        var reading = new TaskCompletionSource();
        var gateway = new NoWindowGateway(() =>
        {
            reading.TrySetResult();
            release.Wait();
            return TimeSpan.Zero;
        });
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IPaymentGateway>(gateway));
        var placed = await shop.PlaceAsync(TestShop.Martian);
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });

        var settling = shop.Settlement.RunOnceAsync();
        await reading.Task;
        shop.Time.Advance(TimeSpan.FromSeconds(10));
        await settling;
        release.Set();

        (await shop.Store.FindOrderAsync(placed.Order.Id, default))!.Order.PaymentStatus.ShouldBe(PaymentStatus.Voided);
    }

    private static Task<TestShop> OpenAsync(RecordingLogs logs) =>
        TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));

    /// <summary>A gateway whose window does what it is told.</summary>
    private sealed class NoWindowGateway(Func<TimeSpan> window) : DelegatingGateway(new SimulatedPaymentGateway())
    {
        public override string Name => "scripted";

        public override TimeSpan LateAuthorizationWindow => window();
    }
}
