using Bookstore.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>What is asked of money that is not there: a refund before the order is confirmed, a dispatch after the authorization has expired. In memory and on SQLite.</summary>
public sealed class MoneyNotThereTests : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(7);

    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(TestCards.AnswerLost, PaymentStatus.Pending, false)]
    [InlineData(TestCards.AnswerLost, PaymentStatus.Pending, true)]
    [InlineData(TestCards.ActionRequired, PaymentStatus.ActionRequired, false)]
    [InlineData(TestCards.ActionRequired, PaymentStatus.ActionRequired, true)]
    public async Task A_refund_on_a_pending_order_is_refused_and_its_key_is_free_for_the_captured_order(string card, PaymentStatus status, bool onDisk)
    {
        await using var shop = await OpenAsync(onDisk, CapturePolicy.Immediate);
        var placed = await shop.Orders.PlaceAsync(Request(card));
        var order = placed.Order!;
        (order.Status, order.PaymentStatus).ShouldBe((OrderStatus.Pending, status));
        var refunds = shop.Services.GetRequiredService<IRefundService>();
        var all = new CreateRefundRequest { OrderId = order.Id, Reason = "changed_mind", IdempotencyKey = new IdempotencyKey("till", "refund-1") };

        foreach (var request in new[] { all, all with { Amount = 1m }, all with { Items = [new RefundItem(TestBooks.Martian, 1)] } })
        {
            var refused = await refunds.CreateAsync(request);
            (refused.Outcome, refused.PaymentStatus, refused.Refund).ShouldBe((CreateRefundOutcome.NotRefundable, status, null));
        }

        var unchanged = await FindAsync(shop, order.Id);
        (unchanged.Version, unchanged.Status, unchanged.PaymentStatus, unchanged.UpdatedAt).ShouldBe((order.Version, order.Status, status, order.UpdatedAt));
        (await refunds.ListAsync(order.Id)).ShouldBeEmpty();
        shop.Gateway.Calls.ShouldNotContain(static call => call.Operation == GatewayOperation.Refund);
        if (card == TestCards.ActionRequired)
        {
            await shop.Gateway.CompleteActionAsync(order.Id, isApproved: true);
        }

        await shop.DrainAsync();
        (await refunds.CreateAsync(all)).Outcome.ShouldBe(CreateRefundOutcome.Created);
        await shop.DrainAsync();
        (await FindAsync(shop, order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Refunded);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refund_of_an_order_that_was_given_up_while_pending_is_refused(bool onDisk)
    {
        await using var shop = await OpenAsync(onDisk, CapturePolicy.Immediate);
        var order = (await shop.Orders.PlaceAsync(Request(TestCards.AnswerLost))).Order!;
        await shop.Orders.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
        var refunds = shop.Services.GetRequiredService<IRefundService>();

        (await refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Reason = "changed_mind" })).Outcome.ShouldBe(CreateRefundOutcome.NotRefundable);
        await shop.DrainAsync();
        (await refunds.CreateAsync(new CreateRefundRequest { OrderId = order.Id, Reason = "changed_mind" })).Outcome.ShouldBe(CreateRefundOutcome.NotRefundable);

        (await FindAsync(shop, order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Theory]
    [InlineData(CapturePolicy.OnDispatch, false)]
    [InlineData(CapturePolicy.OnDispatch, true)]
    [InlineData(CapturePolicy.Manual, false)]
    [InlineData(CapturePolicy.Manual, true)]
    public async Task A_dispatch_after_the_authorization_has_expired_is_refused_until_the_order_is_paid_again(CapturePolicy policy, bool onDisk)
    {
        await using var shop = await OpenAsync(onDisk, policy);
        var order = (await shop.PlaceAsync(TestBooks.Martian)).Order!;
        var delivery = await ScheduleAsync(shop, order.Id);
        await WaitAsync(shop, Lifetime + TimeSpan.FromHours(1));

        (await MoveAsync(shop, delivery)).ShouldBe((MoveDeliveryOutcome.PaymentNotCaptured, PaymentStatus.CaptureFailed));

        var expired = await FindAsync(shop, order.Id);
        (expired.Status, expired.PaymentStatus, expired.PaymentFailureCode, expired.Attention!.Reason).ShouldBe((OrderStatus.Created, PaymentStatus.CaptureFailed, "authorization_expired", AttentionReason.CaptureRefused));
        shop.Gateway.Calls.ShouldNotContain(static call => call.Operation == GatewayOperation.Capture);
        (await shop.Deliveries.FindAsync(delivery))!.Status.ShouldBe(DeliveryStatus.Scheduled);

        await PayAgainAsync(shop, order.Id);
        if (policy == CapturePolicy.Manual)
        {
            await shop.Orders.CapturePaymentAsync(new CapturePaymentRequest { OrderId = order.Id });
        }
        else
        {
            (await MoveAsync(shop, delivery)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured, "the capture was asked for");
        }

        await shop.DrainAsync();
        (await MoveAsync(shop, delivery)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_dispatch_that_is_ahead_of_the_watch_asks_for_a_capture_that_the_gateway_refuses_as_expired(bool onDisk)
    {
        await using var shop = await OpenAsync(onDisk, CapturePolicy.OnDispatch);
        var order = (await shop.PlaceAsync(TestBooks.Martian)).Order!;
        var delivery = await ScheduleAsync(shop, order.Id);
        shop.Time.Advance(Lifetime);

        (await MoveAsync(shop, delivery)).Outcome.ShouldBe(MoveDeliveryOutcome.PaymentNotCaptured);
        await shop.DrainAsync();

        var expired = await FindAsync(shop, order.Id);
        (expired.PaymentStatus, expired.PaymentFailureCode, expired.Attention!.Reason).ShouldBe((PaymentStatus.CaptureFailed, "authorization_expired", AttentionReason.CaptureRefused));
        (await MoveAsync(shop, delivery)).ShouldBe((MoveDeliveryOutcome.PaymentNotCaptured, PaymentStatus.CaptureFailed));
        shop.Gateway.Calls.Count(static call => call.Operation == GatewayOperation.Capture).ShouldBe(1);

        (await shop.Orders.CancelAsync(new CancelOrderRequest { OrderId = order.Id })).Outcome.ShouldBe(CancelOrderOutcome.Cancelled);
        await shop.DrainAsync();
        (await shop.Deliveries.FindAsync(delivery))!.Status.ShouldBe(DeliveryStatus.Cancelled);
        (await FindAsync(shop, order.Id)).PaymentStatus.ShouldBe(PaymentStatus.Voided);
        await ShopAssert.InvariantsHoldAsync(shop);
    }

    private static PlaceOrderRequest Request(string card) => new() { CustomerId = "cust-1", Lines = [new PlaceOrderLine(TestBooks.Martian, 2)], Payment = new PaymentToken(card) };

    private static async Task<Order> FindAsync(TestShop shop, Guid orderId) => (await shop.Sales.FindOrderAsync(orderId)).ShouldNotBeNull();

    private static async Task<Guid> ScheduleAsync(TestShop shop, Guid orderId)
    {
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = orderId, Address = "1 Main Street" });
        await shop.DrainAsync();
        return scheduled.Delivery!.Id;
    }

    private static async Task<(MoveDeliveryOutcome Outcome, PaymentStatus? Payment)> MoveAsync(TestShop shop, Guid delivery)
    {
        var moved = await shop.Deliveries.MoveAsync(delivery, DeliveryStatus.Dispatched);
        return (moved.Outcome, moved.PaymentStatus);
    }

    private static async Task PayAgainAsync(TestShop shop, Guid orderId)
    {
        var again = await shop.Orders.AuthorizeAgainAsync(new AuthorizeAgainRequest { OrderId = orderId, Payment = new PaymentToken(TestCards.Approved) });
        again.Outcome.ShouldBe(AuthorizeAgainOutcome.Authorized);
    }

    // In steps: a clock that leaps is taken for one that was set.
    private static async Task WaitAsync(TestShop shop, TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromHours(1))
        {
            shop.Time.Advance(TimeSpan.FromHours(1));
            await shop.RunBackgroundWorkAsync();
        }
    }

    private Task<TestShop> OpenAsync(bool onDisk, CapturePolicy policy) => TestShop.OpenAsync(options =>
    {
        options.AuthorizationLifetime = Lifetime;
        options.Bookstore = bookstore => bookstore.CapturePolicy = policy;
        options.Store = onDisk ? bookstore => bookstore.UseSqlite($"Data Source={_folder.File("money.db")}") : null;
    });
}
