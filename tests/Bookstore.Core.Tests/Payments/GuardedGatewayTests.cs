using System.Collections.Concurrent;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class GuardedGatewayTests
{
    [Fact]
    public async Task AuthorizeAsync_gateway_answers_null_is_unknown()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult<AuthorizeResult>(null!);

        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
    }

    [Fact]
    public async Task AuthorizeAsync_gateway_heeds_its_token_is_asked_to_stop_after_the_timeout()
    {
        await using var shop = await TestShop.OpenAsync(options => options.GatewayTimeout = TimeSpan.FromSeconds(3));
        var asked = new TaskCompletionSource();
        shop.Gateway.OnAuthorize = async (_, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            return AuthorizeResult.Unknown;
        };
        var placing = shop.PlaceAsync(TestShop.Martian);
        await asked.Task;

        shop.Time.Advance(TimeSpan.FromSeconds(3) - TimeSpan.FromMilliseconds(1));
        placing.IsCompleted.ShouldBeFalse();
        shop.Time.Advance(TimeSpan.FromMilliseconds(1));

        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
    }

    [Fact]
    public async Task AuthorizeAsync_gateway_throws_and_so_does_the_log_the_order_is_pending()
    {
        using var logs = new RecordingLogs { OnLog = static _ => throw new IOException("the disk is full") };
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
        shop.Gateway.OnAuthorize = static (_, _) => throw new InvalidTimeZoneException("a bug");

        (await shop.PlaceAsync(TestShop.Martian)).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
    }

    [Fact]
    public async Task FindAsync_gateway_hangs_is_left_behind_and_asked_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        var asked = new TaskCompletionSource();
        shop.Gateway.OnFind = async (_, _) =>
        {
            asked.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
            return null;
        };
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        var recovering = shop.Recovery.RunOnceAsync();
        await asked.Task;

        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await recovering).ShouldBe(0);
        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Pending);
        (await shop.Store.FindOrderAsync(placed.Order.Id, default))!.Attempts.ShouldBe(2);
    }

    [Theory]
    [InlineData(PaymentAction.Capture)]
    [InlineData(PaymentAction.Void)]
    [InlineData(PaymentAction.Refund)]
    public async Task SettleAsync_gateway_hangs_is_left_behind_and_tried_again(PaymentAction owed)
    {
        await using var shop = await TestShop.OpenAsync();
        var orderId = await OweAsync(shop, owed);
        var asked = new TaskCompletionSource();
        shop.Gateway.OnCapture = (_, _) => HangAsync<CaptureResult>(asked);
        shop.Gateway.OnVoid = (_, _) => HangAsync<VoidResult>(asked);
        shop.Gateway.OnRefund = (_, _) => HangAsync<RefundResult>(asked);
        var settling = shop.Settlement.RunOnceAsync();
        await asked.Task;

        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await settling).ShouldBe(0);
        var payment = (await shop.Sales.ListPaymentsAsync(orderId)).Single();
        (payment.PendingAction, payment.Attempts).ShouldBe((owed, owed == PaymentAction.Refund ? 0 : 1), "a refund has attempts of its own");
        payment.NextAttemptAt.ShouldBe(owed == PaymentAction.Refund ? null : shop.Time.GetUtcNow() + TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData(PaymentAction.Capture)]
    [InlineData(PaymentAction.Void)]
    [InlineData(PaymentAction.Refund)]
    public async Task SettleAsync_gateway_does_not_know_is_tried_again(PaymentAction owed)
    {
        await using var shop = await TestShop.OpenAsync();
        var orderId = await OweAsync(shop, owed);
        shop.Gateway.OnCapture = (_, _) => ValueTask.FromResult(CaptureResult.Unknown);
        shop.Gateway.OnVoid = (_, _) => ValueTask.FromResult(VoidResult.Unknown);
        shop.Gateway.OnRefund = (_, _) => ValueTask.FromResult(RefundResult.Unknown);

        (await shop.Settlement.RunOnceAsync()).ShouldBe(0);
        (await shop.Sales.ListPaymentsAsync(orderId)).Single().PendingAction.ShouldBe(owed);

        shop.Gateway.OnCapture = null;
        shop.Gateway.OnVoid = null;
        shop.Gateway.OnRefund = null;
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        (await shop.Settlement.RunOnceAsync()).ShouldBe(1);
        (await shop.Sales.ListPaymentsAsync(orderId)).Single().PendingAction.ShouldBeNull();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task AuthorizeAsync_gateway_blocks_its_thread_is_unknown_after_the_timeout()
    {
        await using var shop = await TestShop.OpenAsync();
        using var blocked = new BlockedCall();
        shop.Gateway.OnAuthorize = (_, inner) => blocked.Hold(inner);
        var placing = shop.PlaceAsync(TestShop.Martian);
        await blocked.Begun;

        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
    }

    [Fact]
    public async Task FindAsync_gateway_blocks_its_thread_is_left_behind_and_asked_again()
    {
        await using var shop = await TestShop.OpenAsync();
        using var blocked = new BlockedCall();
        var placed = await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        shop.Gateway.OnFind = (_, inner) => blocked.Hold(inner);
        shop.Time.Advance(TimeSpan.FromSeconds(1));
        var recovering = shop.Recovery.RunOnceAsync();
        await blocked.Begun;

        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await recovering).ShouldBe(0);
        (await shop.Store.FindOrderAsync(placed.Order!.Id, default))!.Attempts.ShouldBe(2);
    }

    [Theory]
    [InlineData(PaymentAction.Capture)]
    [InlineData(PaymentAction.Void)]
    [InlineData(PaymentAction.Refund)]
    public async Task SettleAsync_gateway_blocks_its_thread_is_left_behind_and_tried_again(PaymentAction owed)
    {
        await using var shop = await TestShop.OpenAsync();
        using var blocked = new BlockedCall();
        var orderId = await OweAsync(shop, owed);
        shop.Gateway.OnCapture = (_, inner) => blocked.Hold(inner);
        shop.Gateway.OnVoid = (_, inner) => blocked.Hold(inner);
        shop.Gateway.OnRefund = (_, inner) => blocked.Hold(inner);
        var settling = shop.Settlement.RunOnceAsync();
        await blocked.Begun;

        shop.Time.Advance(TimeSpan.FromSeconds(10));

        (await settling).ShouldBe(0);
        var payment = (await shop.Sales.ListPaymentsAsync(orderId)).Single();
        (payment.PendingAction, payment.Attempts).ShouldBe((owed, owed == PaymentAction.Refund ? 0 : 1), "a refund has attempts of its own");
    }

    [Fact]
    public async Task AuthorizeAsync_gateway_does_not_know_is_logged_and_anything_else_is_not()
    {
        using var logs = new RecordingLogs();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
        await shop.PlaceAsync(TestShop.Martian);
        await shop.PlaceAsync(TestShop.Martian, card: TestShop.Declined);
        logs.Entries.ShouldNotContain(entry => entry.Id == 2001);
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Unknown);

        await shop.PlaceAsync(TestShop.Martian);

        logs.Entries.ShouldContain((2001, LogLevel.Warning));
    }

    [Fact]
    public async Task SettleAsync_gateway_away_is_logged()
    {
        using var logs = new RecordingLogs();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
        await OweAsync(shop, PaymentAction.Capture);
        shop.Gateway.OnCapture = (_, _) => throw new HttpRequestException("away");

        await shop.Settlement.RunOnceAsync();

        logs.Entries.ShouldContain((3001, LogLevel.Warning));
    }

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("tx\0", 0)]
    [InlineData("tx", 2)]
    public void TransactionIdOf_what_cannot_be_kept_is_dropped(string? value, int length) => GuardedGateway.TransactionIdOf(value).Length.ShouldBe(length);

    [Fact]
    public void TransactionIdOf_half_a_surrogate_pair_is_dropped() => GuardedGateway.TransactionIdOf("tx\ud800").ShouldBeEmpty();

    [Theory]
    [InlineData(199, 199)]
    [InlineData(200, 200)]
    [InlineData(201, 0)]
    public void TransactionIdOf_too_long_is_dropped_and_never_cut(int length, int kept) => GuardedGateway.TransactionIdOf(new string('x', length)).ShouldBe(new string('x', kept));

    [Theory]
    [InlineData(200, true)]
    [InlineData(201, false)]
    public async Task References_of_later_calls_are_the_whole_transaction_id_or_none(int length, bool isKept)
    {
        using var logs = new RecordingLogs();
        await using var shop = await TestShop.OpenAsync(register: services => services.AddLogging(builder => builder.AddProvider(logs)));
        var id = new string('x', length);
        var references = new ConcurrentQueue<string?>();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Approved(id));
        shop.Gateway.OnCapture = (request, _) => Answer(request.Reference, CaptureResult.Captured);
        shop.Gateway.OnRefund = (request, _) => Answer(request.Reference, RefundResult.Refunded);
        shop.Gateway.OnVoid = (request, _) => Answer(request.Reference, VoidResult.Voided);
        shop.Gateway.OnFind = (request, _) => Answer<GatewayPayment?>(request.Reference, null);

        var captured = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await shop.Settlement.RunOnceAsync();
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = captured.Id });
        var voided = (await shop.PlaceAsync(TestShop.Martian)).Order!;
        await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = voided.Id });
        await shop.Settlement.RunOnceAsync();
        await shop.PlaceAsync(TestShop.Martian);
        await shop.Audit.ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero });

        captured.Status.ShouldBe(OrderStatus.Created);
        captured.PaymentTransactionId.ShouldBe(isKept ? id : string.Empty);
        references.Count.ShouldBeGreaterThanOrEqualTo(4);
        references.ShouldAllBe(reference => reference == (isKept ? id : null));
        logs.Entries.Contains((3009, LogLevel.Warning)).ShouldBe(!isKept);

        ValueTask<T> Answer<T>(string? reference, T answer)
        {
            references.Enqueue(reference);
            return ValueTask.FromResult(answer);
        }
    }

    [Theory]
    [InlineData(100, 100)]
    [InlineData(101, 100)]
    public void CodeOf_too_long_is_cut(int length, int kept) => GuardedGateway.CodeOf(new string('x', length)).ShouldBe(new string('x', kept));

    [Theory]
    [InlineData(98, 100)]
    [InlineData(99, 99)]
    [InlineData(100, 100)]
    public void CodeOf_pair_at_the_end_of_what_is_kept_is_kept_or_dropped_as_a_whole(int before, int kept)
    {
        var code = GuardedGateway.CodeOf(new string('x', before) + "\ud83d\ude00 and more");

        code.Length.ShouldBe(kept);
        Require.TextProblem(code, 1, 100).ShouldBeNull();
    }

    [Fact]
    public void TransactionIdOf_pair_across_the_limit_is_dropped_as_a_whole() => GuardedGateway.TransactionIdOf(new string('x', 200) + "\ud83d\ude00").ShouldBeEmpty();

    private static async ValueTask<T> HangAsync<T>(TaskCompletionSource asked)
    {
        asked.SetResult();
        await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        return default!;
    }

    private static async Task<Guid> OweAsync(TestShop shop, PaymentAction owed)
    {
        var order = owed == PaymentAction.Refund ? await shop.PlaceCapturedAsync(TestShop.Martian) : (await shop.PlaceAsync(TestShop.Martian)).Order!;
        if (owed != PaymentAction.Capture)
        {
            await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        }

        (await shop.Sales.ListPaymentsAsync(order.Id)).Single().PendingAction.ShouldBe(owed);
        return order.Id;
    }
}
