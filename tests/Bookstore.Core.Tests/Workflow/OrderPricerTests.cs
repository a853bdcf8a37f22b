using System.Collections;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>An application's own pricer of orders.</summary>
public sealed class OrderPricerTests
{
    [Fact]
    public async Task PlaceAsync_the_pricers_adjustments_are_charged()
    {
        var pricer = new ScriptedPricer { Price = request => [.. request.Adjustments, Fee(request.Lines.Sum(line => line.UnitPrice.Amount * line.Quantity) / 10)] };
        await using var shop = await OpenAsync(pricer);
        var request = TestShop.Request(TestShop.Odyssey, 2) with
        {
            Adjustments = [new(OrderAdjustment.Shipping, new Money(1m, "USD"))],
            Metadata = new Dictionary<string, string> { ["a"] = "1" },
            PlacedBy = "web",
        };

        var placed = await shop.Workflow.PlaceAsync(request);

        placed.Order!.Total.Amount.ShouldBe(19m + 1m + 1.90m);
        placed.Order.Lines.Single().Allocated.Amount.ShouldBe(2.90m);
        var seen = pricer.Requests.ShouldHaveSingleItem();
        (seen.CustomerId, seen.PlacedBy, seen.Metadata["a"]).ShouldBe(("cust-1", "web", "1"));
    }

