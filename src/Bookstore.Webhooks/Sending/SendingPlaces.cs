namespace Bookstore.Webhooks;

/// <summary>Shares out the requests that may be in progress at a time on this host, so that endpoints which do not respond take none from those that do. Thread-safe.</summary>
/// <remarks>
/// Half of the places are reserved: each enabled endpoint has the same share of them, which no other one gets. The rest is lent to endpoints that respond quickly, so one that hangs has its share and no more.
/// </remarks>
/// <param name="all">How many places there are.</param>
/// <param name="most">How many of them an endpoint has at most.</param>
/// <param name="quick">How long a quick try takes at most.</param>
/// <param name="time">The clock.</param>
internal sealed class SendingPlaces(int all, int most, TimeSpan quick, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, Endpoint> _endpoints = [];
    private readonly Queue<Endpoint> _line = new();
    private int _share = Math.Clamp(all / 2, 1, most);
    private int _reserved = Math.Clamp(all / 2, 1, most);
    private int _taken;
    private int _lent;

    /// <summary>How many places are taken.</summary>
    public int Taken
    {
        get
        {
            lock (_lock)
            {
                return _taken;
            }
        }
    }

    /// <summary>Shares the places out anew.</summary>
    /// <param name="enabled">The endpoints that are enabled.</param>
    public void Know(IReadOnlyCollection<Guid> enabled)
    {
        lock (_lock)
        {
            var count = Math.Max(1, enabled.Count);
            _share = Math.Clamp(all / 2 / count, 1, most);
            _reserved = _share * count;
            foreach (var (id, endpoint) in _endpoints.ToList())
            {
                if (endpoint is { Taken: 0, Waiting.Count: 0 } && !enabled.Contains(id))
                {
                    _endpoints.Remove(id);
                }
            }

            _lent = _endpoints.Values.Sum(endpoint => Math.Max(0, endpoint.Taken - _share));
            Admit();
        }
    }

    /// <summary>Takes a place for a request to an endpoint.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="patience">How long to wait for one.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether there was one. Call <see cref="Leave"/> then.</returns>
    /// <exception cref="OperationCanceledException">The caller has given up.</exception>
    public async Task<bool> TryEnterAsync(Guid id, TimeSpan patience, CancellationToken cancellationToken)
    {
        TaskCompletionSource entered;
        Endpoint endpoint;
        LinkedListNode<TaskCompletionSource> place;
        lock (_lock)
        {
            endpoint = _endpoints.TryGetValue(id, out var known) ? known : _endpoints[id] = new Endpoint();
            if (endpoint.Waiting.Count == 0 && MayEnter(endpoint))
            {
                Enter(endpoint);
                return true;
            }

            entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            place = endpoint.Waiting.AddLast(entered);
            GetInLine(endpoint);
        }

        try
        {
            await entered.Task.WaitAsync(patience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception fault) when (fault is TimeoutException or OperationCanceledException)
        {
            if (HasEntered(endpoint, place))
            {
                return true;
            }

            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>Gives a place back.</summary>
    /// <param name="id">The endpoint.</param>
    /// <param name="took">How long the try took; <see langword="null"/> when none was made.</param>
    public void Leave(Guid id, TimeSpan? took)
    {
        lock (_lock)
        {
            var endpoint = _endpoints[id];
            endpoint.IsQuick = took is { } duration ? duration <= quick : endpoint.IsQuick;
            _lent -= endpoint.Taken > _share ? 1 : 0;
            endpoint.Taken--;
            _taken--;
            Admit();
        }
    }

    // Between the end of its wait and here it may have got a place.
    private bool HasEntered(Endpoint endpoint, LinkedListNode<TaskCompletionSource> place)
    {
        lock (_lock)
        {
            if (place.List is null)
            {
                return true;
            }

            endpoint.Waiting.Remove(place);
            return false;
        }
    }

    private bool MayEnter(Endpoint endpoint) =>
        _taken < all && (endpoint.Taken < _share || (endpoint.Taken < most && endpoint.IsQuick && _lent < all - _reserved));

    private void Enter(Endpoint endpoint)
    {
        _lent += endpoint.Taken >= _share ? 1 : 0;
        endpoint.Taken++;
        _taken++;
    }

    private void GetInLine(Endpoint endpoint)
    {
        if (!endpoint.IsInLine)
        {
            endpoint.IsInLine = true;
            _line.Enqueue(endpoint);
        }
    }

    // Endpoints take turns, one place each.
    private void Admit()
    {
        for (var passed = 0; passed < _line.Count && _taken < all;)
        {
            var endpoint = _line.Dequeue();
            endpoint.IsInLine = false;
            if (endpoint.Waiting.First is { } next && MayEnter(endpoint))
            {
                endpoint.Waiting.Remove(next);
                Enter(endpoint);
                next.Value.SetResult();
                passed = 0;
            }
            else
            {
                passed++;
            }

            if (endpoint.Waiting.Count > 0)
            {
                GetInLine(endpoint);
            }
        }
    }

    private sealed class Endpoint
    {
        public LinkedList<TaskCompletionSource> Waiting { get; } = [];

        public int Taken { get; set; }

        public bool IsInLine { get; set; }

        /// <summary>Whether its last try was quick. One that was not tried yet is not.</summary>
        public bool IsQuick { get; set; }
    }
}
