using Bookstore.Stripe.Double;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>A whole shop that charges with a double of Stripe: it dies at each of its boundaries, and Stripe misbehaves in each way. The account is the witness.</summary>
public sealed class StripeCrashTests
{
    public static TheoryData<string, StripeFault> Misbehaviours
    {
        get
        {
            StripeFault[] faults =
            [
                StripeFault.HangBefore, StripeFault.HangAfter, StripeFault.BreakBefore, StripeFault.BreakAfter, StripeFault.FailBefore, StripeFault.FailAfter, StripeFault.GarbageBefore, StripeFault.GarbageAfter,
                StripeFault.RedirectBefore, StripeFault.RedirectAfter, StripeFault.FloodBefore, StripeFault.FloodAfter, StripeFault.DieBefore, StripeFault.DieAfter,
            ];
            var data = new TheoryData<string, StripeFault>();
            foreach (var fault in faults)
            {
                data.Add("/confirm", fault);

                // A time-out of its own has to pass for each.
                if (LongRun.IsOn || fault is not (StripeFault.HangBefore or StripeFault.HangAfter))
                {
                    data.Add("/payment_intents", fault);
                    data.Add("/capture", fault);
                }
            }

            return data;
        }
    }

    [Fact]
    public async Task An_order_is_charged_once_whichever_boundary_its_host_dies_at()
    {
        await using var accounts = new Accounts();
        var points = await CrashTest.RunThroughEveryCrashAsync(
            static async shop =>
            {
                var placed = await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1", "pm_card_visa");
                await shop.RunBackgroundWorkAsync();
                await RefundAsync(shop, placed.Order!.Id);
                await shop.RunBackgroundWorkAsync();
            },
            static async shop =>
            {
                var placed = await shop.PlaceAsync(TestBooks.Martian, 2, "checkout-1", "pm_card_visa");
                await shop.DrainAsync();
                await RefundAsync(shop, placed.Order!.Id);
            },
            async shop =>
            {
                await EndRefundsAsync(shop);
                var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.ShouldHaveSingleItem();
                var stripe = accounts.Last;
                var intent = stripe.Account.FindIntents("bookstore_order_id", order.Id.ToString("D")).ShouldHaveSingleItem();
                (order.PaymentStatus, order.Refunded.Amount).ShouldBe((PaymentStatus.PartiallyRefunded, 5m));
                (stripe.Account.StatusOf(intent), stripe.Account.CapturedOf(intent), stripe.Account.RefundedOf(intent)).ShouldBe(("succeeded", 2_598, 500));
            },
            options =>
            {
                var stripe = accounts.Open();
                options.Services = services => services.AddSingleton<IPaymentGateway>(provider => NewGateway(stripe, provider));
            });

        points.Select(static point => point.Site).ShouldContain("after authorize");
        points.Select(static point => point.Site).ShouldContain("after capture");
        points.Select(static point => point.Site).ShouldContain("after refund");
        points.Count.ShouldBeGreaterThan(12);
    }

    [Theory]
    [MemberData(nameof(Misbehaviours))]
    public async Task An_order_is_charged_once_or_not_at_all_however_Stripe_misbehaves(string step, StripeFault fault)
    {
        await using var stripe = await StripeDouble.StartAsync();
        await using var shop = await TestShop.OpenAsync(options => options.Services = services => services.AddSingleton<IPaymentGateway>(provider => NewGateway(stripe, provider)));
        stripe.Faults.Next(step, fault);

        await shop.PlaceAsync(TestBooks.Martian, 1, "checkout-1", "pm_card_visa");
        await shop.RunBackgroundWorkAsync();
        stripe.Faults.Revive();
        stripe.Faults.Release();
        await shop.DrainAsync();

        await ShopAssert.InvariantsHoldAsync(shop);
        var order = (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.ShouldHaveSingleItem();
        var intents = stripe.Account.FindIntents("bookstore_order_id", order.Id.ToString("D"));
        intents.Count.ShouldBeLessThanOrEqualTo(1);
        stripe.Account.Charged.ShouldBe(order.Status == OrderStatus.Created ? 1 : 0);
        order.PaymentStatus.ShouldBe(order.Status == OrderStatus.Created ? PaymentStatus.Captured : PaymentStatus.Voided, order.Status.ToString());
    }

    private static StripePaymentGateway NewGateway(StripeDouble stripe, IServiceProvider provider) =>
        StripeShop.NewGateway(stripe, provider.GetRequiredService<TimeProvider>(), static options => options.RequestTimeout = TimeSpan.FromSeconds(1));

    private static async Task RefundAsync(TestShop shop, Guid orderId)
    {
        var refunds = shop.Services.GetRequiredService<IRefundService>();
        var made = await shop.FinishAsync(refunds.CreateAsync(new CreateRefundRequest { OrderId = orderId, Amount = 5m, Reason = "requested_by_customer", IdempotencyKey = new IdempotencyKey("test", "refund-1") }));
        made.Outcome.ShouldBe(CreateRefundOutcome.Created);
    }

    // The lease of the host that died has to end before another one makes the call.
    private static async Task EndRefundsAsync(TestShop shop)
    {
        for (var round = 0; round < 20; round++)
        {
            await shop.RunBackgroundWorkAsync();
            shop.Time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    /// <summary>An account for each run: a shop finds no payments of another one in its own.</summary>
    private sealed class Accounts : IAsyncDisposable
    {
        private readonly List<StripeDouble> _all = [];

        public StripeDouble Last => _all[^1];

        // Options are made without waiting.
        public StripeDouble Open()
        {
            _all.Add(Task.Run(static () => StripeDouble.StartAsync()).GetAwaiter().GetResult());
            return Last;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var stripe in _all)
            {
                await stripe.DisposeAsync();
            }
        }
    }
}
