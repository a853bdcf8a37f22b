using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>Events are written after the commit of what causes them, with the next one.</summary>
internal sealed class EventsOutsideOfTheirCommit : Bug
{
    private IReadOnlyList<BookstoreEvent> _late = [];

    public override void OnCommit(WorkingSet records)
    {
        var mine = records.Events.TakeAppended();
        foreach (var happened in _late)
        {
            records.Events.Append(happened);
        }

        _late = mine;
    }
}

/// <summary>The consumer asks for what has a greater id than the last that it has seen.</summary>
internal sealed class ReadsBehindTheGreatestId : Bug
{
    public override bool ReadsByIds => true;
}

/// <summary>The consumer stores its position, and deals with the events after that.</summary>
internal sealed class PositionStoredFirst : Bug
{
    public override bool StoresPositionFirst => true;
}

/// <summary>The shop stores the position of an event handler, and gives it the events after that.</summary>
internal sealed class HandlersPositionStoredFirst : Bug
{
    public override bool StoresConsumersPositionFirst => true;
}
