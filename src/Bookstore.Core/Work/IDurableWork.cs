using Bookstore.Storage;

namespace Bookstore;

/// <summary>A kind of durable work: records that say when a call to the outside is due. A <see cref="WorkDriver{TDue, TRecord}"/> does what all kinds have in common.</summary>
/// <typeparam name="TDue">A record as it is listed.</typeparam>
/// <typeparam name="TRecord">A record as this host has acquired it.</typeparam>
internal interface IDurableWork<TDue, TRecord>
{
    /// <summary>The name and the limits of the work.</summary>
    WorkKind Kind { get; }

    /// <summary>The id and the fence of a record.</summary>
    RoundItem ItemOf(TDue due);

    /// <summary>Lists what is due at a time, the longest due first, from the beginning or behind a position.</summary>
    ValueTask<KeysetPage<TDue, DuePosition>> ListDueAsync(DateTimeOffset now, DuePosition? after, int limit, CancellationToken cancellationToken);

    /// <summary>Acquires the lease of a record in one commit, if it is still due at the time of the round.</summary>
    /// <param name="due">The record as it was listed.</param>
    /// <param name="now">The time of the round.</param>
    /// <param name="lease">How long the lease is, from the beginning of its commit.</param>
    /// <param name="held">
    /// A lease of this host under which no call was made: it is replaced by a new one, due or not, while the record still has its fence. A record that anyone acquired since has another.
    /// </param>
    /// <returns>The record; <see langword="null"/> when another host has it, or nothing is left to do.</returns>
    ValueTask<Leased<TRecord>?> AcquireAsync(TDue due, DateTimeOffset now, TimeSpan lease, Leased<TRecord>? held = null);

    /// <summary>Makes the call and records its result under the fence of the lease. An unknown result is postponed by growing pauses (<see cref="Backoff"/>).</summary>
    /// <param name="record">The record.</param>
    /// <param name="now">The store's time before the call.</param>
    ValueTask<ItemOutcome> PerformAsync(TRecord record, DateTimeOffset now);
}

/// <summary>The name and the limits of a kind of durable work.</summary>
/// <param name="Name">The work's name, in the log and in the store.</param>
/// <param name="Part">The part that has rounds of its own, such as the gateway that they are for: a host without it keeps no other waiting. <see langword="null"/> for all of it.</param>
/// <param name="CallTimeout">The most time that a call may take. A lease is longer, see <see cref="LeaseMargin"/>.</param>
internal sealed record WorkKind(string Name, string? Part, TimeSpan CallTimeout)
{
    /// <summary>How many records are listed at a time. Default 200.</summary>
    public int PageSize { get; init; } = 200;

    /// <summary>How many calls are in progress at a time. Default 16.</summary>
    public int Concurrency { get; init; } = 16;

    /// <summary>How many records a round finishes or postpones at most. Default no limit.</summary>
    public int RoundLimit { get; init; } = int.MaxValue;
}

/// <summary>A record that this host has acquired.</summary>
/// <param name="Record">The record with its lease and its fence.</param>
/// <param name="Fence">That fence.</param>
/// <param name="Until">The end of the lease, in the store's time; <see cref="DateTimeOffset.MaxValue"/> where the work needs none.</param>
internal sealed record Leased<TRecord>(TRecord Record, int Fence, DateTimeOffset Until);
