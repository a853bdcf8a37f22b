namespace Bookstore.Testing;

/// <summary>The contract of <see cref="ICourier"/>, a case for each sentence. Run all of them against every adapter that you write.</summary>
public static class CourierConformance
{
    private const int Concurrency = 20;
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(30);

    /// <summary>Every sentence of the contract.</summary>
    public static IReadOnlyList<ConformanceCase<ICourier>> Cases { get; } =
    [
        new("A courier has a name of 1 to 50 characters", NameAsync),
        new("A courier has a LateBookingWindow of zero to 30 days", WindowAsync),
        new("A booking answers with a tracking number of 1 to 100 characters", BookAsync),
        new("A booking's reference has 1 to 200 characters, where there is one, and its label an absolute http or https address", DescribeAsync),
        new("A booking made again answers the same", BookAgainAsync),
        new("Many bookings of one delivery at once are one booking", BookAtOnceAsync),
        new("Two deliveries have two tracking numbers", BookTwoAsync),
        new("A booking can be cancelled, and cancelled again", CancelAsync),
        new("A booking can be cancelled by its reference, and without it", CancelByReferenceAsync),
        new("Many cancellations of one delivery at once all succeed", CancelAtOnceAsync),
        new("Cancelling what was never booked succeeds", CancelUnknownAsync),
        new("A request without a signature is unauthorized, or the courier sends no notifications", UnsignedAsync),
        new("Asked where a booked parcel is, the courier says so, or that it cannot be asked", TrackAsync),
        new("A courier whose LateBookingWindow is zero refuses a booking after its cancellation", BookLateAsync),
    ];

    /// <summary>Runs one case by its name, for test frameworks that pass texts.</summary>
    /// <param name="name">The <see cref="ConformanceCase{TSubject}.Name"/>.</param>
    /// <param name="courier">The courier.</param>
    /// <returns>A task that ends well when the sentence is kept.</returns>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    /// <exception cref="ConformanceException">The sentence is not kept.</exception>
    public static Task RunAsync(string name, ICourier courier) => Suite.Find(Cases, name).RunAsync(courier);

    /// <summary>Runs all cases, one after the other, for programs without a test framework.</summary>
    /// <param name="courier">The courier.</param>
    /// <returns>A task that ends well when the whole contract is kept.</returns>
    /// <exception cref="ConformanceException">Names every sentence that is not kept, and why.</exception>
    public static Task RunAllAsync(ICourier courier) => Suite.RunAllAsync(Cases, courier);

    private static Delivery NewDelivery(ICourier courier)
    {
        var now = TimeProvider.System.GetUtcNow();
        return new Delivery
        {
            Id = Guid.CreateVersion7(now),
            OrderId = Guid.CreateVersion7(now),
            Address = "1 Main Street, Springfield",
            Courier = courier.Name,
            Status = DeliveryStatus.Scheduled,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }

    private static Task NameAsync(ICourier courier)
    {
        Expect.True(courier.Name is { Length: > 0 and <= Delivery.MaxCourierLength }, $"the name is '{courier.Name}'");
        return Task.CompletedTask;
    }

    private static Task WindowAsync(ICourier courier)
    {
        Expect.True(courier.LateBookingWindow >= TimeSpan.Zero && courier.LateBookingWindow <= LongestWindow, $"the window is {courier.LateBookingWindow}");
        return Task.CompletedTask;
    }

    private static async Task BookAsync(ICourier courier) => await BookOneAsync(courier, NewDelivery(courier)).ConfigureAwait(false);

    private static async Task BookAgainAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        var first = await BookOneAsync(courier, delivery).ConfigureAwait(false);
        Expect.Equal(first, await BookOneAsync(courier, delivery).ConfigureAwait(false), "the second tracking number");
    }

