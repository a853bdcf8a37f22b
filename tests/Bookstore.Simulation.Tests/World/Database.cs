using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>The one database of all hosts: committed records, locks on those that are there, and commits on their way.</summary>
/// <remarks>Either it has one writer at a time, as SQLite has, or units lock records and run side by side, as in PostgreSQL.</remarks>
internal sealed class Database(Simulation simulation, bool hasOneWriter)
{
    private static readonly object WriterLock = new();

    private readonly Dictionary<object, SimulatedUnit> _locks = [];
    private readonly HashSet<SimulatedUnit> _open = [];

    /// <summary>The committed records; read without delay and without faults by those who watch.</summary>
    public InMemoryStore Committed { get; } = new();

    public int MaxOpenUnits => hasOneWriter ? 1 : 3;

    /// <summary>Counts up each time locks are let go: who waits for one tries again.</summary>
    public int Releases { get; private set; }

    /// <summary>Loads and locks records, or answers <see langword="null"/> when one of them is locked.</summary>
    public SimulatedUnit? TryOpen(Host host, RecordKeys keys)
    {
        var opening = Committed.OpenAsync(keys, CancellationToken.None);
        var inner = opening.GetAwaiter().GetResult();
        var records = inner.Records;
        _ = inner.DisposeAsync();
        List<object> locks = hasOneWriter ? [WriterLock] : Existing(keys, records);
        foreach (var name in locks)
        {
            if (_locks.ContainsKey(name))
            {
                return null;
            }
        }

        var unit = new SimulatedUnit(simulation, this, host, records, locks);
        foreach (var name in locks)
        {
            _locks.Add(name, unit);
        }

        _open.Add(unit);
        return unit;
    }

    public void Release(SimulatedUnit unit)
    {
        if (_open.Remove(unit))
        {
            Releases++;
            foreach (var name in unit.Locks)
            {
                _locks.Remove(name);
            }
        }
    }

    /// <summary>Makes a unit's changes durable, or throws and changes nothing.</summary>
    public void Apply(SimulatedUnit unit, CommitMark mark)
    {
        Committed.Commit(unit.Records, mark);
        simulation.Watch.OnCommit(unit.Host, unit.Records);
    }

    /// <summary>Whether a commit of this writer may still land.</summary>
    public bool IsInFlight(Guid writer) => _open.Any(unit => unit.Mark?.Writer == writer);

    /// <summary>A host is gone: what it only loaded is let go, and what it sent to be committed lands or does not.</summary>
    public void Abandon(Host host)
    {
        foreach (var unit in _open.Where(unit => unit.Host == host).ToArray())
        {
            if (unit.Mark is null)
            {
                Release(unit);
            }
            else
            {
                simulation.Faults.Count(FaultKind.HostDiesInCommit);
                unit.IsDoomed = simulation.Chance.Percent(50);
            }
        }
    }

    // What is not there cannot be locked.
    private static List<object> Existing(RecordKeys keys, WorkingSet records)
    {
        var locks = new List<object>();
        locks.AddRange(keys.IdempotencyKeys.Where(key => records.IdempotencyKeys.Find(key) is not null).Cast<object>());
        locks.AddRange(keys.Orders.Where(id => records.Orders.Find(id) is not null).Select(id => (object)("order", id)));
        locks.AddRange(keys.Reservations.Where(id => records.Reservations.Find(id) is not null).Select(id => (object)("reservation", id)));
        locks.AddRange(keys.Stock.Where(isbn => records.Stock.Find(isbn) is not null).Cast<object>());
        return locks;
    }
}
