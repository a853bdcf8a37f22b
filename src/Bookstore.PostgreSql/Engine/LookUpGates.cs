namespace Bookstore.PostgreSql;

/// <summary>Which of the writes' connections a look-up may use: one of its kind's own, or one that is spare. The readers' connections come third.</summary>
/// <remarks>With few connections kinds share, but a list of orders has none that a look-up by a key needs.</remarks>
internal sealed class LookUpGates
{
    // A gate of its own for each kind, and the rest for any of them.
    private const int Kinds = (int)LookUp.NewestOrders + 1;

    private readonly ReadGate[][] _byKind;

    /// <summary>Makes the gates.</summary>
    /// <param name="connections">How many connections for writes are kept for look-ups.</param>
    /// <param name="readers">The gate of the readers' connections.</param>
    /// <param name="newGate">Makes a gate of so many connections.</param>
    public LookUpGates(int connections, ReadGate readers, Func<int, ReadGate> newGate)
    {
        if (connections > Kinds)
        {
            var spare = newGate(connections - Kinds);
            _byKind = [.. Enumerable.Range(0, Kinds).Select(kind => kind == (int)LookUp.NewestOrders ? (ReadGate[])[newGate(1), readers] : [newGate(1), spare, readers])];
            return;
        }

        ReadGate[] byKey = [newGate(Math.Max(1, connections - 1)), readers];
        ReadGate[] lists = connections > 1 ? [newGate(1), readers] : [readers];
        _byKind = [.. Enumerable.Range(0, Kinds).Select(kind => kind == (int)LookUp.NewestOrders ? lists : byKey)];
    }

    /// <summary>The gates for a look-up, in the order in which they are tried.</summary>
    public ReadGate[] Of(LookUp kind) => _byKind[(int)kind];
}
