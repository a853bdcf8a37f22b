using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>What the shop's event handler brings its events to: outside of all hosts, so that it knows at the end what it got, and in which order.</summary>
internal sealed class EventReceiver(Simulation simulation)
{
    public const string Name = "receiver";

    private readonly HashSet<Guid> _got = [];
    private readonly Dictionary<string, long> _newest = new(StringComparer.Ordinal);

    /// <summary>Takes an event, once more where it comes again. New ones of a resource come in order.</summary>
    public void Receive(BookstoreEvent happened)
    {
        if (!_got.Add(happened.Id))
        {
            return;
        }

        var newest = _newest.GetValueOrDefault(happened.Resource);
        if (happened.Sequence != newest + 1)
        {
            simulation.Violate($"the event handler got {happened} after {newest}");
        }

        _newest[happened.Resource] = happened.Sequence;
    }

    /// <summary>Whether the handler has nothing left to do.</summary>
    public bool HasAll() => Committed.All(happened => _got.Contains(happened.Id)) && Parked.Count == 0;

    /// <summary>Compares what it got with what was committed.</summary>
    public void Check()
    {
        foreach (var missed in Committed.Where(happened => !_got.Contains(happened.Id)))
        {
            simulation.Violate($"the event handler has missed {missed}");
        }

        if (Parked.Count > 0)
        {
            simulation.Violate("events stay parked for ever");
        }

        if (_got.Count > Committed.Count)
        {
            simulation.Violate("the event handler has events that were not committed");
        }
    }

    /// <summary>Stores with each lease and each position the end of the feed, before the handler has the events.</summary>
    public void StorePositionFirst(WorkingSet records)
    {
        foreach (var entry in records.Documents.Touched)
        {
            if (entry.Current is { } document && document.Id.Kind == ConsumerDocuments.Consumers.Name)
            {
                var body = ConsumerDocuments.Consumers.Read(document) with { Position = simulation.Database.Committed.ReadLastEventAsync(CancellationToken.None).Result };
                records.Documents.Put(document.Id, ConsumerDocuments.Consumers.Write(document.Id.Id, body, document));
            }
        }
    }

    private IReadOnlyList<BookstoreEvent> Committed => simulation.Database.Committed.ReadEventsAsync(null, int.MaxValue / 2, CancellationToken.None).Result.Events;

    private IReadOnlyList<DocumentRecord> Parked => simulation.Database.Committed.ListDocumentsAsync(ConsumerDocuments.ParkedEvents.Name, null, null, 1_000, CancellationToken.None).Result;
}
