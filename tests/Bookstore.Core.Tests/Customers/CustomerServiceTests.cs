using Bookstore.Storage;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Customers;

/// <summary>What the shop keeps of a customer.</summary>
public sealed class CustomerServiceTests
{
    [Fact]
    public async Task ExportAsync_lists_the_orders_with_all_that_belongs_to_them()
    {
        await using var shop = await TestShop.OpenAsync();
        var plain = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        await shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Odyssey) with { CustomerId = "cust-2" });
        var rich = await shop.PlaceCapturedAsync(TestShop.Martian, 2);
        await shop.DeliverAsync(rich.Id);
        var returned = (await shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = rich.Id, Items = [new ReturnItem(TestShop.Martian, 1)] })).Return.ShouldNotBeNull();
        var refunded = (await shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = rich.Id, Amount = 1, Reason = "goodwill" })).Refund.ShouldNotBeNull();

        var page = await shop.Customers.ExportAsync("cust-1");

        page.Next.ShouldBeNull();
        page.Items.Select(static item => item.Order.Id).ShouldBe([rich.Id, plain.Id]);
        page.Items[0].Deliveries.ShouldHaveSingleItem().Address.ShouldBe("1 Main St");
        page.Items[0].Returns.ShouldHaveSingleItem().Id.ShouldBe(returned.Id);
        page.Items[0].Refunds.ShouldHaveSingleItem().Id.ShouldBe(refunded.Id);
        (page.Items[1].Deliveries.Count, page.Items[1].Refunds.Count, page.Items[1].Returns.Count).ShouldBe((0, 0, 0));
        page.Items[0].ToString().ShouldNotContain("cust-1");
    }

    [Fact]
    public async Task ExportAsync_is_read_page_by_page_and_empty_for_a_stranger()
    {
        await using var shop = await TestShop.OpenAsync();
        List<Guid> placed = [];
        for (var i = 0; i < 5; i++)
        {
            placed.Insert(0, (await shop.PlaceAsync(TestShop.Odyssey)).Order!.Id);
        }

        List<Guid> seen = [];
        string? after = null;
        do
        {
            var page = await shop.Customers.ExportAsync("cust-1", new PageRequest { Limit = 2, After = after });
            page.Items.Count.ShouldBeLessThanOrEqualTo(2);
            seen.AddRange(page.Items.Select(static item => item.Order.Id));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBe(placed);
        var stranger = await shop.Customers.ExportAsync("cust-9");
        (stranger.Items.Count, stranger.Next).ShouldBe((0, null));
        await Should.ThrowAsync<ArgumentException>(async () => await shop.Customers.ExportAsync(string.Empty));
        await Should.ThrowAsync<InvalidCursorException>(async () => await shop.Customers.ExportAsync("cust-1", new PageRequest { After = "nonsense" }));
    }

    [Fact]
    public async Task ExportAsync_reads_the_store_as_often_for_many_orders_as_for_one()
    {
        NotingStore? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new NotingStore(inner));
        for (var i = 0; i < 20; i++)
        {
            await shop.PlaceAsync(TestShop.Odyssey);
        }

        store!.Reads.Clear();
        var page = await shop.Customers.ExportAsync("cust-1", new PageRequest { Limit = 15 });

        page.Items.Count.ShouldBe(15);
        store.Reads.ShouldBe(["orders", "deliveries", "documents"]);
    }

    /// <summary>Notes what is read.</summary>
    internal sealed class NotingStore(IBookstoreStore inner) : DelegatingStore(inner)
    {
        public List<string> Reads { get; } = [];

        public override ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) => Note("order", base.FindOrderAsync(orderId, cancellationToken));

        public override ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
            Note("orders", base.ListOrdersAsync(filter, after, limit, cancellationToken));

        public override ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
            Note("deliveries", base.ListDeliveriesAsync(filter, after, limit, cancellationToken));

        public override ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesOfAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
            Note("deliveries", base.ListDeliveriesOfAsync(orderIds, cancellationToken));

        public override ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken) =>
            Note("documents", base.ListDocumentsOfAsync(ownerId, kind, after, limit, cancellationToken));

        public override ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(IReadOnlyCollection<Guid> ownerIds, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken) =>
            Note("documents", base.ListDocumentsOfAsync(ownerIds, kinds, cancellationToken));

        private ValueTask<T> Note<T>(string what, ValueTask<T> read)
        {
            Reads.Add(what);
            return read;
        }
    }
}
