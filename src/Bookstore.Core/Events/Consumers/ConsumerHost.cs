using System.Collections.Concurrent;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>What all consumers of a shop on this host share.</summary>
internal sealed record ConsumerHost(WorkContext Context, GroupCommit Commit, EventFeed Feed, EventTail Tail, ILogger Logger)
{
    private static readonly TimeSpan ShortestLease = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestLease = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Bulkhead> _bulkheads = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (string Name, long Events, TimeSpan Age, TimeSpan ParkedFor)> _lags = new(StringComparer.Ordinal);

    /// <summary>The feed, with one reader of its newest events for all consumers that run here.</summary>
    public EventFeed SharedFeed { get; } = new(new NewestEvents(Context.Store, Context.Clock.Time).ReadAsync, Tail);

    public IBookstoreStore Store => Context.Store;

    public StoreClock Clock => Context.Clock;

    public TimeProvider Time => Context.Clock.Time;

    public string? Shop => Context.Options.ShopName;

    public bool IsInline => Context.Options.WritePath.ContinuesInline;

    /// <summary>After how long without a sign of this host another one takes its consumers over.</summary>
    public TimeSpan Lease => Context.Options.RecoveryGrace < ShortestLease ? ShortestLease : Context.Options.RecoveryGrace > LongestLease ? LongestLease : Context.Options.RecoveryGrace;

    /// <summary>The consumers that run here: what the hosted service runs, a round does not take from it.</summary>
    public ConcurrentDictionary<string, bool> Running { get; } = new(StringComparer.Ordinal);

    /// <summary>The threads of a consumer's calls: one whose handler blocks them takes none from the others. They count for as long as they are blocked, over all runs.</summary>
    public Bulkhead BulkheadOf(EventConsumer consumer) => _bulkheads.GetOrAdd(consumer.Name, _ => new Bulkhead(IsInline, 2 * consumer.Concurrency));

    /// <summary>Cancels what belongs to a run, beside its loop: what is registered on the token is the application's own.</summary>
    public void Cancel(CancellationTokenSource source)
    {
        if (IsInline)
        {
            source.Cancel();
        }
        else
        {
            _ = source.CancelAsync();
        }
    }

    /// <summary>Forgets those of consumers that are neither listed nor run any more.</summary>
    public void Forget(IReadOnlyList<EventConsumer> listed)
    {
        if (_bulkheads.Count > listed.Count)
        {
            var names = listed.Select(static consumer => consumer.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var name in _bulkheads.Keys.Where(name => !names.Contains(name) && !Running.ContainsKey(name)))
            {
                _bulkheads.TryRemove(name, out _);
            }
        }
    }

    /// <summary>Acquires a consumer, unless another host has it or it is stopped.</summary>
    public async Task<ConsumerBody?> AcquireAsync(EventConsumer consumer, CancellationToken cancellationToken)
    {
        var stored = await Store.FindDocumentAsync(ConsumerDocuments.Consumers.IdOf(ConsumerDocuments.IdOf(consumer.Name)), cancellationToken).ConfigureAwait(false);
        var now = await Clock.NowAsync(cancellationToken).ConfigureAwait(false);
        if (stored?.State == ConsumerDocuments.Stopped || (stored is null && !consumer.BeginsByItself))
        {
            return null;
        }

        if (stored is not null && ConsumerDocuments.Consumers.Read(stored) is { Holder: { } holder } taken && holder != Context.Host.Id)
        {
            // Taken over only where it is certain that the time of the other host is up.
            if (taken.Until > now || await Clock.ReadSteadyAsync(Lease, cancellationToken).ConfigureAwait(false) is null)
            {
                return null;
            }
        }

        long? start = stored is null && consumer.StartAt == EventStart.End ? await Store.ReadLastEventAsync(cancellationToken).ConfigureAwait(false) : null;
        return await Commit.SubmitAsync(new AcquireConsumer(consumer.Name, Context.Host.Id, now, now.Plus(Lease), start) { IsExternal = consumer.IsExternal }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Records that a consumer is not behind here any more: where it runs next it is measured again.</summary>
    public void ForgetLag(EventConsumer consumer) => RecordLag(consumer, null);

    /// <summary>Measures how far a consumer is behind. What cannot be measured now is measured next time.</summary>
    public async ValueTask MeasureAsync(EventConsumer consumer, Guid id, long? position)
    {
        if (!Context.Metrics.AreLagsWanted)
        {
            return;
        }

        try
        {
            var lag = await ConsumerLag.ReadAsync(Store, position, Time, CancellationToken.None).ConfigureAwait(false);
            var oldest = await Store.ListDocumentsOfAsync(id, ConsumerDocuments.ParkedEvents.Name, null, 1, CancellationToken.None).ConfigureAwait(false);
            var parkedFor = oldest.Count == 0 ? TimeSpan.Zero : Time.GetUtcNow() - ConsumerDocuments.ParkedEvents.Read(oldest[0]).ParkedAt;
            RecordLag(consumer, (lag.Events, lag.Age, parkedFor));
        }
        catch (BookstoreStoreException)
        {
            // The run itself says so when it cannot continue.
        }
    }

    // Those that share a name are one in the metrics, and the worst of them counts.
    private void RecordLag(EventConsumer consumer, (long Events, TimeSpan Age, TimeSpan ParkedFor)? lag)
    {
        var name = consumer.MetricName ?? consumer.Name;
        if (lag is { } measured)
        {
            _lags[consumer.Name] = (name, measured.Events, measured.Age, measured.ParkedFor);
        }
        else
        {
            _lags.TryRemove(consumer.Name, out _);
        }

        var (events, age, parkedFor) = (0L, TimeSpan.Zero, TimeSpan.Zero);
        foreach (var (_, other) in _lags)
        {
            if (other.Name == name)
            {
                events = Math.Max(events, other.Events);
                age = other.Age > age ? other.Age : age;
                parkedFor = other.ParkedFor > parkedFor ? other.ParkedFor : parkedFor;
            }
        }

        Context.Metrics.RecordLag(name, events, age, parkedFor);
    }
}
