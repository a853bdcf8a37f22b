using System.Text;
using System.Text.Json.Nodes;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore;

/// <summary>Every event says who made the write that raised it, where an actor was named.</summary>
public sealed class ActorTests
{
    [Fact]
    public async Task Events_of_a_write_name_its_actor_and_others_name_none()
    {
        await using var shop = await TestShop.OpenAsync();
        using (Actor.Use(new Actor("back-office", "user-17")))
        {
            await shop.PlaceAsync(TestShop.Martian);
        }

        await shop.PlaceAsync(TestShop.Odyssey);

        var orders = await ReadAsync(shop, EventTypes.OrderCreated);
        orders.Select(static data => data["actor"]?.ToJsonString()).ShouldBe(["""{"client":"back-office","sub":"user-17"}""", null]);
        orders[0].AsObject().Select(static member => member.Key).ShouldBe([.. orders[1].AsObject().Select(static member => member.Key), "actor"]);
        Actor.Current.ShouldBeNull();
    }

    [Fact]
    public async Task Movements_of_a_write_keep_its_actor()
    {
        await using var shop = await TestShop.OpenAsync();
        var actor = new Actor("back-office", "user-17");
        using (Actor.Use(actor))
        {
            await shop.PlaceAsync(TestShop.Martian);
        }

        var movements = (await shop.Inventory.ListMovementsAsync(TestShop.Martian, new PageRequest())).Items;

        movements.Select(static movement => (movement.Kind, movement.Actor)).ShouldBe([(StockMovementKind.Reserved, actor), (StockMovementKind.Received, null)]);
    }

    [Fact]
    public async Task Customer_who_writes_with_an_account_of_their_own_is_not_named()
    {
        await using var shop = await TestShop.OpenAsync();
        using (Actor.Use(new Actor("cust-1", "cust-1")))
        {
            var order = (await shop.PlaceAsync(TestShop.Martian)).Order!;
            await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = order.Id });
            await shop.Inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.CreateVersion7(), CustomerId = "cust-1", Lines = [new ReservationLine(TestShop.Martian, 1)] });
            Actor.Current.ShouldBe(new Actor("cust-1", "cust-1"));
        }

        var movements = (await shop.Inventory.ListMovementsAsync(TestShop.Martian, new PageRequest())).Items;
        movements.Take(3).Select(static movement => movement.Actor).ShouldAllBe(static actor => actor == new Actor("customer", "customer"));
        foreach (var type in (string[])[EventTypes.OrderCreated, EventTypes.OrderCancelled])
        {
            (await ReadAsync(shop, type)).ShouldHaveSingleItem()["actor"]!.ToJsonString().ShouldBe("""{"client":"customer","sub":"customer"}""");
        }
    }

    [Fact]
    public async Task Writes_of_one_batch_keep_their_own_actors()
    {
        await using var shop = await TestShop.OpenAsync();
        await Task.WhenAll(Enumerable.Range(1, 20).Select(async number =>
        {
            using (number % 4 == 0 ? null : Actor.Use(new Actor($"till-{number}")))
            {
                await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = number, Reason = "delivery" });
            }
        }));

        var movements = (await shop.Inventory.ListMovementsAsync(TestShop.Odyssey, new PageRequest())).Items;
        var events = await ReadAsync(shop, EventTypes.StockChanged);

        movements.Take(20).ShouldAllBe(static movement => movement.Actor == (movement.OnHandChange % 4 == 0 ? null : new Actor($"till-{movement.OnHandChange}", null)));
        events.TakeLast(20).ShouldAllBe(static data => data["actor"] == null
            ? data["on_hand_change"]!.GetValue<int>() % 4 == 0
            : data["actor"]!["client"]!.GetValue<string>() == $"till-{data["on_hand_change"]!.GetValue<int>()}");
    }

    [Fact]
    public async Task Background_work_names_itself_whoever_calls_it()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceAsync(TestShop.Martian);
        using (Actor.Use(new Actor("back-office")))
        {
            await shop.Maintenance.RunOnceAsync();
            Actor.Current.ShouldBe(new Actor("back-office"));
        }

        (await ReadAsync(shop, EventTypes.PaymentCaptured)).ShouldHaveSingleItem()["actor"]!.ToJsonString().ShouldBe("""{"client":"system"}""");
    }

    [Fact]
    public async Task A_handler_s_writes_have_its_name()
    {
        await using var shop = await TestShop.OpenAsync(register: static services => services.AddBookstoreEventHandler<Restock>("restock", static options =>
        {
            options.StartAt = EventStart.Oldest;
            options.Types.Add(EventTypes.OrderCreated);
        }));
        await shop.PlaceAsync(TestShop.Martian);

        using (Actor.Use(new Actor("back-office")))
        {
            await shop.Maintenance.RunOnceAsync();
        }

        (await shop.Inventory.ListMovementsAsync(TestShop.Martian, new PageRequest())).Items[0].Actor.ShouldBe(new Actor(Actor.System, "restock"));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("shop", "")]
    [InlineData("sh\u0001op", null)]
    public void A_name_that_cannot_be_kept_is_refused(string client, string? subject) => Should.Throw<ArgumentException>(() => new Actor(client, subject));

    private sealed class Restock(IInventoryService inventory) : IBookstoreEventHandler
    {
        public async Task HandleAsync(BookstoreEvent happened, CancellationToken cancellationToken) =>
            await inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Martian, Quantity = 1, Reason = "sold" }, cancellationToken);
    }

    private static async Task<List<JsonNode>> ReadAsync(TestShop shop, string type)
    {
        var page = await shop.Events.ReadPageAsync(new EventQuery { Types = [type] });
        return [.. page.Events.Select(static happened => JsonNode.Parse(Encoding.UTF8.GetString(happened.Data.Span))!)];
    }
}
