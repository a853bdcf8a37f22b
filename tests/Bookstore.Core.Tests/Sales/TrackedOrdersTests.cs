using Bookstore.Deliveries;
using Bookstore.Storage;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Sales;

/// <summary>Orders that are found by a tracking number of their deliveries.</summary>
public sealed class TrackedOrdersTests : DeliveriesInParts
{
    [Fact]
    public async Task ListOrdersAsync_the_courier_s_number_finds_its_order_alone()
    {
        var order = await PlaceAsync();
        var other = await PlaceAsync();
        var delivery = await ScheduleAsync(order, (TestShop.Martian, 1));
        await ScheduleAsync(other);
        await Shop.Couriers.RunOnceAsync();
        var number = (await Shop.Deliveries.FindAsync(delivery.Id))!.TrackingNumber.ShouldNotBeNull();

        (await FindAsync(number)).ShouldBe([order.Id]);
        (await FindAsync(number[..^1])).ShouldBeEmpty("a number is all of it");
        (await FindAsync(number, new OrderQuery { CustomerId = "nobody" })).ShouldBeEmpty("the other conditions hold");
        (await FindAsync(number, new OrderQuery { Fulfilment = Fulfilment.Delivered })).ShouldBeEmpty("the other conditions hold");
    }

    [Fact]
    public async Task ListOrdersAsync_the_number_of_a_parcel_finds_its_order_from_the_start()
    {
        var order = await PlaceAsync();
        await Shop.Deliveries.ScheduleAsync(Request(order) with { Parcels = [new Parcel("P-1"), new Parcel("P-2")] });

        (await FindAsync("P-1")).ShouldBe([order.Id]);
        (await FindAsync("P-2")).ShouldBe([order.Id]);
    }

    [Fact]
    public async Task ListOrdersAsync_a_number_that_is_used_again_finds_the_newest_orders_page_by_page()
    {
        await Shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = TrackedOrders.MaxOrders, Reason = "more" });
        var orders = new List<Guid>();
        for (var i = 0; i <= TrackedOrders.MaxOrders; i++)
        {
            var order = (await Shop.Workflow.PlaceAsync(TestShop.Request(TestShop.Martian))).Order!;
            await Shop.Deliveries.ScheduleAsync(Request(order) with { Parcels = [new Parcel("P-1")] });
            orders.Add(order.Id);
        }

        orders.Reverse();
        (await FindAsync("P-1")).ShouldBe(orders[..TrackedOrders.MaxOrders]);
        (await FindAsync("P-1", new OrderQuery { Limit = 7 })).ShouldBe(orders[..TrackedOrders.MaxOrders]);
    }

    [Fact]
    public async Task ListOrdersAsync_two_deliveries_of_an_order_with_one_number_list_it_once()
    {
        var order = await PlaceAsync();
        foreach (var isbn in (Isbn[])[TestShop.Martian, TestShop.Odyssey])
        {
            await Shop.Deliveries.ScheduleAsync(Request(order, (isbn, 1)) with { Parcels = [new Parcel("P-1")] });
        }

        (await FindAsync("P-1")).ShouldBe([order.Id]);
    }

    [Fact]
    public async Task ListOrdersAsync_a_booking_that_a_person_made_is_found_by_its_number()
    {
        await using var shop = await AttentionShop.OpenAsync();
        var id = await shop.RefusedAsync();
        (await shop.ResolveAsync(id, DeliveryResolution.Done, "BY-HAND")).ShouldBe(ResolveDeliveryOutcome.Resolved);

        var found = await shop.Hosts.Shop.Sales.ListOrdersAsync(new OrderQuery { Search = "BY-HAND" });
        found.Items.ShouldHaveSingleItem().DeliveryId.ShouldBe(id);
    }

    [Fact]
    public async Task RecordCourierResult_with_a_damaged_document_of_the_number_writes_it_anew()
    {
        var order = await PlaceAsync();
        await Shop.Deliveries.ScheduleAsync(Request(order, (TestShop.Martian, 1)) with { Parcels = [new Parcel("P-1")] });
        var document = (await Shop.Store.ListDocumentsAsync(TrackedOrders.Documents.Name, null, null, 10, default)).ShouldHaveSingleItem();
        document.Body.ShouldNotContain("P-1");
        var keys = new RecordKeys();
        keys.Documents.Add(document.Id);
        await using (var unit = await Shop.Store.OpenAsync(keys, default))
        {
            unit.Records.Documents.Put(document.Id, document with { Body = "{" });
            await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Shop.Time.GetUtcNow()));
        }

        (await FindAsync("P-1")).ShouldBeEmpty();
        (await Shop.Deliveries.ScheduleAsync(Request(order) with { Parcels = [new Parcel("P-1")] })).Outcome.ShouldBe(ScheduleDeliveryOutcome.Scheduled);
        (await FindAsync("P-1")).ShouldBe([order.Id]);
    }

    private async Task<IReadOnlyList<Guid>> FindAsync(string number, OrderQuery? query = null)
    {
        var found = new List<Guid>();
        query = (query ?? new OrderQuery()) with { Search = number };
        do
        {
            var page = await Shop.Sales.ListOrdersAsync(query);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            found.AddRange(page.Items.Select(static order => order.Id));
            query = query with { After = page.Next };
        }
        while (query.After is not null);

        return found;
    }
}
