using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What a batch writes about itself in its own transaction: the writer's row holds the number of its last batch.</summary>
/// <param name="Writer">The writer, registered with <see cref="IBookstoreStore.RegisterWriterAsync"/>. It commits one batch at a time, with rising numbers.</param>
/// <param name="Batch">The batch's number, from 1.</param>
/// <param name="At">When the batch was begun, in the store's time, see <see cref="IBookstoreStore.ReadTimeAsync"/>. No store removes a row by it.</param>
[Experimental(StorageDiagnostics.Experimental)]
public readonly record struct CommitToken(Guid Writer, long Batch, DateTimeOffset At)
{
    /// <summary>How many writers a store remembers at least. With more, it removes those that are furthest behind in its own order, never by the clock of a host.</summary>
    public const int RememberedWriters = 10_000;

    /// <summary>Tells from the writer's row whether the batch was committed. For stores, in <see cref="IBookstoreStore.WasCommittedAsync"/>.</summary>
    /// <param name="lastBatch">The number in the writer's row; <see langword="null"/> when there is no row.</param>
    /// <returns><see langword="true"/> if the row names this batch; <see langword="false"/> if it names an earlier one.</returns>
    /// <exception cref="BookstoreStoreException">
    /// <see cref="BookstoreStoreException.IsOutcomeUnknown"/> is set: the row is missing although the writer was registered, or it names a later batch. The row was removed, or the
    /// store was replaced by another state of it; neither tells the outcome of the batch.
    /// </exception>
    public bool IsCommitted(long? lastBatch)
    {
        if (lastBatch is { } last && last <= Batch)
        {
            return last == Batch;
        }

        var found = lastBatch is null ? "no row of the writer" : "a later batch of the writer";
        throw new BookstoreStoreException(
            $"The store has {found} and cannot tell whether the write took effect. Rows of the table writers were removed or restored. Send the same request again with the same idempotency key.")
        { IsOutcomeUnknown = true };
    }
}
