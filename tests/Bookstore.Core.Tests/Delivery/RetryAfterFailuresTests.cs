using Bookstore.Storage;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Deliveries;

/// <summary>Background work leaves what fails alone for growing pauses. A person does not wait for them.</summary>
public sealed class RetryAfterFailuresTests
{
    [Fact]
    public async Task ResolveAsync_retry_of_a_call_that_failed_on_this_host_is_made_in_the_next_round()
    {
        var isBad = false;
        var courier = new HeldCourier { LateBookingWindow = TimeSpan.Zero };
        await using var shop = await TestShop.OpenAsync(decorate: inner => new BadStore(inner, () => isBad), register: services => services.AddSingleton<ICourier>(courier));
        var order = await shop.PlaceCapturedAsync(TestShop.Odyssey);
        var id = (await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = order.Id, Address = "x", Courier = "bike" })).Delivery!.Id;
        for (var i = 0; i < 10; i++)
        {
            shop.Time.Advance(TimeSpan.FromHours(2));
            var asking = shop.Couriers.RunOnceAsync();
            (await courier.NextBookingAsync()).SetResult(BookingResult.Unknown);
            await asking;
        }

        (await shop.Deliveries.FindAsync(id))!.Attention!.Reason.ShouldBe(DeliveryAttentionReason.OutcomeUnknown);
        isBad = true;
        for (var i = 0; i < 12; i++)
        {
            shop.Time.Advance(TimeSpan.FromHours(2));
            await shop.Couriers.RunOnceAsync();
        }

        isBad = false;
        shop.Time.Advance(TimeSpan.FromSeconds(5));
        (await shop.Deliveries.ResolveAsync(new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Retry })).Outcome.ShouldBe(ResolveDeliveryOutcome.Resolved);
        var calls = courier.Calls.Count;
        var round = shop.Couriers.RunOnceAsync();
        var asked = courier.NextBookingAsync();
        (await Task.WhenAny(asked, round)).ShouldBe(asked, "the courier is asked in this round");
        courier.Calls.Count.ShouldBe(calls + 1);
        (await asked).SetResult(BookingResult.Booked("T-1"));
        await round;
    }

    internal sealed class BadStore(IBookstoreStore inner, Func<bool> isBad) : DelegatingStore(inner)
    {
        public override ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken) =>
            isBad() ? throw new BookstoreStoreException("bad row") : base.OpenAsync(keys, cancellationToken);
    }
}
