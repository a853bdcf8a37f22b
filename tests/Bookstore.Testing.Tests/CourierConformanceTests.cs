using System.Collections.Concurrent;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The courier for tests keeps the contract, and the suite finds every adapter that does not.</summary>
public sealed class CourierConformanceTests
{
    public static TheoryData<string> Cases => [.. CourierConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public Task The_scripted_courier_keeps_the_contract(string sentence) => CourierConformance.RunAsync(sentence, new ScriptedCourier());

    [Theory]
    [InlineData(Flaw.NoName, "has a name")]
    [InlineData(Flaw.NoNumber, "answers with a tracking number")]
    [InlineData(Flaw.BooksAnew, "made again answers the same")]
    [InlineData(Flaw.OneNumberForAll, "Two deliveries")]
    [InlineData(Flaw.CancelsOnce, "cancelled again")]
    [InlineData(Flaw.ForgetsCancellations, "refuses a booking after its cancellation")]
    [InlineData(Flaw.WindowWithoutEnd, "zero to 30 days")]
    public async Task A_courier_that_breaks_a_sentence_is_found(Flaw flaw, string sentence)
    {
        var found = await Should.ThrowAsync<ConformanceException>(() => CourierConformance.RunAllAsync(new FlawedCourier(flaw)));

        found.Message.ShouldContain(sentence);
    }

    public enum Flaw
    {
        NoName,
        NoNumber,
        BooksAnew,
        OneNumberForAll,
        CancelsOnce,
        ForgetsCancellations,
        WindowWithoutEnd,
    }

    private sealed class FlawedCourier(Flaw flaw) : ICourier
    {
        private readonly ConcurrentDictionary<Guid, bool> _cancelled = [];

        public string Name => flaw == Flaw.NoName ? string.Empty : "flawed";

        public TimeSpan LateBookingWindow => flaw == Flaw.WindowWithoutEnd ? TimeSpan.MaxValue : TimeSpan.Zero;

        public ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken) => ValueTask.FromResult(flaw switch
        {
            Flaw.NoNumber => BookingResult.Booked(string.Empty),
            Flaw.BooksAnew => BookingResult.Booked(Guid.NewGuid().ToString()),
            Flaw.OneNumberForAll => BookingResult.Booked("T-1"),
            _ => _cancelled.ContainsKey(delivery.Id) && flaw != Flaw.ForgetsCancellations ? BookingResult.Refused("cancelled") : BookingResult.Booked(delivery.Id.ToString()),
        });

        public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) =>
            _cancelled.TryAdd(deliveryId, true) || flaw != Flaw.CancelsOnce ? ValueTask.FromResult(CancelBookingResult.Cancelled) : throw new InvalidOperationException("called off already");
    }
}
