using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The events that a batch appends to the feed, and those that it removes from the feed's beginning.</summary>
/// <remarks>Not safe for use from several threads at a time.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class StagedEvents : IStagedRecords
{
    private const int FirstCapacity = 512;

    // What 128 events of orders need.
    private const int NextCapacity = 12 * 1024;

    private readonly List<EventBlockWriter> _blocks = [];
    private readonly List<BookstoreEvent> _appended = [];
    private EventDataWriter? _data;

    internal StagedEvents()
    {
    }

    RecordKind IStagedRecords.Kind => RecordKinds.Events;

    /// <summary>Whether operations append what happens. <see langword="false"/> where <see cref="EventOptions.Enabled"/> is.</summary>
    public bool IsEnabled { get; internal set; } = true;

    /// <summary>Who makes the write that is being decided, the last member of the data of its events; <see langword="null"/> when it is not known.</summary>
    internal Actor? Actor { get; set; }

    /// <summary>How many events are to be appended.</summary>
    public int Count { get; private set; }

    /// <summary>The events to append in blocks, each as one row can hold it, in their order. The store gives the positions.</summary>
    public IEnumerable<StagedEventBlock> Blocks => _blocks.Select(static block => new StagedEventBlock(block.Count, block.Body));

    /// <summary>The events to append, in their order, decoded out of the <see cref="Blocks"/>. Their <see cref="BookstoreEvent.Position"/> is zero.</summary>
    public IReadOnlyList<BookstoreEvent> Appended
    {
        get
        {
            if (_appended.Count != Count)
            {
                _appended.Clear();
                _blocks.ForEach(block => EventBlockReader.Decode(block.Body, _appended));
            }

            return _appended;
        }
    }

    /// <summary>The position up to which all events are to be removed; <see langword="null"/> when none are.</summary>
    public long? RemovedThrough { get; private set; }

    /// <summary>Whether any change is staged.</summary>
    public bool HasChanges => Count > 0 || RemovedThrough is not null;

    /// <summary>Stages an event.</summary>
    /// <param name="happened">The event, without a position.</param>
    public void Append(BookstoreEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        BlockWithRoom().Add(happened);
        Count++;
    }

    /// <summary>Begins the data of an event of ours. <see cref="Append(string, EventSubject, long, DateTimeOffset)"/> follows.</summary>
    /// <param name="subject">What it happened to.</param>
    /// <returns>Takes the members of the data.</returns>
    internal EventDataWriter BeginData(EventSubject subject)
    {
        _data ??= new EventDataWriter();
        _data.Begin(subject.Id);
        return _data;
    }

    /// <summary>Stages an event with the data that was written since <see cref="BeginData"/>. It costs no memory but its bytes.</summary>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="subject">What it happened to.</param>
    /// <param name="sequence">Its sequence.</param>
    /// <param name="at">When it happened.</param>
    internal void Append(string type, EventSubject subject, long sequence, DateTimeOffset at)
    {
        BlockWithRoom().Add(type, subject, sequence, at, EndData());
        Count++;
    }

    /// <summary>Ends the data that was begun with <see cref="BeginData"/>, with the actor as its last member.</summary>
    /// <returns>The data as it is stored, until the next one is begun.</returns>
    internal ReadOnlySpan<byte> EndData()
    {
        if (Actor is { } actor)
        {
            _data!.WriteStartObject("actor"u8);
            _data.WriteString("client"u8, actor.Client);
            if (actor.Subject is { } actorSubject)
            {
                _data.WriteString("sub"u8, actorSubject);
            }

            _data.WriteEndObject();
        }

        _data!.End();
        return _data.Written;
    }

    /// <summary>Takes the staged events out again, for tests: what a shop would commit that writes them elsewhere.</summary>
    internal IReadOnlyList<BookstoreEvent> TakeAppended()
    {
        BookstoreEvent[] taken = [.. Appended];
        _blocks.Clear();
        Count = 0;
        return taken;
    }

    /// <summary>Stages the removal of all events up to a position, which must be one that the feed has reached. What was removed before stays so.</summary>
    /// <param name="position">The position of the last event to remove.</param>
    public void RemoveThrough(long position)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        RemovedThrough = Math.Max(position, RemovedThrough ?? 0);
    }

    private EventBlockWriter BlockWithRoom()
    {
        if (_blocks.Count == 0 || _blocks[^1].Count == EventBlock.MaxEvents)
        {
            _blocks.Add(new EventBlockWriter(_blocks.Count == 0 ? FirstCapacity : NextCapacity));
        }

        return _blocks[^1];
    }
}
