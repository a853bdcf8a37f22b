using Bookstore.Diagnostics;

namespace Bookstore;

/// <summary>Reads the feed for a run, page by page, and waits for more at its end.</summary>
internal sealed class ConsumerFeed(ConsumerParts run, ConsumerLanes lanes)
{
    /// <summary>The most that is read at once.</summary>
    public const int PageSize = 1_000;

    private bool _isReading;
    private bool _isAtEnd;

    /// <summary>Reads on, or waits for more, unless it does already or there is no room.</summary>
    public void Read()
    {
        if (_isReading || !run.Window.IsWorthReading || (_isAtEnd && run.IsUntilIdle))
        {
            return;
        }

        _isReading = true;
        if (_isAtEnd)
        {
            run.Mailbox.Start(WaitForMoreAsync, _ => (_isReading, _isAtEnd) = (false, false));
            return;
        }

        run.Mailbox.Start(() => run.Reads.ReadAsync(ReadPageAsync), page =>
        {
            _isReading = false;
            if (page is { Events: { } events })
            {
                Take(events, page.Next!.Value, page.HasMore);
            }
            else if (page?.Expired is { } expired)
            {
                Expire(expired, page.Next);
            }
        });
    }

    private void Take(IReadOnlyList<BookstoreEvent> events, long next, bool hasMore)
    {
        foreach (var happened in events)
        {
            var slot = new ConsumerSlot(happened);
            run.Window.Add(slot);
            lanes.Add(slot);
        }

        run.Window.Read(next);
        _isAtEnd = !hasMore;
    }

    private void Expire(string reason, long? oldest)
    {
        var isStopped = run.Consumer.WhenExpired == ExpiredPosition.Stop;
        Log.ConsumerExpired(run.Host.Logger, run.Consumer.Name, run.Window.ReadThrough, isStopped ? "It stops until it is resumed" : "It continues from the oldest event", reason);

        // By the time it is resumed, more may be removed.
        run.End(new ConsumerEnding(isStopped ? ConsumerEnd.Stopped : ConsumerEnd.Moved, reason, new ConsumerMove(isStopped ? null : oldest)));
    }

    private async ValueTask<ReadPage> ReadPageAsync(CancellationToken cancellationToken)
    {
        try
        {
            // A run that ends at the end of the feed must find what was committed before it: it shares no read that may have begun earlier.
            var feed = run.IsUntilIdle ? run.Host.Feed : run.Host.SharedFeed;
            var page = await feed.ReadPageAsync(run.Window.ReadThrough, run.Consumer.Filter, Math.Min(run.Window.Room, PageSize), cancellationToken).ConfigureAwait(false);
            return new ReadPage(page.Events, page.Next, page.HasMore, null);
        }
        catch (EventCursorExpiredException expired)
        {
            return new ReadPage(null, expired.OldestPosition, true, expired.Message);
        }
        catch (InvalidCursorException beyond)
        {
            return new ReadPage(null, null, true, beyond.Message);
        }
    }

    private async Task<bool> WaitForMoreAsync()
    {
        try
        {
            return await run.Host.Tail.WaitAsync(run.Window.ReadThrough ?? 0, Timeout.InfiniteTimeSpan, run.Reads.Stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (run.Reads.Stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private sealed record ReadPage(IReadOnlyList<BookstoreEvent>? Events, long? Next, bool HasMore, string? Expired);
}
