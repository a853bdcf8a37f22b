using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bookstore.Diagnostics;

/// <summary>The names under which the library can be watched, and its instruments. Nothing here carries personal or card data.</summary>
internal static class BookstoreMetrics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> and of the <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string Name = "Bookstore";

    public static readonly ActivitySource ActivitySource = new(Name);

    private static readonly Meter Meter = new(Name);

    /// <summary>Orders by outcome (tag <c>outcome</c>).</summary>
    public static readonly Counter<long> Orders = Meter.CreateCounter<long>("bookstore.orders", "{order}", "Orders that were placed, by outcome.");

    /// <summary>Operations refused because the queue was full.</summary>
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>("bookstore.writes.refused", "{operation}", "Operations refused because the queue was full.");

    /// <summary>Batches tried again.</summary>
    public static readonly Counter<long> Retries = Meter.CreateCounter<long>("bookstore.commit.retries", "{batch}", "Batches that were tried again.");

    /// <summary>Commits whose outcome had to be found out.</summary>
    public static readonly Counter<long> UnknownOutcomes = Meter.CreateCounter<long>("bookstore.commit.unknown_outcomes", "{batch}", "Commits whose outcome had to be found out.");

    /// <summary>Operations of a commit.</summary>
    public static readonly Histogram<int> BatchSize = Meter.CreateHistogram<int>("bookstore.commit.size", "{operation}", "Operations of a commit.");

    /// <summary>How long a commit takes, in seconds.</summary>
    public static readonly Histogram<double> CommitDuration = Meter.CreateHistogram<double>("bookstore.commit.duration", "s", "How long writing and committing a batch takes.");

    /// <summary>Pending orders that recovery brought on (tag <c>action</c>).</summary>
    public static readonly Counter<long> Recovered = Meter.CreateCounter<long>("bookstore.recovery.actions", "{order}", "Pending orders that recovery looked at, by what came of it.");

    /// <summary>Payments settled (tag <c>action</c>).</summary>
    public static readonly Counter<long> Settled = Meter.CreateCounter<long>("bookstore.settlement.actions", "{payment}", "Owed payments that were tried, by what came of it.");

    /// <summary>Deliveries that wait for a courier that no host has (tag <c>courier</c>).</summary>
    public static readonly Gauge<long> Unserved = Meter.CreateGauge<long>("bookstore.deliveries.unserved", "{delivery}", "Deliveries that wait for a courier that no host has.");

    public static void CountUnserved(string courier, long deliveries) => Unserved.Record(deliveries, new KeyValuePair<string, object?>("courier", courier));

    public static void CountOrder(PlaceOrderOutcome outcome) => Orders.Add(1, new KeyValuePair<string, object?>("outcome", Names[(int)outcome]));

    public static void CountRecovery(string action) => Recovered.Add(1, new KeyValuePair<string, object?>("action", action));

    public static void CountSettlement(string action) => Settled.Add(1, new KeyValuePair<string, object?>("action", action));

    private static readonly string[] Names = Enum.GetNames<PlaceOrderOutcome>();
}
