using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Hosting;

namespace Bookstore;

/// <summary>Runs the consumers of a shop on this host: those that its sources list. Each runs on one host at a time.</summary>
internal sealed class ConsumerEngine(ConsumerHost host, IReadOnlyList<IEventConsumerSource> sources) : BackgroundService
{
    // What a store that is away may take of a host that stops.
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(5);

    private readonly EventSignal _refresh = new(isEnabled: true);
    private readonly ConcurrentDictionary<IEventConsumerSource, IReadOnlyList<EventConsumer>> _listed = new();
    private readonly ConcurrentDictionary<string, bool> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunningConsumer> _running = new(StringComparer.Ordinal);

    /// <summary>Asks the sources now.</summary>
    public void Refresh() => _refresh.Raise();

    /// <summary>Runs each consumer once that no host runs, until nothing is left to do for it now.</summary>
    /// <returns>How many events were dealt with.</returns>
    public async Task<int> RunOnceAsync(CancellationToken cancellationToken)
    {
        var runs = new List<Task<int>>();
        foreach (var consumer in await ListAsync(cancellationToken).ConfigureAwait(false))
        {
            runs.Add(new ConsumerLoop(host, consumer).RunOnceAsync(untilIdle: true, cancellationToken));

            // One that throws does not keep the others from their events; it throws again below.
            await ((Task)runs[^1]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var done = await Task.WhenAll(runs).ConfigureAwait(false);
        return done.Sum();
    }

    /// <summary>Lets a stopped consumer run again, where it stopped.</summary>
    /// <returns>Whether it was stopped.</returns>
    public Task<bool> ResumeAsync(string name, CancellationToken cancellationToken) => host.Commit.SubmitAsync(new ResumeConsumer(name), cancellationToken);

    /// <summary>Has a consumer continue from another position. What it has parked stays parked.</summary>
    /// <returns>Whether there is such a consumer.</returns>
    public Task<bool> MoveAsync(string name, long? after, CancellationToken cancellationToken) => host.Commit.SubmitAsync(new MoveConsumer(name, after), cancellationToken);

    /// <summary>Removes the position of a consumer and what it has parked. Take it out of its source before.</summary>
    /// <returns>Whether there was such a consumer.</returns>
    public async Task<bool> RemoveAsync(string name, CancellationToken cancellationToken)
    {
        var id = ConsumerDocuments.IdOf(name);
        while (true)
        {
            var page = await host.Store.ListDocumentsOfAsync(id, ConsumerDocuments.ParkedEvents.Name, null, RemoveConsumer.MaxEvents, cancellationToken).ConfigureAwait(false);
            var isLast = page.Count < RemoveConsumer.MaxEvents;
            var isThere = await host.Commit.SubmitAsync(new RemoveConsumer(name, [.. page.Select(static document => document.Id)], isLast), cancellationToken).ConfigureAwait(false);
            if (isLast)
            {
                return isThere;
            }
        }
    }

    /// <inheritdoc/>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "What a source cannot list now it lists later; the consumers that run continue.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!host.Context.Options.BackgroundWork || sources.Count == 0)
        {
            return;
        }

        Actor.Set(Actor.OfBackgroundWork);
        while (!stoppingToken.IsCancellationRequested)
        {
            var refreshed = _refresh.Next;
            try
            {
                Adjust(await ListAsync(stoppingToken).ConfigureAwait(false));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Log.ConsumersNotListed(host.Logger, fault);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }

            await refreshed.WaitAsync(host.Context.Options.PollInterval, host.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await Task.WhenAll(_running.Values.Select(static running => running.DisposeAsync().AsTask())).ConfigureAwait(false);
        using var patience = new CancellationTokenSource(EndPatience, host.Time);
        foreach (var source in sources)
        {
            await source.EndAsync(patience.Token).AsTask().WaitAsync(EndPatience, host.Time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<EventConsumer>> ListAsync(CancellationToken cancellationToken)
    {
        var consumers = new List<EventConsumer>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var source in sources)
        {
            foreach (var consumer in await ListAsync(source, cancellationToken).ConfigureAwait(false))
            {
                if (names.Add(consumer.Name))
                {
                    consumers.Add(consumer);
                }
                else if (_taken.TryAdd(consumer.Name, true))
                {
                    Log.ConsumerNameTaken(host.Logger, consumer.Name);
                }
            }
        }

        host.Forget(consumers);
        return consumers;
    }

    // What one source cannot list now continues as it was listed last, and keeps no consumer of another from its events.
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "See above.")]
    private async Task<IReadOnlyList<EventConsumer>> ListAsync(IEventConsumerSource source, CancellationToken cancellationToken)
    {
        try
        {
            return _listed[source] = await source.ListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Log.ConsumersNotListed(host.Logger, fault);
            return _listed.GetValueOrDefault(source, []);
        }
    }

    // Stops what is listed no more or has changed, and starts what is new. One that takes long to end keeps no other waiting.
    private void Adjust(IReadOnlyList<EventConsumer> listed)
    {
        var wanted = listed.ToDictionary(static consumer => consumer.Name, StringComparer.Ordinal);
        foreach (var running in _running.Values.ToArray())
        {
            if (!wanted.TryGetValue(running.Consumer.Name, out var consumer) || !Equals(consumer.Revision, running.Consumer.Revision))
            {
                running.Stop(Refresh);
            }

            if (running.HasEnded)
            {
                _running.Remove(running.Consumer.Name);
            }
        }

        foreach (var consumer in wanted.Values)
        {
            if (!_running.ContainsKey(consumer.Name))
            {
                _running.Add(consumer.Name, new RunningConsumer(new ConsumerLoop(host, consumer), host.IsInline));
            }
        }
    }

    private sealed class RunningConsumer : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;
        private bool _isStopping;

        public RunningConsumer(ConsumerLoop loop, bool isInline)
        {
            Consumer = loop.Consumer;
            _loop = isInline ? loop.RepeatAsync(_stop.Token) : Task.Run(() => loop.RepeatAsync(_stop.Token));
        }

        public EventConsumer Consumer { get; }

        public bool HasEnded => _loop.IsCompleted;

        /// <summary>Asks it to end.</summary>
        public void Stop(Action ended)
        {
            if (!_isStopping)
            {
                _isStopping = true;
                _ = _stop.CancelAsync();
                _ = _loop.ContinueWith(_ => ended(), TaskScheduler.Default);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(false);
            _stop.Dispose();
        }
    }
}
