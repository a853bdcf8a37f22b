namespace Bookstore;

/// <summary>How many records the next page of an audit reads: fewer where a page takes long or is ended by the store, and more again where pages are quick.</summary>
/// <remarks>A store ends a read that takes too long, so that it does not hold the sales up. The audit then reads half as many at a time, and fails only where it cannot read a single one.</remarks>
internal sealed class AuditPageSize
{
    // Far below the time after which a store ends a read.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(500);

    private readonly int _largest;
    private int _size;
    private bool _isOneByOne;

    /// <summary>Begins with the largest size.</summary>
    public AuditPageSize(int largest) => _largest = _size = largest;

    /// <summary>The size of the next page.</summary>
    public int Next => _isOneByOne ? 1 : _size;

    /// <summary>Notes how long a page took.</summary>
    public void Took(TimeSpan time)
    {
        if (_isOneByOne)
        {
            return;
        }

        _size = time > Long ? Half : time < Quick ? Math.Min(2 * _size, _largest) : _size;
    }

    /// <summary>Halves the size after a page that the store did not read to its end.</summary>
    /// <returns>Whether a smaller page can be tried.</returns>
    public bool TryShrink()
    {
        if (Next == 1)
        {
            return false;
        }

        _size = Half;
        return true;
    }

    /// <summary>Notes that a record of a page cannot be read: those before it are read one by one, until it comes first.</summary>
    /// <returns>Whether it came first.</returns>
    public bool IsolateUnreadable()
    {
        var cameFirst = Next == 1;
        _isOneByOne = !cameFirst;
        return cameFirst;
    }

    private int Half => Math.Max(1, _size / 2);
}
