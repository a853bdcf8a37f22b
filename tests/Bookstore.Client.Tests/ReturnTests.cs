using Bookstore.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Copies of orders that come back, through the client.</summary>
public sealed class ReturnTests
{
    private const string Isbn = "9780141439587";

    [Fact]
    public async Task Copies_come_back_and_a_withdrawal_has_a_receipt()
    {
        await using var shop = await LiveShop.StartAsync();
        await using var services = shop.Connect();
        var client = services.GetRequiredService<BookstoreClient>();
        var order = await DeliveredAsync(shop, client, 3);
        var body = new CreateReturnBody { Items = [new ReturnItemBody { Isbn = Isbn, Quantity = 2, Reason = "torn" }] };

        var requested = await client.CreateReturnAsync(order, body, "case-17");
        (await client.CreateReturnAsync(order, body, "case-17")).ReturnId.ShouldBe(requested.ReturnId);
        var tooMany = await Should.ThrowAsync<BookstoreApiException>(() => client.CreateReturnAsync(order, body));
        tooMany.Code.ShouldBe(ProblemCodes.ReturnExceedsDelivered);
        var approved = await client.ApproveReturnAsync(requested.ReturnId, requested.ETag);
        (await Should.ThrowAsync<BookstoreApiException>(() => client.CancelReturnAsync(requested.ReturnId, requested.ETag))).Code.ShouldBe(ProblemCodes.PreconditionFailed);
        var received = await client.ReceiveReturnAsync(requested.ReturnId, new ReceiveReturnBody { Items = [new ReceivedItemBody { Isbn = Isbn, Received = 1, Sellable = 0 }] }, approved.ETag);
        (await client.CompleteReturnAsync(requested.ReturnId)).Status.ShouldBe(ReturnStatuses.Completed);

        (received.Status, received.Items.Single().Received, (await client.FindRefundAsync(received.RefundIds.Single()))!.Amount).ShouldBe((ReturnStatuses.Received, 1, 9.99m));
        var withdrawn = await client.WithdrawOrderAsync(order, new WithdrawBody { Items = [new ReturnItemBody { Isbn = Isbn, Quantity = 2 }], Statement = "I withdraw." });
        (withdrawn.Kind, withdrawn.Receipt!.Late, withdrawn.Receipt.Content.EndsWith("I withdraw.", StringComparison.Ordinal)).ShouldBe((ReturnKinds.Withdrawal, false, true));
        (await client.CancelReturnAsync(withdrawn.ReturnId)).Status.ShouldBe(ReturnStatuses.Cancelled);
        var other = await client.CreateReturnAsync(order, new CreateReturnBody { Items = [new ReturnItemBody { Isbn = Isbn, Quantity = 1 }] });
        (await client.RejectReturnAsync(other.ReturnId, "worn")).RejectionReason.ShouldBe("worn");

        (await IdsAsync(client.ListReturnsOfOrderAsync(order))).ShouldBe([requested.ReturnId, withdrawn.ReturnId, other.ReturnId]);
        (await IdsAsync(client.ListReturnsAsync(ReturnStatuses.Completed))).ShouldBe([requested.ReturnId]);
        var read = (await client.FindReturnAsync(requested.ReturnId))!;
        (read.Status, read.ETag).ShouldBe((ReturnStatuses.Completed, "\"4\""));
        (await client.FindReturnAsync(Guid.NewGuid().ToString())).ShouldBeNull();
    }

    private static async Task<List<string>> IdsAsync(IAsyncEnumerable<ReturnResource> returns)
    {
        List<string> ids = [];
        await foreach (var one in returns)
        {
            ids.Add(one.ReturnId);
        }

        return ids;
    }

    private static async Task<string> DeliveredAsync(LiveShop shop, BookstoreClient client, int copies)
    {
        await client.SaveBookAsync(Isbn, new SaveBookBody { Title = "Emma", Author = "Jane Austen", Price = 9.99m, Currency = "USD" });
        await client.ChangeStockAsync(Isbn, new ChangeStockBody { Quantity = copies, Reason = "received" });
        var placed = await client.PlaceOrderAsync(TestClient.Order with { Items = [new PlaceOrderItem { Isbn = Isbn, Quantity = copies }] });
        await shop.Services.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync();
        var delivery = await client.ScheduleDeliveryAsync(new ScheduleDeliveryBody { OrderId = placed.OrderId!, Address = "1 High Street" });
        await client.MoveDeliveryAsync(delivery.DeliveryId, DeliveryStatuses.Dispatched);
        await client.MoveDeliveryAsync(delivery.DeliveryId, DeliveryStatuses.Delivered);
        return placed.OrderId!;
    }
}
