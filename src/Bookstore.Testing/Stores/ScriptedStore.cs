using System.Diagnostics.CodeAnalysis;
using Bookstore.Storage;

namespace Bookstore.Testing;

/// <summary>A store in front of which a test can put faults: before a commit, after it, or in place of its answer.</summary>
/// <param name="inner">The store behind it, which is disposed with it.</param>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class ScriptedStore(IBookstoreStore inner) : DelegatingStore(inner)
{
    private int _commits;

    /// <summary>Called before a unit opens; may throw.</summary>
    public Func<RecordKeys, ValueTask>? OnOpen { get; set; }

    /// <summary>Called in place of a commit, with what is staged and the real commit to call or not.</summary>
    public Func<WorkingSet, Func<ValueTask>, ValueTask>? OnCommit { get; set; }

    /// <summary>Called after a unit was let go; may throw.</summary>
    public Action? OnDispose { get; set; }

    /// <summary>Called before an outcome is looked up; may throw.</summary>
    public Func<ValueTask>? OnWasCommitted { get; set; }

    /// <summary>How many units it says may usefully be open at a time, at least 1. Default <see langword="null"/>: as many as the store behind it.</summary>
    public int? UnitsAtATime { get; init; }

    /// <summary>How many commits were asked for.</summary>
    public int Commits => Volatile.Read(ref _commits);

    /// <inheritdoc/>
    public override int MaxOpenUnits => UnitsAtATime ?? base.MaxOpenUnits;

    /// <inheritdoc/>
    public override async ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        if (OnOpen is { } script)
        {
            await script(keys).ConfigureAwait(false);
        }

        return await base.OpenAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken)
    {
        if (OnWasCommitted is { } script)
        {
            await script().ConfigureAwait(false);
        }

        return await base.WasCommittedAsync(mark, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark)
    {
        ArgumentNullException.ThrowIfNull(unit);
        Interlocked.Increment(ref _commits);
        return OnCommit is { } script ? script(unit.Records, () => unit.CommitAsync(mark)) : unit.CommitAsync(mark);
    }

    /// <inheritdoc/>
    protected override async ValueTask DisposeUnitAsync(IStoreTransaction unit)
    {
        await base.DisposeUnitAsync(unit).ConfigureAwait(false);
        OnDispose?.Invoke();
    }
}
