using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.Crash;

/// <summary>Couriers that hang in a running shop: their own deliveries wait. Those of another courier, the payments and the sales do not.</summary>
public sealed class HangingCourierTests(ITestOutputHelper output) : IDisposable
{
    // One wave is booked in one round of the background work: a single one would measure how long the next round was away.
    private const int Waves = 6;
    private const int Parcels = 50;
    private const int Waiting = 40;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly Isbn Isbn = Shelf.Isbn(1);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Couriers_that_do_not_answer_or_after_an_hour_delay_their_own_deliveries_alone()
    {
        await SellAsync("first run");
        var alone = await SellAsync("alone");
        var beside = await SellAsync("beside", new HangingCourier("never", blocks: false), new HangingCourier("blocks", blocks: true));

        Report("bookings a second of a courier that is alone", alone);
        Report("bookings a second of a courier beside two that hang", beside);
    }

    public void Dispose() => _folder.Dispose();

    // Sells, settles and books while the others hang. Returns how many bookings a second the courier that answers has got.
    private async Task<double> SellAsync(string name, params HangingCourier[] hanging)
    {
        var bike = new CountingCourier();
        await using var shop = new Shop(_folder.Shop(name), configure: Shop.BePatient, couriers: [bike, .. hanging]);
        await shop.StockAsync(Isbn, 10_000);
        await shop.StartAsync();
        var stuck = new List<Guid>();
        foreach (var courier in hanging)
        {
            stuck.AddRange(await Task.WhenAll(Enumerable.Range(0, Waiting).Select(_ => ScheduleAsync(shop, courier.Name))));
        }

        await Task.WhenAll(hanging.Select(static courier => courier.Hangs)).WaitAsync(Patience);
        var began = Stopwatch.GetTimestamp();
        foreach (var wave in bike.Booked)
        {
            await Task.WhenAll(Enumerable.Range(0, Parcels).Select(_ => ScheduleAsync(shop, bike.Name)));
            await wave.WaitAsync(Patience);
        }

        var rate = Waves * Parcels / Stopwatch.GetElapsedTime(began).TotalSeconds;

        bike.Calls.ShouldBe(Waves * Parcels);
        (await TrackedAsync(shop, stuck)).ShouldBe(0);
        await ShouldBePaidAsync(shop);
        await ShouldBeBookedAfterAnHourAsync(shop, hanging, stuck);
        return rate;
    }

    private static async Task<Guid> ScheduleAsync(Shop shop, string courier)
    {
        var placed = await shop.Workflow.PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = Guid.NewGuid().ToString(),
            Lines = [new PlaceOrderLine(Isbn, 1)],
            Payment = new PaymentToken(Cards.Good),
        });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = placed.Order!.Id, Address = "1 Street", Courier = courier });
        return scheduled.Delivery!.Id;
    }

    private static async Task ShouldBePaidAsync(Shop shop)
    {
        await shop.SettleAsync();
        await Promises.ShouldHoldAsync(shop, null);
    }

    // Calls that returned after an hour, and those that are repeated, end in one booking each.
    private static async Task ShouldBeBookedAfterAnHourAsync(Shop shop, HangingCourier[] hanging, List<Guid> stuck)
    {
        shop.Time.Advance(TimeSpan.FromHours(1));
        Array.ForEach(hanging, static courier => courier.Release());
        await shop.StopAsync();
        await shop.FinishAsync();

        (await TrackedAsync(shop, stuck)).ShouldBe(stuck.Count);
        await Promises.ShouldHoldAsync(shop, null);
    }

    private static async Task<int> TrackedAsync(Shop shop, List<Guid> deliveries)
    {
        var tracked = 0;
        foreach (var id in deliveries)
        {
            tracked += (await shop.Deliveries.FindAsync(id))!.TrackingNumber is null ? 0 : 1;
        }

        return tracked;
    }

    private void Report(string name, double rate) => output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"reliability: {name}={rate:0}"));

    /// <summary>A courier that answers at once.</summary>
    private sealed class CountingCourier : ICourier
    {
        private readonly ConcurrentDictionary<Guid, bool> _booked = new();
        private readonly TaskCompletionSource[] _waves = [.. Enumerable.Range(0, Waves).Select(static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))];
        private int _calls;
        private int _parcels;

        public string Name => "bike";

        public int Calls => Volatile.Read(ref _calls);

        /// <summary>Each ends when so many waves are booked.</summary>
        public IEnumerable<Task> Booked => _waves.Select(static wave => wave.Task);

        public ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _calls);
            if (_booked.TryAdd(delivery.Id, true) && Interlocked.Increment(ref _parcels) is var parcels && parcels % Parcels == 0)
            {
                _waves[(parcels / Parcels) - 1].SetResult();
            }

            return ValueTask.FromResult(BookingResult.Booked($"B-{delivery.Id:N}"));
        }

        public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => ValueTask.FromResult(CancelBookingResult.Cancelled);
    }
}