    [Fact]
    public async Task PlaceAsync_a_pricer_that_throws_or_returns_nonsense_refuses_the_order()
    {
        var pricer = new ScriptedPricer();
        await using var shop = await OpenAsync(pricer);
        Func<OrderPricingRequest, IReadOnlyList<OrderAdjustment>>[] bad =
        [
            static _ => throw new InvalidOperationException("down"),
            static _ => null!,
            static _ => [null!],
            static _ => [new("", new Money(1m, "USD"))],
            static _ => [new("x", new Money(1m, "USD")) { Isbn = TestShop.Martian }],
            static _ => [.. Enumerable.Repeat(Fee(1m), 21)],
            static _ => [new(OrderAdjustment.Fee, new Money(0.001m, "USD"))],
            static _ => [new(OrderAdjustment.Fee, new Money(1m, "EUR"))],
            static _ => [new(OrderAdjustment.Fee, default)],
            static _ => [Fee(-1m)],
            static _ => [new(OrderAdjustment.Discount, new Money(-9.51m, "USD"))],
            static _ => [Fee(5m), new(OrderAdjustment.Discount, new Money(-10m, "USD")) { Isbn = TestShop.Odyssey }],
            static _ => [new(OrderAdjustment.Fee, Money.FromMinorUnits(long.MaxValue, "USD"))],
            static _ => new EndlessList(),
        ];

        foreach (var price in bad)
        {
            pricer.Price = price;
            (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey))).Outcome.ShouldBe(PlaceOrderOutcome.PricerFailed);
            (await shop.Workflow.QuoteAsync(new QuoteRequest { Lines = [new(TestShop.Odyssey, 1)] })).Refusal!.Outcome.ShouldBe(PlaceOrderOutcome.PricerFailed);
        }

        (await shop.Sales.ListOrdersAsync(new OrderQuery())).Items.ShouldBeEmpty();
        await shop.ShouldHoldAsync();
    }

    [Fact]
    public async Task PlaceAsync_a_discount_of_the_request_that_is_too_large_is_the_callers_though_a_pricer_repeats_it()
    {
        await using var shop = await OpenAsync(new ScriptedPricer());
        var request = TestShop.Request(TestShop.Odyssey) with { Adjustments = [new(OrderAdjustment.Discount, new Money(-10m, "USD"))] };

        (await shop.Workflow.PlaceAsync(request)).Outcome.ShouldBe(PlaceOrderOutcome.NegativeTotal);
    }

    [Fact]
    public async Task QuoteAsync_quotes_that_a_pricer_is_slow_for_count_as_orders_that_are_under_way()
    {
        var pricer = new ScriptedPricer { Hangs = new TaskCompletionSource<IReadOnlyList<OrderAdjustment>>() };
        await using var shop = await TestShop.OpenAsync(options => options.MaxOrdersInFlight = 1, register: services => services.AddSingleton<IOrderPricer>(pricer));
        var request = new QuoteRequest { Lines = [new(TestShop.Odyssey, 1)] };

        var quoting = shop.Workflow.QuoteAsync(request);
        await pricer.Called.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Should.ThrowAsync<BookstoreOverloadedException>(() => shop.Workflow.QuoteAsync(request));
        pricer.Hangs.SetResult([Fee(1m)]);

        (await quoting.WaitAsync(TimeSpan.FromSeconds(30))).Quote!.Total.Amount.ShouldBe(10.50m);
        (await shop.Workflow.QuoteAsync(request)).Quote.ShouldNotBeNull();
    }

    [Fact]
    public async Task PlaceAsync_a_pricer_that_hangs_is_left_behind_when_its_time_is_up()
    {
        var pricer = new ScriptedPricer { Hangs = new TaskCompletionSource<IReadOnlyList<OrderAdjustment>>() };
        await using var shop = await OpenAsync(pricer);

        var placing = shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey));
        await pricer.Called.Task.WaitAsync(TimeSpan.FromSeconds(30));
        shop.Time.Advance(TimeSpan.FromSeconds(2));

        (await placing.WaitAsync(TimeSpan.FromSeconds(30))).Outcome.ShouldBe(PlaceOrderOutcome.PricerFailed);
    }

    [Fact]
    public async Task PlaceAsync_a_resend_is_answered_as_the_first_time_though_the_pricer_fails_by_now()
    {
        var pricer = new ScriptedPricer { Price = static _ => [Fee(1m)] };
        await using var shop = await OpenAsync(pricer);
        var first = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, key: "k"));
        pricer.Price = static _ => throw new InvalidOperationException("down");

        var again = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey, key: "k"));

        again.Replayed.ShouldBeTrue();
        again.Order!.Id.ShouldBe(first.Order!.Id);
        again.Order.Total.Amount.ShouldBe(10.50m);
    }

    [Fact]
    public async Task PlaceAsync_a_price_that_changes_while_the_pricer_computes_is_computed_again()
    {
        var pricer = new ScriptedPricer();
        await using var shop = await OpenAsync(pricer);
        pricer.Price = request =>
        {
            if (pricer.Requests.Count == 1)
            {
                shop.Inventory.SaveBookAsync(Odyssey(20m)).GetAwaiter().GetResult();
            }

            return [Fee(request.Lines[0].UnitPrice.Amount)];
        };

        var placed = await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey));

        placed.Order!.Total.Amount.ShouldBe(40m);
        pricer.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task PlaceAsync_a_price_that_changes_each_time_refuses_the_order_after_three()
    {
        var pricer = new ScriptedPricer();
        await using var shop = await OpenAsync(pricer);
        pricer.Price = _ =>
        {
            shop.Inventory.SaveBookAsync(Odyssey(20m + pricer.Requests.Count)).GetAwaiter().GetResult();
            return [];
        };

        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey))).Outcome.ShouldBe(PlaceOrderOutcome.PricerFailed);
        pricer.Requests.Count.ShouldBe(3);
    }

    [Fact]
    public async Task PlaceAsync_that_names_a_quote_does_not_ask_the_pricer_again()
    {
        var pricer = new ScriptedPricer { Price = static _ => [Fee(1m)] };
        await using var shop = await OpenAsync(pricer);
        var quote = (await shop.Workflow.QuoteAsync(new QuoteRequest { Lines = [new(TestShop.Odyssey, 1)] })).Quote!;
        pricer.Price = static _ => [Fee(2m)];

        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { QuoteId = quote.Id })).Order!.Total.Amount.ShouldBe(10.50m);
        pricer.Requests.ShouldHaveSingleItem().CustomerId.ShouldBeNull();
    }

    private static Book Odyssey(decimal price) => new() { Isbn = TestShop.Odyssey, Title = "The Odyssey", Author = "Homer", Price = new Money(price, "USD") };

    private static OrderAdjustment Fee(decimal amount) => new(OrderAdjustment.Fee, new Money(amount, "USD"));

    private static Task<TestShop> OpenAsync(ScriptedPricer pricer) => TestShop.OpenAsync(register: services => services.AddSingleton<IOrderPricer>(pricer));

    // Says that it has one, and goes on for ever.
    private sealed class EndlessList : IReadOnlyList<OrderAdjustment>
    {
        public int Count => 1;

        public OrderAdjustment this[int index] => Fee(1m);

        public IEnumerator<OrderAdjustment> GetEnumerator()
        {
            while (true)
            {
                yield return Fee(1m);
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class ScriptedPricer : IOrderPricer
    {
        public Func<OrderPricingRequest, IReadOnlyList<OrderAdjustment>> Price { get; set; } = static request => request.Adjustments;

        public List<OrderPricingRequest> Requests { get; } = [];

        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<IReadOnlyList<OrderAdjustment>>? Hangs { get; init; }

        public async ValueTask<IReadOnlyList<OrderAdjustment>> PriceAsync(OrderPricingRequest request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            Called.TrySetResult();
            return Hangs is null ? Price(request) : await Hangs.Task;
        }
    }
}
