namespace Bookstore.PostgreSql;

/// <summary>Counts orders, and how long each took.</summary>
internal sealed class SalesBesideALock
{
    private readonly List<TimeSpan> _waits = [];
    private int _failed;

    public int Count
    {
        get
        {
            lock (_waits)
            {
                return _waits.Count;
            }
        }
    }

    public int Failed => _failed;

    public void Add(bool isServed, TimeSpan wait)
    {
        lock (_waits)
        {
            _waits.Add(wait);
            _failed += isServed ? 0 : 1;
        }
    }

    public TimeSpan Wait(int percentile) => _waits.Order().ElementAt(_waits.Count * percentile / 100);
}
