using Bookstore.Storage;
using Bookstore.Testing;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Hosting;

/// <summary>All background work behind one call.</summary>
public sealed class MaintenanceTests
{
    [Fact]
    public async Task RunOnceAsync_work_of_each_kind_is_done_and_reported()
    {
        await using var shop = await TestShop.OpenAsync();
        var delivered = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = delivered.Id, Address = "123 Main St", Courier = "local" });
        await shop.PlaceAsync(TestShop.Martian);
        await shop.PlaceAsync(TestShop.Martian, card: TestShop.AnswerLost);
        await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.NewGuid(), Lines = [new ReservationLine(TestShop.Martian, 1)] });
        await shop.Commit.SubmitAsync(new IndexBooks([TestShop.Martian]), default);
        ((InMemoryStore)shop.Store).WriteWords(TestShop.Martian, SearchWords.Version - 1, new BookWords(["old"], []));
        shop.Time.Advance(TimeSpan.FromDays(1));
        var maintenance = shop.Maintenance;

        var done = await maintenance.RunOnceAsync();

        done.OrdersRecovered.ShouldBe(1);
        done.PaymentsSettled.ShouldBe(2, "the recovered order's capture as well");
        done.CourierCallsMade.ShouldBe(1);
        done.ItemsCleanedUp.ShouldBe(1);
        done.BooksIndexed.ShouldBe(1);
        done.IsEmpty.ShouldBeFalse();
        (await maintenance.RunOnceAsync()).IsEmpty.ShouldBeTrue();
        (await maintenance.CountUnservedOrdersAsync()).ShouldBeEmpty();
        (await maintenance.CountUnservedDeliveriesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task RunOnceAsync_one_kind_throws_the_others_are_done_before_it_is_thrown()
    {
        BrokenSearch? store = null;
        await using var shop = await TestShop.OpenAsync(decorate: inner => store = new BrokenSearch(inner));
        var order = await shop.PlaceAsync(TestShop.Martian);
        store!.IsBroken = true;

        await Should.ThrowAsync<BookstoreStoreException>(() => shop.Maintenance.RunOnceAsync());

        (await shop.OrderAsync(order.Order!.Id)).PaymentStatus.ShouldBe(PaymentStatus.Captured);
    }

    // Recovery, the first kind of work, cannot list its orders.
    internal sealed class BrokenSearch(IBookstoreStore inner) : DelegatingStore(inner)
    {
        public bool IsBroken { get; set; }

        public override ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(
            OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) => IsBroken && work == OrderWork.Recovery
                ? throw new BookstoreStoreException("The store is away.")
                : base.ListDueOrdersAsync(work, gateway, dueAt, after, limit, cancellationToken);
    }
}
