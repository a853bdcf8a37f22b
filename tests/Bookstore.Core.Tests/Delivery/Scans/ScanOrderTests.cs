using Bookstore.Support;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Deliveries;

/// <summary>The same lives of some parcels, and their scans in another order, some twice, and late: the deliveries, their orders and the stock end as they do with each scan once and in order.</summary>
public sealed class ScanOrderTests
{
    private static readonly DeliveryStatus[][] Lives =
    [
        [DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Delivered],
        [DeliveryStatus.InTransit, DeliveryStatus.Failed, DeliveryStatus.InTransit, DeliveryStatus.Delivered],
        [DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Failed, DeliveryStatus.InTransit, DeliveryStatus.Failed],
        [DeliveryStatus.InTransit, DeliveryStatus.Failed, DeliveryStatus.Returned],
        [DeliveryStatus.Dispatched, DeliveryStatus.InTransit, DeliveryStatus.Lost],
        [DeliveryStatus.Delivered],
    ];

    // Only a courier that can be asked tells a parcel that came back from the customer from one that never got there.
    private static readonly DeliveryStatus[] SentBack = [DeliveryStatus.InTransit, DeliveryStatus.Delivered, DeliveryStatus.Returned];

    public static TheoryData<int, bool> Seeds
    {
        get
        {
            var seeds = new TheoryData<int, bool>();
            for (var seed = 1; seed <= (LongRun.IsOn ? 200 : 6); seed++)
            {
                seeds.Add(seed, seed % 2 == 0);
            }

            return seeds;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Scans_shuffled_repeated_and_delayed_end_as_in_order(int seed, bool canBeAsked)
    {
        var expected = await PlayAsync(null, canBeAsked);

        (await PlayAsync(seed, canBeAsked)).ShouldBe(expected);

        expected.Take(6).Select(static end => end.Delivery).ShouldBe(
            [DeliveryStatus.Delivered, DeliveryStatus.Delivered, DeliveryStatus.Failed, DeliveryStatus.Returned, DeliveryStatus.Lost, DeliveryStatus.Delivered]);
    }

    private static async Task<List<End>> PlayAsync(int? seed, bool canBeAsked)
    {
#pragma warning disable CA5394 // The order of a test, not a secret.
        var random = seed is { } value ? new Random(value) : null;
        await using var scans = await ScanShop.OpenAsync();
        scans.Courier.CanBeAsked = canBeAsked;
        DeliveryStatus[][] lives = canBeAsked ? [.. Lives, SentBack] : Lives;
        var deliveries = new List<Guid>();
        foreach (var _ in lives)
        {
            deliveries.Add(await scans.ScheduleAsync());
        }

        // The parcels' lives are mixed: minute by minute, each is seen once.
        for (var minute = 0; minute < lives.Max(static life => life.Length); minute++)
        {
            for (var parcel = 0; parcel < lives.Length; parcel++)
            {
                if (minute < lives[parcel].Length)
                {
                    scans.Courier.Scan(deliveries[parcel], lives[parcel][minute], scans.At(minute), byNumber: parcel % 2 == 0);
                }
            }
        }

        var sent = random is null ? scans.Courier.Notifications : scans.Courier.DeliverUnreliably(random.Next());
        foreach (var notification in sent)
        {
            await scans.ReceiveAsync(notification);
            if (random is null || random.Next(3) == 0)
            {
                await scans.WorkAsync();
            }

            if (random?.Next(4) == 0)
            {
                scans.Shop.Time.Advance(TimeSpan.FromSeconds(random.Next(1, 90)));
            }
        }
#pragma warning restore CA5394

        await scans.WorkAsync();
        await scans.Shop.Maintenance.DrainPaymentsAsync();
        await scans.Shop.ShouldHoldAsync();
        (await scans.EntriesAsync(InboxState.Waiting)).ShouldBeEmpty();
        var ends = new List<End>();
        foreach (var id in deliveries)
        {
            var delivery = await scans.DeliveryAsync(id);
            var order = await scans.Shop.OrderAsync(delivery.OrderId);
            ends.Add(new End(delivery.Status, delivery.ScannedAt, order.Status, order.Fulfilment, order.PaymentStatus, order.Refunded.Amount, (await scans.Shop.StockAsync(TestShop.Odyssey)).OnHand));
        }

        return ends;
    }

    private sealed record End(DeliveryStatus Delivery, DateTimeOffset? ScannedAt, OrderStatus Order, Fulfilment Fulfilment, PaymentStatus Payment, decimal Refunded, int OnHand);
}
