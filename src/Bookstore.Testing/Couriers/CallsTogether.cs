namespace Bookstore.Testing;

/// <summary>Counts the calls that are in progress for the same delivery at the same time.</summary>
internal sealed class CallsTogether
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Guid, int> _underWay = [];
    private int _most;

    public int Most => Volatile.Read(ref _most);

    public IDisposable Enter(Guid deliveryId)
    {
        lock (_lock)
        {
            var count = _underWay.GetValueOrDefault(deliveryId) + 1;
            _underWay[deliveryId] = count;
            _most = Math.Max(_most, count);
        }

        return new Call(this, deliveryId);
    }

    private void Leave(Guid deliveryId)
    {
        lock (_lock)
        {
            if (--_underWay[deliveryId] == 0)
            {
                _underWay.Remove(deliveryId);
            }
        }
    }

    private sealed class Call(CallsTogether calls, Guid deliveryId) : IDisposable
    {
        public void Dispose() => calls.Leave(deliveryId);
    }
}
