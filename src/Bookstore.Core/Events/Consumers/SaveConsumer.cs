using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stores how far a consumer has come, and keeps its lease or lets it go. A host that has lost the lease stores nothing.</summary>
/// <param name="lease">The lease.</param>
/// <param name="progress">What is stored.</param>
internal sealed class SaveConsumer(ConsumerLease lease, ConsumerProgress progress) : Operation<bool>
{
    public override bool CanBeShed => false;

    public override void DeclareKeys(RecordKeys keys) => keys.Documents.Add(lease.DocumentId);

    protected override bool DecideOn(WorkingSet records)
    {
        if (lease.FindHeld(records) is not { } body)
        {
            return false;
        }

        var next = body with
        {
            Position = progress.Position is { } position && (body.Position is not { } before || position > before) ? position : body.Position,
            Parked = progress.Parked,
            IsPaused = progress.IsPaused,
            Holder = progress.Until is null ? null : body.Holder,
            Until = progress.Until ?? body.Until,
            LastError = progress.Error ?? body.LastError,
            LastErrorAt = progress.Error is null ? body.LastErrorAt : progress.ErrorAt,
        };
        lease.Put(records, next, progress.IsStopped ? ConsumerDocuments.Stopped : null);
        return true;
    }
}

/// <summary>How far a consumer has come.</summary>
/// <param name="Position">Everything up to here is dealt with or parked.</param>
/// <param name="Parked">How many events are parked.</param>
/// <param name="IsPaused">Whether it waits for room.</param>
/// <param name="Until">The end of its lease; <see langword="null"/> to let it go.</param>
internal sealed record ConsumerProgress(long? Position, int Parked, bool IsPaused, DateTimeOffset? Until)
{
    /// <summary>Whether no host is to run it any more.</summary>
    public bool IsStopped { get; init; }

    /// <summary>What went wrong; <see langword="null"/> leaves what was stored.</summary>
    public string? Error { get; init; }

    public DateTimeOffset ErrorAt { get; init; }
}
