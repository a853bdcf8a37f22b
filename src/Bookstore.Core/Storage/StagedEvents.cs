using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The events that a batch appends to the feed, and those that it removes from the feed's beginning.</summary>
/// <remarks>Not safe for use from several threads at a time.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class StagedEvents : IStagedRecords
{
    private readonly List<BookstoreEvent> _appended = [];

    internal StagedEvents()
    {
    }

    RecordKind IStagedRecords.Kind => RecordKinds.Events;

    /// <summary>Whether operations append what happens. <see langword="false"/> where <see cref="EventOptions.Enabled"/> is.</summary>
    public bool IsEnabled { get; internal set; } = true;

    /// <summary>The events to append, in their order. Their <see cref="BookstoreEvent.Position"/> is zero: the store gives the positions.</summary>
    public IReadOnlyList<BookstoreEvent> Appended => _appended;

    /// <summary>The position up to which all events are to be removed; <see langword="null"/> when none are.</summary>
    public long? RemovedThrough { get; private set; }

    /// <summary>Whether any change is staged.</summary>
    public bool HasChanges => _appended.Count > 0 || RemovedThrough is not null;

    /// <summary>Stages an event.</summary>
    /// <param name="happened">The event, without a position.</param>
    public void Append(BookstoreEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        _appended.Add(happened);
    }

    /// <summary>Takes the staged events out again, for tests: what a shop would commit that writes them elsewhere.</summary>
    internal IReadOnlyList<BookstoreEvent> TakeAppended()
    {
        BookstoreEvent[] taken = [.. _appended];
        _appended.Clear();
        return taken;
    }

    /// <summary>Stages the removal of all events up to a position, which must be one that the feed has reached. What was removed before stays so.</summary>
    /// <param name="position">The position of the last event to remove.</param>
    public void RemoveThrough(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        RemovedThrough = Math.Max(position, RemovedThrough ?? 0);
    }
}
