using System.Text;
using System.Text.Json;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Returns;

public sealed class ReturnEventTests : IAsyncLifetime
{
    private TestShop _shop = null!;

    public async Task InitializeAsync() => _shop = await TestShop.OpenAsync();

    public async Task DisposeAsync() => await _shop.DisposeAsync();

    [Fact]
    public async Task Each_change_has_one_event_in_the_sequence_of_the_order()
    {
        var order = await _shop.DeliverAsync((await _shop.PlaceCapturedAsync(TestShop.Odyssey, 3)).Id);
        var returned = (await _shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = order.Id, Items = [new ReturnItem(TestShop.Odyssey, 2, "secret words")], Note = "secret words" })).Return!;
        await _shop.Returns.ApproveAsync(returned.Id);
        await _shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = returned.Id, Items = [new ReceivedItem(TestShop.Odyssey, 2, 1)] });
        await _shop.Returns.CompleteAsync(returned.Id);
        var other = (await _shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = order.Id, Items = [new ReturnItem(TestShop.Odyssey, 1)] })).Return!;
        await _shop.Returns.RejectAsync(other.Id, "secret words");
        var withdrawn = (await _shop.Returns.WithdrawAsync(new WithdrawRequest { OrderId = order.Id, Statement = "secret words" })).Return!;
        await _shop.Returns.CancelAsync(withdrawn.Id);

        var events = (await _shop.Events.ReadPageAsync(new EventQuery { Limit = 1_000 })).Events.Where(happened => happened.Resource == $"orders/{order.Id}" && happened.Sequence > order.Version).ToList();
        events.Select(static happened => happened.Type).ShouldBe(
        [
            EventTypes.ReturnRequested, EventTypes.ReturnApproved, EventTypes.ReturnReceived, EventTypes.RefundCreated, EventTypes.ReturnCompleted,
            EventTypes.ReturnRequested, EventTypes.ReturnRejected, EventTypes.ReturnWithdrawalReceived, EventTypes.ReturnCancelled,
        ]);
        events.Select(static happened => happened.Sequence).ShouldBe(Enumerable.Range(order.Version + 1, 9).Select(static number => (long)number));
        (await _shop.OrderAsync(order.Id)).Version.ShouldBe(order.Version + 9);
        string.Concat(events.Select(static happened => Encoding.UTF8.GetString(happened.Data.Span))).ShouldNotContain("secret");

        using var data = JsonDocument.Parse(events[2].Data);
        data.RootElement.GetProperty("return_id").GetGuid().ShouldBe(returned.Id);
        data.RootElement.GetProperty("return_status").GetString().ShouldBe("received");
        data.RootElement.GetProperty("lines").GetRawText().ShouldBe($$"""[{"isbn":"{{TestShop.Odyssey}}","quantity":2,"received":2,"sellable":1}]""");
        using var withdrawal = JsonDocument.Parse(events[7].Data);
        (withdrawal.RootElement.GetProperty("return_kind").GetString(), withdrawal.RootElement.GetProperty("late").GetBoolean()).ShouldBe(("withdrawal", false));
        await _shop.ShouldHoldAsync();
    }
}
