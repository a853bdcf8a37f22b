using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

/// <summary>An application's own rules that refuse orders.</summary>
public sealed class ShopPolicyTests
{
    private static readonly PolicyRefusal Minimum = new("shipping_minimum", "Shipping is at least 3 euros.");

    [Fact]
    public async Task PlaceAsync_a_policy_sees_the_order_and_refuses_it_with_its_own_words()
    {
        var policy = new ScriptedPolicy { Check = static _ => Minimum };
        await using var shop = await OpenAsync(policy);
        var request = TestShop.Request(TestShop.Odyssey, 2, key: "k") with
        {
            Adjustments = [new(OrderAdjustment.Shipping, new Money(1m, "USD"))],
            Metadata = new Dictionary<string, string> { ["a"] = "1" },
            PlacedBy = "web",
        };

        var refused = await shop.Workflow.PlaceAsync(request);

        (refused.Outcome, refused.PolicyRefusal, refused.Order).ShouldBe((PlaceOrderOutcome.RefusedByPolicy, Minimum, null));
        var seen = policy.Requests.ShouldHaveSingleItem();
        (seen.CustomerId, seen.PlacedBy, seen.Metadata["a"], seen.Total.Amount, seen.IsQuote).ShouldBe(("cust-1", "web", "1", 20m, false));
        (seen.Lines.Single().Quantity, seen.Books.Single().Title, seen.Adjustments.Single().Kind).ShouldBe((2, "The Odyssey", "shipping"));
        (await shop.Inventory.FindStockAsync(TestShop.Odyssey))!.Reserved.ShouldBe(0);

        // The key is not used up.
        policy.Check = static _ => null;
        (await shop.Workflow.PlaceAsync(request)).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        policy.Check = static _ => Minimum;
        (await shop.Workflow.PlaceAsync(request)).Replayed.ShouldBeTrue();
    }

    [Fact]
    public async Task QuoteAsync_is_checked_and_so_is_the_order_that_names_the_quote()
    {
        var policy = new ScriptedPolicy();
        await using var shop = await OpenAsync(policy);
        var request = new QuoteRequest { Lines = [new(TestShop.Odyssey, 1)] };
        var quote = (await shop.Workflow.QuoteAsync(request)).Quote!;
        policy.Check = static _ => Minimum;

        (await shop.Workflow.QuoteAsync(request)).Refusal!.PolicyRefusal.ShouldBe(Minimum);
        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { QuoteId = quote.Id })).PolicyRefusal.ShouldBe(Minimum);
        policy.Requests.Select(static seen => seen.IsQuote).ShouldBe([true, true, false]);
    }

    [Fact]
    public async Task PlaceAsync_a_policy_that_throws_or_returns_nonsense_refuses_the_order()
    {
        var policy = new ScriptedPolicy();
        await using var shop = await OpenAsync(policy);
        Func<ShopPolicyRequest, PolicyRefusal?>[] bad =
        [
            static _ => throw new InvalidOperationException("down"),
            static _ => new PolicyRefusal("", "text"),
            static _ => new PolicyRefusal("Not A Code", "text"),
            static _ => new PolicyRefusal(new string('x', PolicyRefusal.MaxCodeLength + 1), "text"),
            static _ => new PolicyRefusal("code", ""),
            static _ => new PolicyRefusal("code", new string('x', PolicyRefusal.MaxTextLength + 1)),
            static _ => new PolicyRefusal(null!, null!),
        ];

        foreach (var check in bad)
        {
            policy.Check = check;
            (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey))).Outcome.ShouldBe(PlaceOrderOutcome.PolicyFailed);
        }

        (await shop.Inventory.FindStockAsync(TestShop.Odyssey))!.Reserved.ShouldBe(0);
    }

    [Fact]
    public async Task PlaceAsync_a_policy_that_hangs_is_left_behind_when_its_time_is_up()
    {
        var policy = new ScriptedPolicy { Hangs = new TaskCompletionSource<PolicyRefusal?>() };
        await using var shop = await OpenAsync(policy);

        var placing = shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey));
        await policy.Called.Task.WaitAsync(TimeSpan.FromSeconds(30));

        // Nothing is held meanwhile: the same book can be sold and received.
        await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 1, Reason = "meanwhile" });
        shop.Time.Advance(TimeSpan.FromSeconds(2));

        (await placing.WaitAsync(TimeSpan.FromSeconds(30))).Outcome.ShouldBe(PlaceOrderOutcome.PolicyFailed);
    }

    [Fact]
    public async Task PlaceAsync_the_first_policy_that_refuses_counts()
    {
        var (first, second) = (new ScriptedPolicy { Check = static _ => Minimum }, new ScriptedPolicy { Check = static _ => new PolicyRefusal("other", "Other.") });
        await using var shop = await TestShop.OpenAsync(register: services => services.AddSingleton<IShopPolicy>(first).AddSingleton<IShopPolicy>(second));

        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey))).PolicyRefusal.ShouldBe(Minimum);
        second.Requests.ShouldBeEmpty();
        first.Check = static _ => null;
        (await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey))).PolicyRefusal!.Code.ShouldBe("other");
    }

    private static Task<TestShop> OpenAsync(ScriptedPolicy policy) => TestShop.OpenAsync(register: services => services.AddSingleton<IShopPolicy>(policy));

    private sealed class ScriptedPolicy : IShopPolicy
    {
        public Func<ShopPolicyRequest, PolicyRefusal?> Check { get; set; } = static _ => null;

        public TaskCompletionSource<PolicyRefusal?>? Hangs { get; init; }

        public TaskCompletionSource Called { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<ShopPolicyRequest> Requests { get; } = [];

        public ValueTask<PolicyRefusal?> CheckAsync(ShopPolicyRequest request, CancellationToken cancellationToken)
        {
            Requests.Add(request);
            Called.TrySetResult();
            return Hangs is { } never ? new(never.Task) : new(Check(request));
        }
    }
}
