using System.Runtime.ExceptionServices;
using Bookstore.Storage;

namespace Bookstore.Onix.Import;

/// <summary>Writes records, a bounded number of them in flight, so that they share commits, and ends them in their order. Retries one that the store or its queue refuses for now.</summary>
internal sealed class RecordWriter(GroupCommit commit, TimeProvider time, Action<WrittenRecord> ended)
{
    private const int MaxRecords = 256;
    private const int MaxWeight = 2_048;

    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestStandstill = TimeSpan.FromMinutes(1);

    private readonly Queue<Waiting> _waiting = new(MaxRecords);
    private readonly HashSet<Isbn> _books = [];
    private long? _standsSince;
    private int _weight;

    /// <summary>Writes a record. Two records of one book are not in flight at the same time, so that the later one finds what the earlier one did.</summary>
    public async ValueTask AddAsync(WrittenRecord record, RecordChange change, CancellationToken cancellationToken)
    {
        while (_waiting.Count > 0 && (_waiting.Count >= MaxRecords || _weight + change.Weight > MaxWeight || _books.Contains(change.Isbn)))
        {
            await EndOldestAsync(cancellationToken).ConfigureAwait(false);
        }

        var writing = SubmitAsync(change, cancellationToken);
        while (_waiting.Count > 0 && writing is { IsFaulted: true, Exception.InnerException: BookstoreOverloadedException })
        {
            await EndOldestAsync(cancellationToken).ConfigureAwait(false);
            writing = SubmitAsync(change, cancellationToken);
        }

        _waiting.Enqueue(new Waiting(record, change, writing));
        _books.Add(change.Isbn);
        _weight += change.Weight;
    }

    /// <summary>Ends a record that needs no writing, behind those before it.</summary>
    public async ValueTask AddAsync(WrittenRecord record, CancellationToken cancellationToken)
    {
        if (_waiting.Count == 0)
        {
            ended(record);
            return;
        }

        while (_waiting.Count >= MaxRecords)
        {
            await EndOldestAsync(cancellationToken).ConfigureAwait(false);
        }

        _waiting.Enqueue(new Waiting(record, null, null));
    }

    public async Task EndAllAsync(CancellationToken cancellationToken)
    {
        while (_waiting.Count > 0)
        {
            await EndOldestAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits for all in flight after a fault, and ends those before the first one that failed.</summary>
    public async Task SettleAsync()
    {
        var isEnding = true;
        while (_waiting.TryDequeue(out var left))
        {
            if (left.Writing is { } writing)
            {
                await ((Task)writing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                isEnding &= writing.IsCompletedSuccessfully;
            }

            if (isEnding)
            {
                ended(left.Writing is null ? left.Record : left.Record with { Result = await left.Writing.ConfigureAwait(false) });
            }
        }
    }

    private Task<RecordResult> SubmitAsync(RecordChange change, CancellationToken cancellationToken) =>
        commit.SubmitAsync(new ApplyRecord(change, time.GetUtcNow()), cancellationToken);

    private async Task EndOldestAsync(CancellationToken cancellationToken)
    {
        // Stays in the queue until it is done, so that a fault does not lose its place.
        var (record, change, writing) = _waiting.Peek();
        var result = writing is null ? record.Result : await ResultOfAsync(change!, writing, cancellationToken).ConfigureAwait(false);
        _waiting.Dequeue();
        if (change is not null)
        {
            _books.Remove(change.Isbn);
            _weight -= change.Weight;
        }

        ended(record with { Result = result });
    }

    private async Task<RecordResult> ResultOfAsync(RecordChange change, Task<RecordResult> writing, CancellationToken cancellationToken)
    {
        while (true)
        {
            BookstoreException refusal;
            try
            {
                var result = await writing.ConfigureAwait(false);
                _standsSince = null;
                return result;
            }
            catch (BookstoreException fault) when (CanRetry(fault))
            {
                refusal = fault;
            }

            _standsSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(_standsSince.Value) >= LongestStandstill)
            {
                ExceptionDispatchInfo.Throw(refusal);
            }

            await Task.Delay(RetryPause, time, cancellationToken).ConfigureAwait(false);
            writing = SubmitAsync(change, cancellationToken);
        }
    }

    // A record that was written is found as repeated, so an unknown outcome is retried as well.
    private static bool CanRetry(BookstoreException refusal) =>
        refusal is BookstoreOverloadedException or BookstoreStoreException { IsTransient: true } or BookstoreStoreException { IsOutcomeUnknown: true };

    private readonly record struct Waiting(WrittenRecord Record, RecordChange? Change, Task<RecordResult>? Writing);
}

/// <summary>A record that is done.</summary>
/// <param name="Number">Its position in the message; zero for the header.</param>
/// <param name="Content">The text of all records up to it, see <see cref="Reading.TextHash"/>.</param>
/// <param name="Line">Its line.</param>
/// <param name="RecordReference">The sender's reference.</param>
/// <param name="Isbn">The book.</param>
/// <param name="Result">What it did.</param>
internal sealed record WrittenRecord(long Number, long Content, long Line, string? RecordReference, string? Isbn, RecordResult Result);
