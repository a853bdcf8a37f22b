using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

public sealed class CrashTestTests
{
    [Fact]
    public async Task RunThroughEveryCrashAsync_one_order_dies_at_each_of_its_boundaries()
    {
        var points = await CrashTest.RunThroughEveryCrashAsync(BuyAsync);

        points.Select(point => point.Site).ShouldBe(
        [
            "before commit", "after commit", "before authorize", "after authorize", "before commit", "after commit",
            "before commit", "after commit", "before capture", "after capture", "before commit", "after commit",
        ]);
        points.Select(point => point.Number).ShouldBe(Enumerable.Range(1, 12));
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_capture_of_a_part_by_hand_is_made_once_and_whole_after_each_crash()
    {
        var part = new Money(5.00m, "USD");
        var points = await CrashTest.RunThroughEveryCrashAsync(
            async shop =>
            {
                var placed = await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1");
                await CaptureAsync(shop, placed.Order!.Id, part);
            },
            afterRestart: async shop =>
            {
                var placed = await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1");
                if (placed.Outcome == PlaceOrderOutcome.Created)
                {
                    (await shop.FinishAsync(CaptureAsync(shop, placed.Order!.Id, part))).Outcome.ShouldBe(CapturePaymentOutcome.Requested);
                }
            },
            verify: async shop =>
            {
                var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single();
                if (order.Status == OrderStatus.Created)
                {
                    (order.PaymentStatus, order.Captured).ShouldBe((PaymentStatus.Captured, part));
                    (await shop.Gateway.ReadLedgerAsync()).Single().Amount.ShouldBe(part);
                }
            },
            configure: options => options.Bookstore = shop => shop.CapturePolicy = CapturePolicy.Manual);

        points.Select(point => point.Site).ShouldBe(
        [
            "before commit", "after commit", "before authorize", "after authorize", "before commit", "after commit",
            "before commit", "after commit", "before capture", "after capture", "before commit", "after commit",
        ]);

        static Task<CapturePaymentResult> CaptureAsync(TestShop shop, Guid orderId, Money amount) => shop.Orders.CapturePaymentAsync(
            new CapturePaymentRequest { OrderId = orderId, Amount = amount.Amount, IdempotencyKey = new IdempotencyKey("test", "capture-1") });
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_order_that_is_paid_again_is_charged_once_after_each_crash()
    {
        var points = await CrashTest.RunThroughEveryCrashAsync(
            async shop =>
            {
                await PlaceAsync(shop);
                await shop.RunBackgroundWorkAsync();
                await PayAgainAsync(shop);
                await shop.RunBackgroundWorkAsync();
            },
            afterRestart: async shop =>
            {
                await PlaceAsync(shop);
                await shop.DrainAsync();
                await shop.FinishAsync(PayAgainAsync(shop));
            },
            verify: async shop =>
            {
                var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single();
                if (order.Status == OrderStatus.Created)
                {
                    order.PaymentStatus.ShouldBe(PaymentStatus.Captured);
                }

                var payment = (await shop.Gateway.ReadLedgerAsync()).Single();
                (payment.Status, payment.Attempt).ShouldBe(order.Status == OrderStatus.Created ? (GatewayPaymentStatus.Captured, order.PaymentAttempt) : (GatewayPaymentStatus.Voided, 1));
            });

        points.Select(point => point.Site).ShouldContain("after void");
        points.Count(point => point.Site == "after authorize").ShouldBe(2);

        static Task<PlaceOrderResult> PlaceAsync(TestShop shop) => shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1", TestCards.CaptureRefused);

        static async Task<AuthorizeAgainResult?> PayAgainAsync(TestShop shop)
        {
            var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.Single();
            return order.Status != OrderStatus.Created
                ? null
                : await shop.Orders.AuthorizeAgainAsync(new AuthorizeAgainRequest { OrderId = order.Id, Payment = new PaymentToken(TestCards.Approved) });
        }
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_delivery_and_return_are_whole_after_each_crash()
    {
        var ends = new List<(CrashPoint?, DeliveryStatus?)>();
        var points = await CrashTest.RunThroughEveryCrashAsync(
            async shop =>
            {
                var placed = await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1");
                await shop.RunBackgroundWorkAsync();
                var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = placed.Order!.Id, Address = "1 Main Street" });
                await shop.RunBackgroundWorkAsync();
                await shop.Deliveries.MoveAsync(scheduled.Delivery!.Id, DeliveryStatus.Dispatched);
                await shop.Deliveries.MoveAsync(scheduled.Delivery.Id, DeliveryStatus.Returned);
                await shop.Orders.CancelAsync(new CancelOrderRequest { OrderId = placed.Order.Id });
                await shop.RunBackgroundWorkAsync();
            },
            verify: async shop =>
            {
                (await shop.Inventory.FindStockAsync(TestBooks.Martian))!.OnHand.ShouldBeInRange(8, 10);
                ends.Add((shop.LastCrash, (await shop.Deliveries.ListAsync(new DeliveryQuery())).Items.SingleOrDefault()?.Status));
            });

        points.Select(point => point.Site).ShouldContain("after book");
        points.Select(point => point.Site).ShouldContain("after refund");
        ends.Select(end => end.Item1).ShouldBe([.. points, null]);
        ends[^1].Item2.ShouldBe(DeliveryStatus.Returned);
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_scenario_that_goes_on_after_the_crash_does_not_reach_the_next_host()
    {
        var copies = new List<int>();
        var restarted = new TaskCompletionSource();
        await CrashTest.RunThroughEveryCrashAsync(
            async shop =>
            {
                var placed = shop.PlaceAsync(TestBooks.Martian);
                await Task.WhenAny(placed, restarted.Task);
                if (!placed.IsCompleted)
                {
                    await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestBooks.Martian, Quantity = 1_000, Reason = "late" });
                }
            },
            afterRestart: _ =>
            {
                var now = restarted;
                restarted = new TaskCompletionSource();
                now.SetResult();
                return Task.CompletedTask;
            },
            verify: async shop => copies.Add((await shop.Inventory.FindStockAsync(TestBooks.Martian))!.OnHand));

        copies.Count.ShouldBeGreaterThan(4);
        copies.ShouldAllBe(onHand => onHand <= 10);
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_scenario_of_a_dead_host_does_not_continue_when_a_time_out_ends_its_call()
    {
        var ended = 0;
        await CrashTest.RunThroughEveryCrashAsync(
            async shop =>
            {
                await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1");
                await shop.RunBackgroundWorkAsync();
                Interlocked.Increment(ref ended);
            },
            afterRestart: async shop =>
            {
                shop.Time.Advance(TimeSpan.FromHours(1));
                await shop.DrainAsync();
            });

        // The run without a crash.
        ended.ShouldBe(1);
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_shop_without_idempotency_keys_is_found_and_says_where()
    {
        var found = await Should.ThrowAsync<CrashTestException>(() => CrashTest.RunThroughEveryCrashAsync(
            shop => shop.PlaceAsync(TestBooks.Martian),
            afterRestart: shop => shop.LastCrash is null ? Task.CompletedTask : shop.PlaceAsync(TestBooks.Martian),
            verify: async shop => (await shop.Sales.ListOrdersAsync(new OrderQuery { Status = OrderStatus.Created })).Items.Count.ShouldBeLessThanOrEqualTo(1)));

        found.Crash.ShouldBe(new CrashPoint(4, "after authorize"));
        found.Message.ShouldStartWith("After a crash at boundary 4 (after authorize)");
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_gateway_that_forgets_is_found_where_the_answer_was_lost()
    {
        var found = await Should.ThrowAsync<CrashTestException>(() => CrashTest.RunThroughEveryCrashAsync(
            BuyAsync,
            configure: options =>
            {
                var gateway = new ForgetfulGateway();
                options.Services = services => services.AddSingleton<IPaymentGateway>(gateway);
            }));

        found.Crash!.Site.ShouldBe("after authorize");
        found.InnerException.ShouldBeOfType<ShopAssertException>().Findings.ShouldHaveSingleItem().Code.ShouldBe("payment_of_closed_order");
    }

    [Fact]
    public async Task RunThroughEveryCrashAsync_scenario_throws_says_that_nothing_crashed()
    {
        var found = await Should.ThrowAsync<CrashTestException>(() => CrashTest.RunThroughEveryCrashAsync(_ => throw new InvalidOperationException("oops")));

        found.Message.ShouldBe("Without a crash: oops");
    }

    private static async Task BuyAsync(TestShop shop)
    {
        await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1");
        await shop.RunBackgroundWorkAsync();
    }

    // Knows of no payment before it is told to void it, and then voids in words only.
    private sealed class ForgetfulGateway : BrokenGateway
    {
        private readonly ConcurrentDictionary<Guid, bool> _voided = [];

        public override ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken) =>
            _voided.ContainsKey(request.OrderId) ? base.FindAsync(request, cancellationToken) : ValueTask.FromResult<GatewayPayment?>(null);

        public override ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken)
        {
            _voided[request.OrderId] = true;
            return ValueTask.FromResult(VoidResult.Voided);
        }
    }
}
