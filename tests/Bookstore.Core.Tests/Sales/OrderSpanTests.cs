using Bookstore.Storage;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Sales;

public sealed class OrderSpanTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 10, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Orders_of_the_span_are_inside_also_where_the_clock_of_their_host_was_a_day_wrong()
    {
        var span = OrderSpan.Of(new OrderQuery { CreatedAfter = Noon, CreatedBefore = Noon.AddHours(1) });

        foreach (var made in (DateTimeOffset[])[Noon, Noon.AddDays(-1), Noon.AddDays(1), Noon.AddDays(-1.9), Noon.AddDays(1.9)])
        {
            var id = new TimeOrderedIds().Next(made);
            (id > span.Begin).ShouldBeTrue($"{made:O}");
            (id < span.End).ShouldBeTrue($"{made:O}");
        }

        OrderSpan.Of(new OrderQuery()).ShouldBe(default);
        OrderSpan.Of(new OrderQuery { CreatedAfter = DateTimeOffset.MinValue, CreatedBefore = DateTimeOffset.MaxValue }).End.ShouldBeNull();
    }

    [Fact]
    public async Task List_of_a_time_span_passes_over_orders_of_other_times()
    {
        Positions? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new Positions(inner));
        var orders = new List<Order>();
        for (var week = 0; week < 5; week++)
        {
            orders.Add((await shop.PlaceAsync(TestShop.Odyssey)).Order!);
            shop.Time.Advance(TimeSpan.FromDays(7));
        }

        var query = new OrderQuery { CreatedAfter = orders[1].CreatedAt, CreatedBefore = orders[2].CreatedAt, Limit = 1 };
        store!.Seen.Clear();
        var page = await shop.Sales.ListOrdersAsync(query);
        var rest = page.Next is null ? [] : (await shop.Sales.ListOrdersAsync(query with { After = page.Next })).Items;

        page.Items.ShouldHaveSingleItem().Id.ShouldBe(orders[1].Id);
        rest.ShouldBeEmpty();
        store.Seen[0].ShouldNotBeNull();
        store.Seen[0]!.Value.CompareTo(orders[3].Id).ShouldBeLessThan(0);
    }

    [Fact]
    public void List_ends_before_the_span()
    {
        var ids = new TimeOrderedIds();
        var (early, late) = (ids.Next(Noon.AddDays(-3)), ids.Next(Noon.AddDays(-1)));
        var span = OrderSpan.Of(new OrderQuery { CreatedAfter = Noon });

        span.Cut(new KeysetPage<OrderRecord, Guid>([], early)).Next.ShouldBeNull();
        span.Cut(new KeysetPage<OrderRecord, Guid>([], late)).Next.ShouldBe(late);
        OrderSpan.Of(new OrderQuery()).Cut(new KeysetPage<OrderRecord, Guid>([], early)).Next.ShouldBe(early);
    }

    [Fact]
    public async Task Orders_of_a_customer_in_a_time_span_are_found()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = (await shop.PlaceAsync(TestShop.Odyssey)).Order!;
        shop.Time.Advance(TimeSpan.FromDays(30));
        await shop.PlaceAsync(TestShop.Odyssey);

        var query = new OrderQuery { CreatedBefore = first.CreatedAt.AddDays(1) };
        (await shop.Sales.ListOrdersAsync(query with { CustomerId = first.CustomerId })).Items.ShouldHaveSingleItem().Id.ShouldBe(first.Id);
        (await shop.Sales.ListOrdersAsync(query with { Search = first.CustomerId })).Items.ShouldHaveSingleItem().Id.ShouldBe(first.Id);
        (await shop.Sales.ListOrdersAsync(query with { Fulfilment = Fulfilment.None })).Items.ShouldHaveSingleItem().Id.ShouldBe(first.Id);
    }

    /// <summary>Remembers where pages of orders began.</summary>
    internal sealed class Positions(IBookstoreStore inner) : DelegatingStore(inner)
    {
        public List<Guid?> Seen { get; } = [];

        public override ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken)
        {
            Seen.Add(after);
            return base.ListOrdersAsync(filter, after, limit, cancellationToken);
        }
    }
}
