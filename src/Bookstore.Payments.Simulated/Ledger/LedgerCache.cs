namespace Bookstore.Payments.Simulated;

/// <summary>The most recent payments of a ledger file, and where in the file the older ones can be.</summary>
/// <remarks>
/// What is let go is always the smallest ids. Ids are UUIDv7, which begin with their time, so a new order's id is above
/// <see cref="_horizon"/> and its absence here says that it is nowhere; any other absent id is looked for in the file.
/// </remarks>
internal sealed class LedgerCache(int maxOrders)
{
    /// <summary>The lines of the file of which the smallest and the largest id are kept together.</summary>
    public const int LinesInBlock = 1_024;

    private readonly Dictionary<Guid, PaymentState> _states = [];
    private readonly List<(Guid Smallest, Guid Largest)> _blocks = [];
    private Guid[] _ids = [];
    private Guid? _horizon;

    public int BlockCount => _blocks.Count;

    public bool TryGet(Guid orderId, out PaymentState state) => _states.TryGetValue(orderId, out state);

    /// <summary>Whether an order that is not here may be in the file.</summary>
    public bool MayBeInFile(Guid orderId) => _horizon is { } horizon && orderId <= horizon;

    /// <summary>Whether lines of an order may be in a block of the file.</summary>
    public bool MayBeInBlock(Guid orderId, int block) => _blocks[block].Smallest <= orderId && orderId <= _blocks[block].Largest;

    public void Set(Guid orderId, PaymentState state) => _states[orderId] = state;

    /// <summary>Notes that a line of the file is of an order.</summary>
    public void Index(Guid orderId, long line)
    {
        var block = (int)(line / LinesInBlock);
        if (block == _blocks.Count)
        {
            _blocks.Add((orderId, orderId));
            return;
        }

        var (smallest, largest) = _blocks[block];
        _blocks[block] = (orderId < smallest ? orderId : smallest, orderId > largest ? orderId : largest);
    }

    /// <summary>Lets the older half go when there are too many. All must be in the file by then.</summary>
    public void Trim()
    {
        if (_states.Count <= maxOrders)
        {
            return;
        }

        if (_ids.Length < _states.Count)
        {
            _ids = new Guid[_states.Count * 2];
        }

        _states.Keys.CopyTo(_ids, 0);
        var ids = _ids.AsSpan(0, _states.Count);
        ids.Sort();
        var older = ids[..(ids.Length - (maxOrders / 2))];
        foreach (var id in older)
        {
            _states.Remove(id);
        }

        _horizon = _horizon > older[^1] ? _horizon : older[^1];
    }

    public void Clear()
    {
        _states.Clear();
        _blocks.Clear();
        _horizon = null;
    }
}
