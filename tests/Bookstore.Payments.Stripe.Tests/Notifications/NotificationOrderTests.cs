using Bookstore.Stripe.Double.Webhooks;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe.Notifications;

/// <summary>The same life of some orders, and its notifications in another order, some twice, and late: the orders end as they do with each notification once and in order.</summary>
public sealed class NotificationOrderTests
{
    /// <summary>A few in every run, and many in the long form.</summary>
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, LongRun.IsOn ? 200 : 3)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Notifications_shuffled_repeated_and_delayed_end_as_in_order(int seed)
    {
        var expected = await PlayAsync(null);

        (await PlayAsync(seed)).ShouldBe(expected);

        expected.Select(static order => order.Status).ShouldBe(
            [OrderStatus.Created, OrderStatus.Rejected, OrderStatus.Created, OrderStatus.Rejected, OrderStatus.Rejected, OrderStatus.Created, OrderStatus.Created]);
        expected[5].Dispute.ShouldBe(DisputeStatus.Lost);
    }

    private static async Task<List<OrderEnd>> PlayAsync(int? seed)
    {
#pragma warning disable CA5394 // The order of a test, not a secret.
        var random = seed is { } value ? new Random(value) : null;
        await using var shop = await ReceivingShop.OpenAsync();
        var orders = new List<Order>();
        foreach (var token in (string[])["pm_card_authenticationRequired", "pm_card_authenticationRequired", "pm_card_visa", "pm_card_visa_chargeDeclined", "pm_card_authenticationRequired", "pm_card_visa", "pm_card_visa"])
        {
            orders.Add(await shop.PlaceAsync(token));
        }

        string IntentOf(int order) => shop.IntentOf(orders[order].Id);
        Action[] steps =
        [
            () => shop.Stripe.Account.CompleteAction(IntentOf(0), isApproved: true),
            () => shop.Stripe.Account.CompleteAction(IntentOf(1), isApproved: false),
            () => shop.Orders.CancelAsync(new CancelOrderRequest { OrderId = orders[4].Id }).GetAwaiter().GetResult(),
            () => shop.Maintenance.DrainPaymentsAsync().GetAwaiter().GetResult(),
            () => shop.Stripe.Account.Dispute(IntentOf(5)),
            () => shop.Stripe.Account.CloseDispute(IntentOf(5), "lost"),
            () => shop.Stripe.Account.RefundInDashboard(IntentOf(6), 500),
        ];
        var sent = 0;
        foreach (var step in steps)
        {
            step();

            // Some of what has happened so far comes now, and the rest later.
            if (random is null || random.Next(3) == 0)
            {
                var happened = shop.Stripe.Account.Events.Skip(sent).ToList();
                sent += happened.Count;
                await shop.SendAsync(random is null ? happened : WebhookSender.Shuffle(happened, random.Next()));
                await shop.Maintenance.RunOnceAsync();
            }

            if (random?.Next(2) == 0)
            {
                shop.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 20)));
            }
        }

        await shop.SendAsync(random is null ? shop.Stripe.Account.Events.Skip(sent) : WebhookSender.Shuffle(shop.Stripe.Account.Events, random.Next()));
#pragma warning restore CA5394
        await shop.WorkAsync();
        await shop.Maintenance.DrainPaymentsAsync();
        var ends = new List<OrderEnd>();
        foreach (var order in orders)
        {
            var end = await shop.FindAsync(order.Id);
            ends.Add(new OrderEnd(end.Status, end.PaymentStatus, end.PaymentFailureCode, end.Refunded.Amount, end.Dispute?.Status, end.Attention?.Reason));
        }

        return ends;
    }

    private sealed record OrderEnd(OrderStatus Status, PaymentStatus Payment, string? FailureCode, decimal Refunded, DisputeStatus? Dispute, AttentionReason? Attention);
}
