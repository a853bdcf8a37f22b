using Bookstore.Storage;

namespace Bookstore;

/// <summary>The events of one resource that a consumer has at hand. One thing at a time happens to them. Used by the run's loop alone.</summary>
/// <param name="resource">The resource.</param>
internal sealed class ConsumerLane(string resource)
{
    public string Resource => resource;

    /// <summary>What was read from the feed and is not dealt with, in its order.</summary>
    public Queue<ConsumerSlot> Slots { get; } = new();

    /// <summary>The positions of the parked events that later ones wait for, those that wait included.</summary>
    public SortedSet<long> Blocking { get; } = [];

    /// <summary>Parked events whose time has come.</summary>
    public Queue<DueEvent> Due { get; } = new();

    /// <summary>Whether an event is being tried, or a result recorded.</summary>
    public bool IsBusy { get; set; }

    /// <summary>Whether it waits for a try, or for room.</summary>
    public bool IsInLine { get; set; }

    /// <summary>Whether one of <see cref="Blocking"/> is tried by itself when its time comes, as far as was found when the run began.</summary>
    public bool HasRetrying { get; set; }

    /// <summary>Whether its parked events may all be waiting, for none that is tried.</summary>
    public bool IsOrphan { get; set; }

    public bool IsEmpty => !IsBusy && !IsInLine && Slots.Count == 0 && Blocking.Count == 0 && Due.Count == 0;

    /// <summary>The first of those that later events wait for, another one left out.</summary>
    public IEnumerable<long> BlockingBut(long position) => Blocking.Where(blocking => blocking != position).Take(PromoteParked.MostBehind);
}

/// <summary>An event in the window of a run.</summary>
/// <param name="happened">The event.</param>
internal sealed class ConsumerSlot(BookstoreEvent happened)
{
    public BookstoreEvent Event => happened;

    /// <summary>Whether the consumer's position may pass it.</summary>
    public bool IsDone { get; set; }

    /// <summary>The outcome of its try, when that has failed and is not recorded yet.</summary>
    public ConsumeOutcome? Failure { get; set; }
}

/// <summary>A parked event whose time has come.</summary>
/// <param name="Id">Its document.</param>
/// <param name="State">The document's state.</param>
/// <param name="Body">The event, and what was tried.</param>
internal sealed record DueEvent(Guid Id, int State, ParkedEventBody Body)
{
    public static DueEvent Of(DocumentRecord document) => new(document.Id.Id, document.State, ConsumerDocuments.ParkedEvents.Read(document));
}
