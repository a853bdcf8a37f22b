using Bookstore.Testing;
using Shouldly;

namespace Bookstore.Workflow.Model;

/// <summary>What can happen to an order. Each operation does it to the shop and to the model, and compares what the shop says with what the model expects. Add others to <see cref="All"/>.</summary>
internal static class OrderOperations
{
    private static readonly DeliveryStatus[] Ways =
        [DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Delivered, DeliveryStatus.Returned, DeliveryStatus.Lost, DeliveryStatus.Cancelled];

    public static IReadOnlyList<(int Weight, Func<OrderScene, Task> Run)> All { get; } =
    [
        (3, ScheduleAsync),
        (8, MoveAsync),
        (3, CancelCopiesAsync),
        (1, CancelAsync),
        (3, ReturnAsync),
        (2, RefundCopiesAsync),
        (1, RefundAmountAsync),
        (3, SettleAsync),
        (2, ResolveAsync),
    ];

    private static Task ScheduleAsync(OrderScene scene) =>
        scene.Shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = scene.Order.Id, Address = "1 Main St", Lines = [new DeliveryLine(scene.AnyBook(), scene.Random.Next(1, 4))] });

    private static async Task MoveAsync(OrderScene scene)
    {
        var deliveries = (await scene.Shop.Deliveries.ListAsync(new DeliveryQuery { OrderId = scene.Order.Id })).Items;
        if (deliveries.Count == 0)
        {
            return;
        }

        var delivery = deliveries[scene.Random.Next(deliveries.Count)];
        var to = Ways[scene.Random.Next(Ways.Length)];
        if ((await scene.Shop.Deliveries.MoveAsync(delivery.Id, to)).Outcome != MoveDeliveryOutcome.Moved || delivery.Status == to)
        {
            return;
        }

        // A delivery of the whole order that is sent back brings what no return has brought before.
        var isSentBack = (delivery.Status, to) is (DeliveryStatus.Delivered, DeliveryStatus.Returned);
        var copies = delivery.Lines.Count > 0
            ? delivery.Lines.Select(static line => (line.Isbn, line.Quantity))
            : scene.Order.Lines.Select(line => (line.Isbn, isSentBack ? Math.Min(line.Quantity, scene.Model.Lines[line.Isbn].Arrived) : line.Quantity));
        scene.Model.Move(copies, (line, moved) => (delivery.Status, to) switch
        {
            (_, DeliveryStatus.Dispatched) => line with { Home = line.Home - moved, Road = line.Road + moved },
            (_, DeliveryStatus.Delivered) => line with { Road = line.Road - moved, Arrived = line.Arrived + moved },
            (_, DeliveryStatus.Lost) => line with { Road = line.Road - moved, Lost = line.Lost + moved },
            (DeliveryStatus.Delivered, DeliveryStatus.Returned) => line with { Arrived = line.Arrived - moved, Back = line.Back + moved },
            (_, DeliveryStatus.Returned) => line with { Road = line.Road - moved, Home = line.Home + moved },
            _ => line,
        });
    }

    private static async Task CancelCopiesAsync(OrderScene scene)
    {
        var (isbn, quantity) = (scene.AnyBook(), scene.Random.Next(1, 3));
        var cancelled = await scene.Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = scene.Order.Id, Items = [new CancelOrderItem(isbn, quantity)] });
        if (cancelled.Outcome == CancelOrderOutcome.Cancelled)
        {
            scene.Model.Move([(isbn, quantity)], static (line, moved) => line with { Home = line.Home - moved, Cancelled = line.Cancelled + moved });
        }
    }

    private static async Task CancelAsync(OrderScene scene)
    {
        // Rare, since it ends the order.
        if (scene.Random.Next(4) > 0)
        {
            return;
        }

        var cancelled = await scene.Shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = scene.Order.Id });
        if (cancelled.Outcome == CancelOrderOutcome.Cancelled && !scene.Model.IsOver)
        {
            scene.Model.Lines.Values.ShouldAllBe(static line => line.Road + line.Arrived == 0);
            scene.Model.Move([.. scene.Model.Lines.Select(static line => (line.Key, line.Value.Home))], static (line, moved) => line with { Home = 0, Cancelled = line.Cancelled + moved });
        }
    }

    // What comes is not always what was announced, and not all of it can be sold again.
    private static async Task ReturnAsync(OrderScene scene)
    {
        var (isbn, announced, shipping) = (scene.AnyBook(), scene.Random.Next(1, 4), scene.Random.Next(3) == 0);
        var came = scene.Random.Next(announced + 1);
        var sellable = scene.Random.Next(came + 1);
        var asked = await scene.Shop.Returns.CreateAsync(new CreateReturnRequest { OrderId = scene.Order.Id, Items = [new ReturnItem(isbn, announced)], Shipping = shipping });

        (asked.Outcome == CreateReturnOutcome.Created).ShouldBe(announced <= scene.Model.Lines[isbn].Arrived, $"{asked.Outcome} of {announced} of {isbn}, {scene}");
        if (asked.Return is not { } made)
        {
            return;
        }

        await scene.Shop.Returns.ApproveAsync(made.Id);
        var received = await scene.Shop.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = made.Id, Items = [new ReceivedItem(isbn, came, sellable)] });
        received.Outcome.ShouldBe(MoveReturnOutcome.Moved, $"{scene}");
        if (came > 0)
        {
            scene.Model.TakeBack(isbn, came, shipping);
            scene.Damaged[isbn] = scene.Damaged.GetValueOrDefault(isbn) + came - sellable;
        }
    }

    private static async Task RefundCopiesAsync(OrderScene scene)
    {
        var (isbn, quantity, shipping) = (scene.AnyBook(), scene.Random.Next(1, 3), scene.Random.Next(4) == 0);
        quantity = Math.Min(quantity, scene.Order.Lines.Single(line => line.Isbn == isbn).Quantity);
        var expected = scene.Model.PriceOf(isbn, quantity, shipping);

        var refund = await scene.Shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = scene.Order.Id, Items = [new RefundItem(isbn, quantity)], Shipping = shipping, Reason = "damaged" });

        (refund.Refund?.Amount.MinorUnits).ShouldBe(expected, $"{refund.Outcome} of {quantity} of {isbn}{(shipping ? " and shipping" : "")}, {scene}");
        if (expected is { } price)
        {
            scene.Model.PayBack(isbn, quantity, shipping, price);
        }
    }

    private static async Task RefundAmountAsync(OrderScene scene)
    {
        var amount = Money.FromMinorUnits(scene.Random.NextInt64(1, (scene.Order.Total.MinorUnits / 4) + 2), scene.Order.Total.Currency);
        var isPossible = amount.MinorUnits <= scene.Model.Left;

        var refund = await scene.Shop.Refunds.CreateAsync(new CreateRefundRequest { OrderId = scene.Order.Id, Amount = amount.Amount, Reason = "goodwill" });

        (refund.Outcome == CreateRefundOutcome.Created).ShouldBe(isPossible, $"{refund.Outcome} of {amount}, {scene}");
        scene.Model.PayBack(isPossible ? amount.MinorUnits : 0);
    }

    // The gateway's answer may be lost, before or after the refund was made: it is asked again later. Or it refuses a refund for good, unless it may have made it.
    private static async Task SettleAsync(OrderScene scene)
    {
        var pending = (await scene.RefundsAsync()).Where(static refund => refund.Status == RefundStatus.Pending).ToList();
        if (pending.Exists(refund => !scene.Asked.Contains(refund.Id)) && scene.Random.Next(2) == 0)
        {
            var mayRefuse = !pending.Exists(refund => scene.Asked.Contains(refund.Id));
            scene.Shop.Gateway.Plan(GatewayOperation.Refund, scene.Random.Next(4) switch
            {
                0 => CallFault.LoseAnswer,
                1 => CallFault.AnswerUnknown,
                _ => mayRefuse ? CallFault.Refuse : CallFault.AnswerUnknown,
            });
        }

        await scene.SettleAsync();
        scene.Shop.Time.Advance(TimeSpan.FromMinutes(scene.Random.Next(10)));
    }

    // A person looks at a refund that failed: it is tried again, was made another way, or is given up.
    private static async Task ResolveAsync(OrderScene scene)
    {
        var failed = scene.Model.Refunds.Where(static refund => refund is { IsFailed: true, IsResolved: false }).ToList();
        if (failed.Count > 0)
        {
            await scene.ResolveAsync(failed[scene.Random.Next(failed.Count)], scene.Random.Next(3));
        }
    }
}
