using Bookstore.Contracts;

namespace Bookstore.Samples;

/// <summary>Recognizes events that came before, by their id: the last 10,000. A real receiver keeps them where it keeps what it does with the events, in the same commit.</summary>
internal sealed class SeenEvents
{
    private const int MostKept = 10_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public bool IsNew(EventResource happened)
    {
        lock (_lock)
        {
            if (!_ids.Add(happened.Id))
            {
                return false;
            }

            _order.Enqueue(happened.Id);
            if (_order.Count > MostKept)
            {
                _ids.Remove(_order.Dequeue());
            }

            return true;
        }
    }
}
