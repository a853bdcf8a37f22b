using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>An unpaid order holds its stock until a deadline that counts from its creation. Time-out and grace are 10 s each, a customer has 30 minutes.</summary>
public sealed class OrderDeadlineTests
{
    private static readonly Uri Bank = new("https://bank.example/3ds");

    [Fact]
    public async Task PlaceAsync_resent_while_the_customer_is_awaited_is_rejected_when_the_customers_time_is_over()
    {
        await using var shop = await TestShop.OpenAsync();
        AwaitCustomer(shop);
        await shop.PlaceAsync(TestShop.Algorithms, 3, key: "k");

        var waited = await ResendUntilTheEndAsync(shop, every: TimeSpan.FromMinutes(7), atMost: 72);

        waited.ShouldBe(TimeSpan.FromMinutes(35));
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task PlaceAsync_resent_while_the_gateway_knows_nothing_is_rejected_after_the_grace()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Unknown);
        await shop.PlaceAsync(TestShop.Algorithms, 3, key: "k");

        var waited = await ResendUntilTheEndAsync(shop, every: TimeSpan.FromSeconds(3), atMost: 7_200);

        waited.ShouldBe(TimeSpan.FromSeconds(21));
        (await shop.StockAsync(TestShop.Algorithms)).Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task RunOnceAsync_the_stores_clock_went_back_a_customer_at_the_bank_has_no_more_time()
    {
        DueRoundTests.MovingStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: _ => store = new DueRoundTests.MovingStore());
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(Bank));
        shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.RequiresAction });
        await shop.PlaceAsync(TestShop.Odyssey);
        store!.Moved = -TimeSpan.FromHours(20);
        await shop.Clock.ReadAsync(default);

        var placed = await shop.PlaceAsync(TestShop.Odyssey);
        var waited = 0;
        while ((await shop.OrderAsync(placed.Order!.Id)).Status == OrderStatus.Pending && waited < 30 * 60)
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            waited++;
            await shop.Recovery.RunOnceAsync();
        }

        waited.ShouldBeLessThanOrEqualTo(32);
    }

    [Fact]
    public async Task PlaceAsync_authorization_within_its_time_out_is_not_given_up_under_a_short_grace()
    {
        var opens = false;
        TestShop? opened = null;
        await using var shop = opened = await TestShop.OpenAsync(
            options => (options.GatewayTimeout, options.RecoveryGrace) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1)),
            inner => new CommitWatchingStore(inner, records =>
            {
                if (opens && records.Orders.Touched.Count > 0)
                {
                    opens = false;
                    opened!.Time.Advance(TimeSpan.FromSeconds(4));
                }
            }));
        opens = true;
        shop.Gateway.OnAuthorize = async (_, inner) =>
        {
            shop.Time.Advance(TimeSpan.FromSeconds(8));
            await shop.Recovery.RunOnceAsync();
            return await inner();
        };

        var placed = await shop.PlaceAsync(TestShop.Odyssey);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();

        placed.Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Created);
    }

    [Fact]
    public async Task PlaceAsync_resent_at_the_deadline_authorizes_nothing_more()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Unknown);
        await shop.PlaceAsync(TestShop.Martian, key: "k");

        shop.Time.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        (await shop.PlaceAsync(TestShop.Martian, key: "k")).Outcome.ShouldBe(PlaceOrderOutcome.Pending);
        shop.Authorizations.ShouldBe(2);
        shop.Time.Advance(TimeSpan.FromTicks(1));
        (await shop.PlaceAsync(TestShop.Martian, key: "k")).Outcome.ShouldBe(PlaceOrderOutcome.Rejected);

        shop.Authorizations.ShouldBe(2);
    }

    [Fact]
    public async Task PlaceAsync_deadline_passes_while_a_resend_asks_the_gateway_authorizes_nothing_more()
    {
        await using var shop = await TestShop.OpenAsync();
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.Unknown);
        await shop.PlaceAsync(TestShop.Martian, key: "k");
        shop.Time.Advance(TimeSpan.FromSeconds(15));
        shop.Gateway.OnFind = async (_, inner) =>
        {
            shop.Time.Advance(TimeSpan.FromSeconds(5));
            return await inner();
        };

        await shop.PlaceAsync(TestShop.Martian, key: "k");

        shop.Authorizations.ShouldBe(1);
    }

    [Fact]
    public async Task ResumeAsync_repeated_keeps_the_deadline()
    {
        await using var shop = await TestShop.OpenAsync();
        AwaitCustomer(shop);
        var placed = await shop.PlaceAsync(TestShop.Martian);
        var deadline = placed.Order!.CreatedAt + TimeSpan.FromMinutes(30);
        for (var i = 0; i < 29; i++)
        {
            shop.Time.Advance(TimeSpan.FromMinutes(1));
            (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!.Status.ShouldBe(OrderStatus.Pending);
        }

        (await shop.Store.FindOrderAsync(placed.Order.Id, default))!.GiveUpAt.ShouldBe(deadline);
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        (await shop.Workflow.ResumeAsync(placed.Order.Id)).Order!.Status.ShouldBe(OrderStatus.Rejected);
    }

    [Fact]
    public async Task RunOnceAsync_authorization_of_the_last_resend_arrives_late_is_undone()
    {
        await using var shop = await TestShop.OpenAsync();
        var window = TimeSpan.FromMinutes(5);
        shop.Gateway.LateAuthorizationWindow = window;
        var sent = new List<DateTimeOffset>();
        shop.Gateway.OnAuthorize = (_, _) =>
        {
            sent.Add(shop.Time.GetUtcNow());
            return ValueTask.FromResult(AuthorizeResult.Unknown);
        };
        var placed = await shop.PlaceAsync(TestShop.Martian, key: "k");
        shop.Time.Advance(TimeSpan.FromSeconds(20) - TimeSpan.FromTicks(1));
        await shop.PlaceAsync(TestShop.Martian, key: "k");
        sent.Count.ShouldBe(2);

        shop.Time.Advance(TimeSpan.FromMinutes(1));
        await shop.Recovery.RunOnceAsync();
        (await shop.OrderAsync(placed.Order!.Id)).Status.ShouldBe(OrderStatus.Rejected);
        await shop.Settlement.RunOnceAsync();
        var lastVoid = (await shop.Store.FindOrderAsync(placed.Order.Id, default))!.DueAt.ShouldNotBeNull("the void is owed once more, since it forbids nothing");

        lastVoid.ShouldBeGreaterThanOrEqualTo(sent[^1] + window + TimeSpan.FromSeconds(10), "a host may be late by as much as the grace");
    }

    private static void AwaitCustomer(TestShop shop)
    {
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(Bank));
        shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment { OrderId = request.OrderId, Status = GatewayPaymentStatus.RequiresAction });
    }

    // Sends the request again and again; how long after the first time it was answered for good.
    private static async Task<TimeSpan> ResendUntilTheEndAsync(TestShop shop, TimeSpan every, int atMost)
    {
        var start = shop.Time.GetUtcNow();
        for (var i = 0; i < atMost; i++)
        {
            shop.Time.Advance(every);
            await shop.Recovery.RunOnceAsync();
            var again = await shop.PlaceAsync(TestShop.Algorithms, 3, key: "k");
            if (again.Outcome is not (PlaceOrderOutcome.Pending or PlaceOrderOutcome.InProgress))
            {
                again.Outcome.ShouldBe(PlaceOrderOutcome.Rejected);
                break;
            }
        }

        return shop.Time.GetUtcNow() - start;
    }
}
