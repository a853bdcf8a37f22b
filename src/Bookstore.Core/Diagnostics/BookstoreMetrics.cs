using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bookstore.Diagnostics;

/// <summary>The names under which the library can be watched, and its instruments. Nothing here carries personal or card data.</summary>
internal static class BookstoreMetrics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> and of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Name = "Bookstore";

    public static readonly ActivitySource ActivitySource = new(Name, InstrumentationVersion.Current);

    private static readonly Meter Meter = new(Name, InstrumentationVersion.Current);

    /// <summary>Orders by outcome (tag <c>outcome</c>).</summary>
    public static readonly Counter<long> Orders = Meter.CreateCounter<long>("bookstore.orders", "{order}", "Orders that were placed, by outcome.");

    /// <summary>Operations refused because the queue was full.</summary>
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("bookstore.writes.refused", "{operation}", "Operations refused because the queue was full.");

    /// <summary>Batches tried again.</summary>
    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("bookstore.commit.retries", "{batch}", "Batches that were tried again.");

    /// <summary>Commits whose outcome had to be found out.</summary>
    public static readonly Counter<long> UnknownOutcomes = Meter.CreateCounter<long>("bookstore.commit.unknown_outcomes", "{batch}", "Commits whose outcome had to be found out.");

    /// <summary>Operations of a commit.</summary>
    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram(
        "bookstore.commit.size", "{operation}", "Operations of a commit.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048] });

    /// <summary>How long a commit takes, in seconds.</summary>
    public static readonly Histogram<double> CommitDuration = Meter.CreateHistogram(
        "bookstore.commit.duration",
        "s",
        "How long writing and committing a batch takes.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    /// <summary>Pending orders that recovery advanced (tag <c>action</c>).</summary>
    public static readonly Counter<long> Recovered = Meter.CreateCounter<long>("bookstore.recovery.actions", "{order}", "Pending orders that recovery took up, by result.");

    /// <summary>Payments settled (tag <c>action</c>).</summary>
    public static readonly Counter<long> Settled = Meter.CreateCounter<long>("bookstore.settlement.actions", "{payment}", "Captures, voids and refunds that were called, by result.");

    /// <summary>Deliveries that wait for a courier that no host has (tag <c>courier</c>).</summary>
    public static readonly Gauge<long> Unserved = Meter.CreateGauge<long>("bookstore.deliveries.unserved", "{delivery}", "Deliveries that wait for a courier that no host has.");

    /// <summary>Orders that wait for a gateway that no host has (tag <c>gateway</c>).</summary>
    public static readonly Gauge<long> UnservedOrders = Meter.CreateGauge<long>("bookstore.orders.unserved", "{order}", "Orders that wait for a payment gateway that no host has.");

    /// <summary>Refunds that wait for a gateway that no host has (tag <c>gateway</c>).</summary>
    public static readonly Gauge<long> UnservedRefunds = Meter.CreateGauge<long>("bookstore.refunds.unserved", "{refund}", "Refunds that wait for a payment gateway that no host has; counted up to 1,000.");

    /// <summary>Notifications that wait for a source that no host has (tag <c>source</c>).</summary>
    public static readonly Gauge<long> UnservedNotifications = Meter.CreateGauge<long>("bookstore.notifications.unserved", "{notification}", "Notifications that wait for a source that no host has; counted up to 1,000.");

    /// <summary>Events of commits.</summary>
    public static readonly Counter<long> EventsWritten = Meter.CreateCounter<long>("bookstore.events.written", "{event}", "Events that were committed to the feed.");

    /// <summary>Tries of events (tags <c>consumer</c>, <c>outcome</c>).</summary>
    public static readonly Counter<long> Consumed = Meter.CreateCounter<long>("bookstore.events.consumed", "{event}", "Tries of consumers to deal with events, by consumer and outcome.");

    /// <summary>How many positions a consumer is behind (tag <c>consumer</c>).</summary>
    public static readonly Gauge<long> ConsumerBehind = Meter.CreateGauge<long>("bookstore.events.behind", "{event}", "How many events a consumer is behind the end of the feed, those of other types included.");

    /// <summary>The age of the first event that a consumer is behind (tag <c>consumer</c>).</summary>
    public static readonly Gauge<double> ConsumerLagTime = Meter.CreateGauge<double>("bookstore.events.lag", "s", "How long ago the first event happened that a consumer is behind.");

    /// <summary>How long the first of a consumer's parked events is parked (tag <c>consumer</c>).</summary>
    public static readonly Gauge<double> ParkedFor = Meter.CreateGauge<double>("bookstore.events.parked.age", "s", "For how long the first of a consumer's parked events is parked.");

    private static readonly string[] Names = Enum.GetNames<PlaceOrderOutcome>();

    /// <summary>Adds to a counter, under the shop's name where it has one.</summary>
    public static void Count(Counter<long> counter, string? shop, long amount = 1)
    {
        if (shop is null)
        {
            counter.TryAdd(amount);
        }
        else
        {
            counter.TryAdd(amount, Shop(shop));
        }
    }

    public static void CountOrder(string? shop, PlaceOrderOutcome outcome) => Count(Orders, shop, Tag("outcome", Names[(int)outcome]));

    public static void CountRecovery(string? shop, string action) => Count(Recovered, shop, Tag("action", action));

    public static void CountSettlement(string? shop, string action) => Count(Settled, shop, Tag("action", action));

    public static void CountUnserved(string? shop, string courier, long deliveries)
    {
        if (shop is null)
        {
            Unserved.TryRecord(deliveries, Tag("courier", courier));
        }
        else
        {
            Unserved.TryRecord(deliveries, Tag("courier", courier), Shop(shop));
        }
    }

    public static void CountUnservedRefunds(string? shop, string gateway, long refunds)
    {
        if (shop is null)
        {
            UnservedRefunds.TryRecord(refunds, Tag("gateway", gateway));
        }
        else
        {
            UnservedRefunds.TryRecord(refunds, Tag("gateway", gateway), Shop(shop));
        }
    }

    public static void CountUnservedNotifications(string? shop, string source, long notifications)
    {
        if (shop is null)
        {
            UnservedNotifications.TryRecord(notifications, Tag("source", source));
        }
        else
        {
            UnservedNotifications.TryRecord(notifications, Tag("source", source), Shop(shop));
        }
    }

    public static void CountUnservedOrders(string? shop, string gateway, long orders)
    {
        if (shop is null)
        {
            UnservedOrders.TryRecord(orders, Tag("gateway", gateway));
        }
        else
        {
            UnservedOrders.TryRecord(orders, Tag("gateway", gateway), Shop(shop));
        }
    }

    /// <summary>Whether anyone looks at how far consumers are behind, which costs reads.</summary>
    public static bool AreLagsWanted => ConsumerBehind.Enabled || ConsumerLagTime.Enabled || ParkedFor.Enabled;

    public static void CountConsumed(string? shop, string consumer, string outcome)
    {
        if (shop is null)
        {
            Consumed.TryAdd(1, Tag("consumer", consumer), Tag("outcome", outcome));
        }
        else
        {
            Consumed.TryAdd(1, Tag("consumer", consumer), Tag("outcome", outcome), Shop(shop));
        }
    }

    public static void RecordLag(string? shop, string consumer, long events, TimeSpan age, TimeSpan parkedFor)
    {
        KeyValuePair<string, object?>[] tags = shop is null ? [Tag("consumer", consumer)] : [Tag("consumer", consumer), Shop(shop)];
        ConsumerBehind.TryRecord(events, tags);
        ConsumerLagTime.TryRecord(age.TotalSeconds, tags);
        ParkedFor.TryRecord(Math.Max(0, parkedFor.TotalSeconds), tags);
    }

    /// <summary>Records a commit.</summary>
    public static void RecordCommit(string? shop, TimeSpan duration, int operations)
    {
        if (shop is null)
        {
            CommitDuration.TryRecord(duration.TotalSeconds);
            BatchSize.TryRecord(operations);
        }
        else
        {
            CommitDuration.TryRecord(duration.TotalSeconds, Shop(shop));
            BatchSize.TryRecord(operations, Shop(shop));
        }
    }

    private static void Count(Counter<long> counter, string? shop, KeyValuePair<string, object?> tag)
    {
        if (shop is null)
        {
            counter.TryAdd(1, tag);
        }
        else
        {
            counter.TryAdd(1, tag, Shop(shop));
        }
    }

    private static KeyValuePair<string, object?> Shop(string name) => Tag("shop", name);

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