    private static async Task BookAtOnceAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        var answers = await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(() => BookOneAsync(courier, delivery)))).ConfigureAwait(false);
        Expect.Equal(1, answers.Distinct(StringComparer.Ordinal).Count(), "the number of tracking numbers");
    }

    private static async Task BookTwoAsync(ICourier courier)
    {
        var first = await BookOneAsync(courier, NewDelivery(courier)).ConfigureAwait(false);
        var second = await BookOneAsync(courier, NewDelivery(courier)).ConfigureAwait(false);
        Expect.True(!string.Equals(first, second, StringComparison.Ordinal), $"both tracking numbers are '{first}'");
    }

    private static async Task CancelAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        await BookOneAsync(courier, delivery).ConfigureAwait(false);
        await CancelOneAsync(courier, delivery.Id).ConfigureAwait(false);
        await CancelOneAsync(courier, delivery.Id).ConfigureAwait(false);
    }

    // The reference is not known where the answer to the booking was lost.
    private static async Task CancelByReferenceAsync(ICourier courier)
    {
        foreach (var isKnown in new[] { true, false })
        {
            var delivery = NewDelivery(courier);
            var booked = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
            var result = await courier.CancelAsync(delivery.Id, isKnown ? booked.Reference : null, CancellationToken.None).ConfigureAwait(false);
            Expect.Equal(CancelBookingOutcome.Cancelled, result.Outcome, isKnown ? "the cancellation by reference" : "the cancellation without a reference");
        }
    }

    private static async Task DescribeAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        var first = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        Expect.True(first.Reference is null or { Length: > 0 and <= Delivery.MaxCourierReferenceLength }, $"the reference is '{first.Reference}'");
        Expect.True(first.LabelUrl is null or { IsAbsoluteUri: true, Scheme: "https" or "http" }, $"the label's address is '{first.LabelUrl}'");
        var second = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        Expect.Equal(first.Reference, second.Reference, "the second reference");
    }

    private static async Task CancelAtOnceAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        await BookOneAsync(courier, delivery).ConfigureAwait(false);
        await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(() => CancelOneAsync(courier, delivery.Id)))).ConfigureAwait(false);
    }

    private static Task CancelUnknownAsync(ICourier courier) => CancelOneAsync(courier, NewDelivery(courier).Id);

    private static Task UnsignedAsync(ICourier courier)
    {
        foreach (var body in new[] { Array.Empty<byte>(), "{}"u8.ToArray() })
        {
            var reading = courier.ParseNotification(new IncomingNotification { Body = body, Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) });
            Expect.True(!reading.IsAuthentic && reading.Notification is null, "a request without headers is taken in");
        }

        return Task.CompletedTask;
    }

    private static async Task TrackAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        var booked = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        var tracked = await courier.TrackAsync(delivery with { TrackingNumber = booked.TrackingNumber, CourierReference = booked.Reference }, CancellationToken.None).ConfigureAwait(false);
        Expect.True(tracked.Outcome is TrackingOutcome.Found or TrackingOutcome.NotSupported, $"the answer is {tracked.Outcome}");
    }

    private static async Task BookLateAsync(ICourier courier)
    {
        if (courier.LateBookingWindow > TimeSpan.Zero)
        {
            return;
        }

        var delivery = NewDelivery(courier);
        await CancelOneAsync(courier, delivery.Id).ConfigureAwait(false);
        var result = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        Expect.Equal(BookingOutcome.Refused, result.Outcome, "the later booking");
    }

    private static async Task<string> BookOneAsync(ICourier courier, Delivery delivery)
    {
        var result = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        Expect.Equal(BookingOutcome.Booked, result.Outcome, "the booking");
        Expect.True(result.TrackingNumber is { Length: > 0 and <= Delivery.MaxTrackingNumberLength }, $"the tracking number is '{result.TrackingNumber}'");
        return result.TrackingNumber!;
    }

    private static async Task CancelOneAsync(ICourier courier, Guid deliveryId)
    {
        var result = await courier.CancelAsync(deliveryId, null, CancellationToken.None).ConfigureAwait(false);
        Expect.Equal(CancelBookingOutcome.Cancelled, result.Outcome, "the cancellation");
    }
}
