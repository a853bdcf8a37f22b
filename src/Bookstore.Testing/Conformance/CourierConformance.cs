using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Testing;

/// <summary>The contract of <see cref="ICourier"/>, a case for each sentence. Run all of them against every adapter that you write.</summary>
public static class CourierConformance
{
    private const int Concurrency = 20;
    private const int MaxTrackingNumberLength = 100;

    /// <summary>Every sentence of the contract.</summary>
    public static IReadOnlyList<ConformanceCase<ICourier>> Cases { get; } =
    [
        new("A courier has a name of 1 to 50 characters", NameAsync),
        new("A booking answers with a tracking number of 1 to 100 characters", BookAsync),
        new("A booking made again answers the same", BookAgainAsync),
        new("Many bookings of one delivery at once are one booking", BookAtOnceAsync),
        new("Two deliveries have two tracking numbers", BookTwoAsync),
        new("A booking can be called off, and called off again", CancelAsync),
        new("Calling off what was never booked succeeds and forbids a later booking", CancelUnknownAsync),
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

    private static async Task BookAsync(ICourier courier)
    {
        var trackingNumber = await courier.BookAsync(NewDelivery(courier), CancellationToken.None).ConfigureAwait(false);
        Expect.True(trackingNumber is { Length: > 0 and <= MaxTrackingNumberLength }, $"the tracking number is '{trackingNumber}'");
    }

    private static async Task BookAgainAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        var first = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        Expect.Equal(first, await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false), "the second tracking number");
    }

    private static async Task BookAtOnceAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        var answers = await Task.WhenAll(Enumerable.Range(0, Concurrency).Select(_ => Task.Run(async () => await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false)))).ConfigureAwait(false);
        Expect.Equal(1, answers.Distinct(StringComparer.Ordinal).Count(), "the number of tracking numbers");
    }

    private static async Task BookTwoAsync(ICourier courier)
    {
        var first = await courier.BookAsync(NewDelivery(courier), CancellationToken.None).ConfigureAwait(false);
        var second = await courier.BookAsync(NewDelivery(courier), CancellationToken.None).ConfigureAwait(false);
        Expect.True(!string.Equals(first, second, StringComparison.Ordinal), $"both tracking numbers are '{first}'");
    }

    private static async Task CancelAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        await courier.CancelAsync(delivery.Id, CancellationToken.None).ConfigureAwait(false);
        await courier.CancelAsync(delivery.Id, CancellationToken.None).ConfigureAwait(false);
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A courier may forbid a booking by any exception.")]
    private static async Task CancelUnknownAsync(ICourier courier)
    {
        var delivery = NewDelivery(courier);
        await courier.CancelAsync(delivery.Id, CancellationToken.None).ConfigureAwait(false);
        string? trackingNumber;
        try
        {
            trackingNumber = await courier.BookAsync(delivery, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Refused in its own words.
            return;
        }

        Expect.Equal(null, trackingNumber, "the later booking");
    }
}
