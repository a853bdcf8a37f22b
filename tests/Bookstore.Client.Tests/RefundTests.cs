using Bookstore.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Money of orders that goes back, through the client.</summary>
public sealed class RefundTests
{
    private const string Isbn = "9780141439587";

    [Fact]
    public async Task Money_goes_back_in_parts_and_the_order_says_how_much()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        var order = await CapturedAsync(shop, client);

        var refund = await client.CreateRefundAsync(order.OrderId, new CreateRefundBody { Items = [new ItemQuantity { Isbn = Isbn, Quantity = 1 }], Reason = "damaged" }, "case-17", order.ETag);
        var again = await client.CreateRefundAsync(order.OrderId, new CreateRefundBody { Items = [new ItemQuantity { Isbn = Isbn, Quantity = 1 }], Reason = "damaged" }, "case-17");
        var rest = await client.CreateRefundAsync(order.OrderId, new CreateRefundBody { Reason = "goodwill" });
        var tooMuch = await Should.ThrowAsync<BookstoreApiException>(() => client.CreateRefundAsync(order.OrderId, new CreateRefundBody { Amount = 0.01m, Reason = "more" }));
        await SettleAsync(shop);

        (refund.Amount, refund.Currency, refund.Status, refund.Items!.Single().Quantity).ShouldBe((9.99m, "USD", RefundStatuses.Pending, 1));
        again.RefundId.ShouldBe(refund.RefundId);
        rest.Amount.ShouldBe(order.Total - 9.99m);
        tooMuch.Code.ShouldBe(ProblemCodes.RefundExceedsCaptured);
        var read = (await client.FindRefundAsync(refund.RefundId))!;
        (read.Status, read.ETag).ShouldNotBe((RefundStatuses.Pending, refund.ETag));
        read.ETag.ShouldNotBeNull();
        List<RefundResource> all = [];
        await foreach (var one in client.ListRefundsAsync(order.OrderId))
        {
            all.Add(one);
        }

        all.Select(static one => (one.RefundId, one.Status)).ShouldBe([(refund.RefundId, RefundStatuses.Succeeded), (rest.RefundId, RefundStatuses.Succeeded)]);
        var after = (await client.FindOrderAsync(order.OrderId))!;
        (after.PaymentStatus, after.Captured, after.Refunded, after.Refundable).ShouldBe((PaymentStatuses.Refunded, order.Total, order.Total, 0m));
    }

    [Fact]
    public async Task What_is_not_there_is_null_and_what_cannot_be_refunded_is_refused()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        var nothing = Guid.NewGuid().ToString();

        (await client.FindRefundAsync(nothing)).ShouldBeNull();
        var refused = await Should.ThrowAsync<BookstoreApiException>(() => client.CreateRefundAsync(nothing, new CreateRefundBody { Amount = 1m, Reason = "r" }));
        refused.Code.ShouldBe(ProblemCodes.OrderNotFound);
        var without = await Should.ThrowAsync<BookstoreApiException>(() => services.GetRequiredService<IBookstoreApi>().CreateRefundAsync(nothing, new CreateRefundBody { Reason = "r" }, idempotencyKey: null));
        without.Code.ShouldBe(ProblemCodes.IdempotencyKeyRequired);
    }

    private static async Task<OrderResource> CapturedAsync(LiveShop shop, BookstoreClient client)
    {
        await client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = 2, Reason = "received" });
        var placed = await client.PlaceOrderAsync(TestClient.Order with { Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = 2 }] });
        placed.Outcome.ShouldBe(OrderPlacementOutcome.Created, placed.Detail);
        await SettleAsync(shop);
        var order = (await client.FindOrderAsync(placed.OrderId!))!;
        order.PaymentStatus.ShouldBe(PaymentStatuses.Captured);
        return order;
    }

    private static Task SettleAsync(LiveShop shop) => shop.Services.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync();
}
