using System.Collections.Concurrent;
using System.Globalization;

namespace Bookstore.Samples;

/// <summary>Customers who order at the same time, each one order after the other.</summary>
internal sealed class Customers(IOrderWorkflow workflow, IDeliveryService deliveries, Demand demand, SampleOptions options)
{
    private readonly long[] _outcomes = new long[Enum.GetValues<PlaceOrderOutcome>().Length];
    private readonly ConcurrentBag<Guid> _scheduled = [];
    private long _answered;

    /// <summary>How long customers waited for a confirmation.</summary>
    public LatencyRecorder Latencies { get; } = new(options.Orders);

    /// <summary>The deliveries that were scheduled.</summary>
    public IReadOnlyCollection<Guid> Scheduled => _scheduled;

    /// <summary>How many orders were answered so far, with any result.</summary>
    public long Answered => Volatile.Read(ref _answered);

    /// <summary>How many orders were answered like this.</summary>
    /// <param name="outcome">The answer.</param>
    /// <returns>The number.</returns>
    public long Count(PlaceOrderOutcome outcome) => Volatile.Read(ref _outcomes[(int)outcome]);

    /// <summary>Places all orders.</summary>
    /// <param name="cancellationToken">Sends the customers home.</param>
    /// <returns>A task that ends with the last answer.</returns>
    public Task PlaceOrdersAsync(CancellationToken cancellationToken)
    {
        var everybodyAtOnce = new ParallelOptions { MaxDegreeOfParallelism = options.Customers, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(Enumerable.Range(0, options.Customers), everybodyAtOnce, ShopAsync);
    }

    private async ValueTask ShopAsync(int customer, CancellationToken cancellationToken)
    {
        var customerId = string.Create(CultureInfo.InvariantCulture, $"customer-{customer + 1:D4}");
        // Each customer has dice of its own, so that a run does not depend on who is faster.
        var random = new Random(unchecked((options.Seed * 1_000_003) + customer));
        var share = (options.Orders / options.Customers) + (customer < options.Orders % options.Customers ? 1 : 0);
        for (var i = 0; i < share; i++)
        {
            await BuyAsync(demand.Next(customerId, random), cancellationToken);
        }
    }

    private async Task BuyAsync(Purchase purchase, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        var result = await workflow.PlaceAsync(purchase.Request, cancellationToken);
        if (result is { Outcome: PlaceOrderOutcome.Created, Order: { } order })
        {
            Latencies.Record(TimeProvider.System.GetElapsedTime(started));
            await FollowUpAsync(purchase, order.Id, cancellationToken);
        }

        Interlocked.Increment(ref _outcomes[(int)result.Outcome]);
        Interlocked.Increment(ref _answered);
    }

    private async Task FollowUpAsync(Purchase purchase, Guid orderId, CancellationToken cancellationToken)
    {
        if (purchase.ChangesMind)
        {
            await workflow.CancelAsync(new CancelOrderRequest { OrderId = orderId }, cancellationToken);
        }
        else if (purchase.WantsDelivery)
        {
            var request = new ScheduleDeliveryRequest { OrderId = orderId, Address = "1 Sample Street, Springfield" };
            var scheduled = await deliveries.ScheduleAsync(request, cancellationToken);
            _scheduled.Add(scheduled.Delivery!.Id);
        }
    }
}
