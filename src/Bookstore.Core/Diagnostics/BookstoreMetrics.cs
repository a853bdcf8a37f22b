using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Bookstore.Diagnostics;

/// <summary>The instruments of one shop, made by the application's factory of meters, and the names under which the library can be watched. Nothing here carries personal or card data.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class BookstoreMetrics
{
    /// <summary>The name of the <see cref="System.Diagnostics.ActivitySource"/> and of the <see cref="Meter"/>.</summary>
    public const string Name = "Bookstore";

    public static readonly ActivitySource ActivitySource = new(Name, InstrumentationVersion.Current);

    private static readonly string[] Outcomes = Enum.GetNames<PlaceOrderOutcome>();

    private readonly ShopMeter _meter;
    private readonly Counter<long> _orders;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _retries;
    private readonly Counter<long> _unknownOutcomes;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _commitDuration;
    private readonly Counter<long> _recovered;
    private readonly Counter<long> _settled;
    private readonly Gauge<long> _unservedDeliveries;
    private readonly Gauge<long> _unservedOrders;
    private readonly Gauge<long> _unservedRefunds;
    private readonly Gauge<long> _unservedNotifications;
    private readonly Counter<long> _eventsWritten;
    private readonly Counter<long> _consumed;
    private readonly Gauge<long> _consumerBehind;
    private readonly Gauge<double> _consumerLagTime;
    private readonly Gauge<double> _parkedFor;
    private readonly Gauge<double> _overdue;

    /// <summary>Makes the instruments, or finds those that another shop of the application has made.</summary>
    /// <param name="meters">The application's factory; <see langword="null"/> where its services have none.</param>
    /// <param name="shop">The shop's name, the tag <c>shop</c>; <see langword="null"/> for no tag.</param>
    public BookstoreMetrics(IMeterFactory? meters, string? shop)
    {
        _meter = new ShopMeter(Name, meters, shop);
        var meter = _meter.Meter;
        _orders = meter.CreateCounter<long>("bookstore.orders", "{order}", "Orders that were placed, by outcome.");
        _refused = meter.CreateCounter<long>("bookstore.writes.refused", "{operation}", "Operations refused because the queue was full.");
        _retries = meter.CreateCounter<long>("bookstore.commit.retries", "{batch}", "Batches that were tried again.");
        _unknownOutcomes = meter.CreateCounter<long>("bookstore.commit.unknown_outcomes", "{batch}", "Commits whose outcome had to be found out.");
        _batchSize = meter.CreateHistogram(
            "bookstore.commit.size", "{operation}", "Operations of a commit.", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048] });
        _commitDuration = meter.CreateHistogram(
            "bookstore.commit.duration",
            "s",
            "How long writing and committing a batch takes.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });
        _recovered = meter.CreateCounter<long>("bookstore.recovery.actions", "{order}", "Pending orders that recovery took up, by result.");
        _settled = meter.CreateCounter<long>("bookstore.settlement.actions", "{payment}", "Captures, voids and refunds that were called, by result.");
        _unservedDeliveries = meter.CreateGauge<long>("bookstore.deliveries.unserved", "{delivery}", "Deliveries that wait for a courier that no host has.");
        _unservedOrders = meter.CreateGauge<long>("bookstore.orders.unserved", "{order}", "Orders that wait for a payment gateway that no host has.");
        _unservedRefunds = meter.CreateGauge<long>("bookstore.refunds.unserved", "{refund}", "Refunds that wait for a payment gateway that no host has; counted up to 1,000.");
        _unservedNotifications = meter.CreateGauge<long>("bookstore.notifications.unserved", "{notification}", "Notifications that wait for a source that no host has; counted up to 1,000.");
        _eventsWritten = meter.CreateCounter<long>("bookstore.events.written", "{event}", "Events that were committed to the feed.");
        _consumed = meter.CreateCounter<long>("bookstore.events.consumed", "{event}", "Tries of consumers to deal with events, by consumer and outcome.");
        _consumerBehind = meter.CreateGauge<long>("bookstore.events.behind", "{event}", "How many events a consumer is behind the end of the feed, those of other types included.");
        _consumerLagTime = meter.CreateGauge<double>("bookstore.events.lag", "s", "How long ago the first event happened that a consumer is behind.");
        _parkedFor = meter.CreateGauge<double>("bookstore.events.parked.age", "s", "For how long the first of a consumer's parked events is parked.");
        _overdue = meter.CreateGauge<double>("bookstore.work.overdue", "s", "For how long the oldest call, event or notification has been due that is not made yet, by kind of work; measured every 15 seconds.");
    }

    /// <summary>Whether anyone looks at how far consumers are behind, which costs reads.</summary>
    public bool AreLagsWanted => _consumerBehind.Enabled || _consumerLagTime.Enabled || _parkedFor.Enabled;

    /// <summary>Whether anyone looks at how late work is, which costs reads.</summary>
    public bool IsOverdueWanted => _overdue.Enabled;

    public void CountOrder(PlaceOrderOutcome outcome) => _meter.Add(_orders, 1, Tag("outcome", Outcomes[(int)outcome]));

    /// <summary>Counts operations that were refused because the queue was full.</summary>
    public void CountRefused(long operations = 1) => _meter.Add(_refused, operations);

    /// <summary>Counts a batch that is tried again.</summary>
    public void CountRetry() => _meter.Add(_retries, 1);

    /// <summary>Counts a commit whose outcome has to be found out.</summary>
    public void CountUnknownOutcome() => _meter.Add(_unknownOutcomes, 1);

    public void CountEventsWritten(long events) => _meter.Add(_eventsWritten, events);

    public void CountRecovery(string action) => _meter.Add(_recovered, 1, Tag("action", action));

    public void CountSettlement(string action) => _meter.Add(_settled, 1, Tag("action", action));

    public void CountUnservedDeliveries(string courier, long deliveries) => _meter.Record(_unservedDeliveries, deliveries, Tag("courier", courier));

    public void CountUnservedRefunds(string gateway, long refunds) => _meter.Record(_unservedRefunds, refunds, Tag("gateway", gateway));

    public void CountUnservedNotifications(string source, long notifications) => _meter.Record(_unservedNotifications, notifications, Tag("source", source));

    public void CountUnservedOrders(string gateway, long orders) => _meter.Record(_unservedOrders, orders, Tag("gateway", gateway));

    public void CountConsumed(string consumer, string outcome) => _meter.Add(_consumed, 1, Tag("consumer", consumer), Tag("outcome", outcome));

    public void RecordLag(string consumer, long events, TimeSpan age, TimeSpan parkedFor)
    {
        var name = Tag("consumer", consumer);
        _meter.Record(_consumerBehind, events, name);
        _meter.Record(_consumerLagTime, age.TotalSeconds, name);
        _meter.Record(_parkedFor, Math.Max(0, parkedFor.TotalSeconds), name);
    }

    public void RecordOverdue(string kind, TimeSpan age) => _meter.Record(_overdue, age.TotalSeconds, Tag("kind", kind));

    /// <summary>Records a commit.</summary>
    public void RecordCommit(TimeSpan duration, int operations)
    {
        _meter.Record(_commitDuration, duration.TotalSeconds);
        _meter.Record(_batchSize, operations);
    }

    private static KeyValuePair<string, object?> Tag(string key, string value) => new(key, value);
}
