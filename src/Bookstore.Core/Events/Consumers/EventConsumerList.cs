using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The consumers as they are stored.</summary>
internal sealed class EventConsumerList(IBookstoreStore store, ConsumerEngine engine, ParkedEventList parked, StoreClock clock, ILogger logger) : IEventConsumers
{
    private const int PageSize = 1_000;
    private const int MostPages = 10;

    public async ValueTask<IReadOnlyList<EventConsumerStatus>> ListAsync(CancellationToken cancellationToken = default)
    {
        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var listed = new List<EventConsumerStatus>();
        foreach (var (body, state) in await ReadAsync(now, cancellationToken).ConfigureAwait(false))
        {
            listed.Add(await ShowAsync(body, state, cancellationToken).ConfigureAwait(false));
        }

        listed.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return listed;
    }

    public async ValueTask<EventConsumerStatus?> FindBehindAsync(TimeSpan behindBy, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(behindBy, TimeSpan.Zero);
        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);
        var consumers = await ReadAsync(now, cancellationToken).ConfigureAwait(false);
        var own = consumers.Where(static consumer => !consumer.Body.IsExternal).ToList();
        foreach (var (body, state) in own)
        {
            if (state is EventConsumerState.Stopped or EventConsumerState.Paused)
            {
                return await ShowAsync(body, state, cancellationToken).ConfigureAwait(false);
            }
        }

        return await FindLastAsync(own, behindBy, cancellationToken).ConfigureAwait(false)
            ?? await FindLastAsync([.. consumers.Where(consumer => IsLeft(consumer.Body, consumer.State, now - behindBy))], behindBy, cancellationToken).ConfigureAwait(false);
    }

    // Who is furthest behind in the feed is so in time as well.
    private async ValueTask<EventConsumerStatus?> FindLastAsync(List<(ConsumerBody Body, EventConsumerState State)> consumers, TimeSpan behindBy, CancellationToken cancellationToken)
    {
        if (consumers.Count == 0)
        {
            return null;
        }

        var (last, state) = consumers.MinBy(static consumer => consumer.Body.Position ?? 0);
        var status = await ShowAsync(last, state, cancellationToken).ConfigureAwait(false);
        return status.TimeBehind > behindBy ? status : null;
    }

    // Of an enabled endpoint that hosts run, its receiver decides how far it is; that no host runs it is the shop's.
    private static bool IsLeft(ConsumerBody body, EventConsumerState state, DateTimeOffset since) => body is { IsExternal: true, IsOff: false } && state == EventConsumerState.Idle && body.Until < since;

    public async ValueTask<Page<ParkedEvent>> ListParkedAsync(string consumer, string? after = null, int limit = Page.DefaultLimit, CancellationToken cancellationToken = default)
    {
        Require.Text(consumer, 1, EventConsumer.MaxNameLength);
        Require.Limit(limit);
        var filter = CursorFilter.Of(consumer);
        var position = Cursor.ReadParkedEvent(after, filter);
        var found = await parked.ListAsync(consumer, position, limit + 1, cancellationToken).ConfigureAwait(false);
        return found.Count <= limit
            ? new Page<ParkedEvent>(found, null)
            : new Page<ParkedEvent>([.. found.Take(limit)], Cursor.ForParkedEvent(found[limit - 1].Event.Position, filter));
    }

    public Task<SendAgainOutcome> SendAgainAsync(string consumer, Guid eventId, CancellationToken cancellationToken = default) =>
        parked.SendAgainAsync(Require.Text(consumer, 1, EventConsumer.MaxNameLength), Require.Id(eventId), cancellationToken);

    public async Task<bool> DiscardAsync(string consumer, Guid eventId, CancellationToken cancellationToken = default)
    {
        var isDiscarded = await parked.DiscardAsync(Require.Text(consumer, 1, EventConsumer.MaxNameLength), Require.Id(eventId), cancellationToken).ConfigureAwait(false);
        if (isDiscarded)
        {
            Log.EventDiscarded(logger, consumer, eventId);
        }

        return isDiscarded;
    }

    public Task<bool> ResumeAsync(string consumer, CancellationToken cancellationToken = default) =>
        engine.ResumeAsync(Require.Text(consumer, 1, EventConsumer.MaxNameLength), cancellationToken);

    public Task<bool> RemoveAsync(string consumer, CancellationToken cancellationToken = default) =>
        engine.RemoveAsync(Require.Text(consumer, 1, EventConsumer.MaxNameLength), cancellationToken);

    private async ValueTask<IReadOnlyList<(ConsumerBody Body, EventConsumerState State)>> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var consumers = new List<(ConsumerBody Body, EventConsumerState State)>();
        Guid? after = null;
        for (var page = 0; page < MostPages; page++)
        {
            var documents = await store.ListDocumentsAsync(ConsumerDocuments.Consumers.Name, null, after, PageSize, cancellationToken).ConfigureAwait(false);
            foreach (var document in documents)
            {
                try
                {
                    consumers.Add(Read(document, now));
                }
                catch (BookstoreStoreException fault)
                {
                    // It hides none of the others.
                    Log.ConsumerUnreadable(logger, document.Id.Id, fault);
                }
            }

            if (documents.Count < PageSize)
            {
                break;
            }

            after = documents[^1].Id.Id;
        }

        return consumers;
    }

    private static (ConsumerBody Body, EventConsumerState State) Read(DocumentRecord document, DateTimeOffset now)
    {
        var body = ConsumerDocuments.Consumers.Read(document);
        var state = document.State == ConsumerDocuments.Stopped ? EventConsumerState.Stopped
            : body.IsPaused ? EventConsumerState.Paused
            : body.Holder is not null && body.Until > now ? EventConsumerState.Running
            : EventConsumerState.Idle;
        return (body, state);
    }

    private async ValueTask<EventConsumerStatus> ShowAsync(ConsumerBody body, EventConsumerState state, CancellationToken cancellationToken)
    {
        var lag = await ConsumerLag.ReadAsync(store, body.Position, clock.Time, cancellationToken).ConfigureAwait(false);
        return new EventConsumerStatus
        {
            Name = body.Name,
            State = state,
            Position = body.Position,
            EventsBehind = lag.Events,
            TimeBehind = lag.Age,
            Parked = body.Parked,
            LastError = body.LastError,
            LastErrorAt = body.LastErrorAt,
        };
    }
}
