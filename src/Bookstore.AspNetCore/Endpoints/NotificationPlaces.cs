using System.Diagnostics.CodeAnalysis;

namespace Bookstore.AspNetCore;

/// <summary>How many notifications are taken in at a time, in all and of one source. Where none is free, a sender that has been slow for a second gives its place up, so bodies that never end do not block other senders. Thread-safe.</summary>
/// <param name="time">The clock of the second.</param>
internal sealed class NotificationPlaces(TimeProvider time)
{
    /// <summary>How many there are in all.</summary>
    public const int MaxInAll = 320;

    /// <summary>How many one source may have: one that is flooded leaves some to the others.</summary>
    public const int MaxOfSource = 256;

    // A body of 256 KiB comes in less, from every payment service and courier.
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly LinkedList<Place> _reading = [];
    private readonly Dictionary<string, int> _ofSource = new(StringComparer.Ordinal);
    private int _taken;

    /// <summary>Takes a place for a body to be read.</summary>
    /// <param name="source">The source, one that the shop has.</param>
    /// <returns>The place; <see langword="null"/> when all are taken by senders that are not slow.</returns>
    public Place? TryEnter(string source)
    {
        Place? slow = null;
        Place? entered = null;
        lock (_lock)
        {
            if (_ofSource.GetValueOrDefault(source) >= MaxOfSource)
            {
                slow = TakeSlow(source);
            }
            else if (_taken >= MaxInAll)
            {
                slow = TakeSlow(null);
            }

            if (_ofSource.GetValueOrDefault(source) < MaxOfSource && _taken < MaxInAll)
            {
                entered = new Place(this, source, time.GetTimestamp());
                _taken++;
                _ofSource[source] = _ofSource.GetValueOrDefault(source) + 1;
                _reading.AddLast(entered.Node);
            }
        }

        slow?.GiveUp();
        return entered;
    }

    // The one that has been reading for longest, of a source or of all.
    private Place? TakeSlow(string? source)
    {
        for (var node = _reading.First; node is not null && time.GetElapsedTime(node.Value.Since) >= Slow; node = node.Next)
        {
            if (source is null || string.Equals(node.Value.Source, source, StringComparison.Ordinal))
            {
                Leave(node.Value);
                return node.Value;
            }
        }

        return null;
    }

    private void Leave(Place place)
    {
        if (place.HasLeft)
        {
            return;
        }

        place.HasLeft = true;
        _taken--;
        _ofSource[place.Source]--;
        EndReading(place);
    }

    private static void EndReading(Place place) => place.Node.List?.Remove(place.Node);

    /// <summary>The place of one request.</summary>
    internal sealed class Place : IDisposable
    {
        private readonly NotificationPlaces _places;
        [SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "It has no timer, and another request may cancel it when this one has just ended.")]
        private readonly CancellationTokenSource _given = new();

        public Place(NotificationPlaces places, string source, long since)
        {
            (_places, Source, Since, GivenUp) = (places, source, since, _given.Token);
            Node = new LinkedListNode<Place>(this);
        }

        public string Source { get; }

        public long Since { get; }

        public LinkedListNode<Place> Node { get; }

        public bool HasLeft { get; set; }

        /// <summary>Cancelled when another sender has got the place.</summary>
        public CancellationToken GivenUp { get; }

        /// <summary>The body is there: the place is kept until it is left.</summary>
        /// <returns><see langword="false"/> when another sender has got it already.</returns>
        public bool TryKeep()
        {
            lock (_places._lock)
            {
                EndReading(this);
                return !HasLeft;
            }
        }

        public void GiveUp() => _given.Cancel();

        public void Dispose()
        {
            lock (_places._lock)
            {
                _places.Leave(this);
            }
        }
    }
}
