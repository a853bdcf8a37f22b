using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Two hosts on one database take copies of the same order back, or give its money back, at the same time: each copy comes back once, and is paid for once.</summary>
public sealed class ReturnsOfTwoHostsTests : TwoHosts
{
    [Fact]
    public async Task The_last_copy_is_returned_once()
    {
        var order = await DeliveredAsync();
        await ReturnAsync(order, Copies - 1);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => OnAsync<IReturnService, CreateReturnResult>(number, returns => returns.CreateAsync(RequestOf(order, 1)))));

        results.Count(static result => result.Outcome == CreateReturnOutcome.Created).ShouldBe(1);
        results.Where(static result => result.Outcome != CreateReturnOutcome.Created).ShouldAllBe(static result => result.Outcome == CreateReturnOutcome.ExceedsDelivered);
        await ReceiveAsync(results.Single(static result => result.Return is not null).Return!.Id, 1);
        await ShouldHaveTakenBackAsync(order, Copies);
    }

    [Fact]
    public async Task One_return_is_received_once()
    {
        var order = await DeliveredAsync();
        var made = (await First.GetRequiredService<IReturnService>().CreateAsync(RequestOf(order, Copies))).Return!;
        await First.GetRequiredService<IReturnService>().ApproveAsync(made.Id);
        var came = new ReceiveReturnRequest { ReturnId = made.Id, Items = [new ReceivedItem(Book, 2, 1)] };

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(number => OnAsync<IReturnService, MoveReturnResult>(number, returns => returns.ReceiveAsync(came))));

        results.ShouldAllBe(static result => result.Outcome == MoveReturnOutcome.Moved);
        await ShouldHaveTakenBackAsync(order, 2, damaged: 1);
    }

    [Fact]
    public async Task One_host_refunds_the_copies_that_the_other_takes_back()
    {
        var order = await DeliveredAsync();
        var approved = await Task.WhenAll(Enumerable.Range(0, Copies).Select(async _ =>
        {
            var made = (await First.GetRequiredService<IReturnService>().CreateAsync(RequestOf(order, 1))).Return!;
            return (await First.GetRequiredService<IReturnService>().ApproveAsync(made.Id)).Return!.Id;
        }));
        var refund = new CreateRefundRequest { OrderId = order, Items = [new RefundItem(Book, 1)], Reason = "r" };

        await Task.WhenAll(
        [
            .. approved.Select(id => Task.Run(() => ReceiveAsync(id, 1))),
            .. Enumerable.Range(0, 2 * Copies).Select(_ => OnAsync<IRefundService, CreateRefundResult>(1, refunds => refunds.CreateAsync(refund))),
        ]);

        // Each copy is paid for once, whichever of the two was first.
        await ShouldHaveTakenBackAsync(order, Copies);
    }

    private async Task ReturnAsync(Guid order, int copies) => await ReceiveAsync((await First.GetRequiredService<IReturnService>().CreateAsync(RequestOf(order, copies))).Return!.Id, copies);

    private async Task ReceiveAsync(Guid id, int copies)
    {
        await First.GetRequiredService<IReturnService>().ApproveAsync(id);
        var came = new ReceiveReturnRequest { ReturnId = id, Items = [new ReceivedItem(Book, copies, copies)] };
        (await First.GetRequiredService<IReturnService>().ReceiveAsync(came)).Outcome.ShouldBe(MoveReturnOutcome.Moved);
    }

    private static CreateReturnRequest RequestOf(Guid order, int copies) => new() { OrderId = order, Items = [new ReturnItem(Book, copies)] };

    private Task<TResult> OnAsync<TService, TResult>(int number, Func<TService, Task<TResult>> call)
        where TService : notnull => Task.Run(() => call((number % 2 == 0 ? First : Second).GetRequiredService<TService>()));

    private async Task<Guid> DeliveredAsync()
    {
        var order = await CapturedAsync();
        var deliveries = First.GetRequiredService<IDeliveryService>();
        var delivery = (await deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order, Address = "1 Main Street" })).Delivery!;
        await deliveries.MoveAsync(delivery.Id, DeliveryStatus.Dispatched);
        (await deliveries.MoveAsync(delivery.Id, DeliveryStatus.Delivered)).Outcome.ShouldBe(MoveDeliveryOutcome.Moved);
        return order;
    }

    private async Task ShouldHaveTakenBackAsync(Guid id, int copies, int damaged = 0)
    {
        await SettleAsync();
        var order = (await Second.GetRequiredService<ISalesService>().FindOrderAsync(id))!;
        (order.Lines[0].Returned, order.Refunded.Amount, order.RefundPending.Amount).ShouldBe((copies, copies * Price, 0m));
        (await Gateway.ReadLedgerAsync()).Single().Refunded!.Value.Amount.ShouldBe(copies * Price);
        (await Second.GetRequiredService<IInventoryService>().FindStockAsync(Book))!.Available.ShouldBe(copies - damaged);
        var audit = First.GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync()).Findings.ShouldBeEmpty();
    }
}
