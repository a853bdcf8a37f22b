using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>The one database of all hosts: committed records, locks on those that are there, and commits on their way.</summary>
/// <remarks>Either it has one writer at a time, as SQLite has, or units lock records and run side by side, as in PostgreSQL.</remarks>
internal sealed class Database(Simulation simulation, bool hasOneWriter)
{
    private static readonly object WriterLock = new();

    private readonly Dictionary<object, SimulatedUnit> _locks = [];
    private readonly HashSet<SimulatedUnit> _open = [];
    private readonly HashSet<object> _foreignLocks = [];
    private readonly List<(object Record, DateTimeOffset From, DateTimeOffset Until)> _lockedAt = [];
    private readonly HashSet<Guid> _committedWriters = [];
    private readonly HashSet<Guid> _removedWriters = [];

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
            if (_locks.ContainsKey(name) || _foreignLocks.Contains(name))
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

    /// <summary>Another program locks a record for a while.</summary>
    public void LockForeign(TimeSpan time)
    {
        List<object> records = [.. Workload.Isbns.Cast<object>(), .. simulation.Records.Orders().Select(order => (object)("order", order.Id))];
        var name = records[simulation.Chance.Below(records.Count)];
        if (hasOneWriter || !_foreignLocks.Add(name))
        {
            return;
        }

        simulation.Faults.Count(FaultKind.ForeignLock);
        _lockedAt.Add((name, simulation.Clock.Now, simulation.Clock.Now + time));
        simulation.Agenda.Add(null, "another program lets its lock go", () =>
        {
            _foreignLocks.Remove(name);
            Releases++;
        }, null, time);
    }

    /// <summary>Whether another program has locked one of these books at some time since then.</summary>
    public bool WasLockedForeign(IEnumerable<Isbn> isbns, DateTimeOffset since) => isbns.Any(isbn => _lockedAt.Any(locked => locked.Record.Equals(isbn) && locked.Until >= since));

    /// <summary>Another program removes the rows of all writers.</summary>
    public void RemoveWriters()
    {
        simulation.Faults.Count(FaultKind.WritersRemoved);
        _removedWriters.UnionWith(_committedWriters);
    }

    /// <summary>Whether the writer's row is missing.</summary>
    public bool IsRemoved(Guid writer) => _removedWriters.Contains(writer);

    /// <summary>A writer has its row, from its registration or from a batch.</summary>
    public void HasRow(Guid writer)
    {
        _committedWriters.Add(writer);
        _removedWriters.Remove(writer);
    }

    /// <summary>Names the records that are locked by others, once the wait for them is over.</summary>
    public StoreConflictException Conflict(RecordKeys keys)
    {
        var opening = Committed.OpenAsync(keys, CancellationToken.None).GetAwaiter().GetResult();
        _ = opening.DisposeAsync();
        var locked = new RecordKeys();
        foreach (var name in Existing(keys, opening.Records).Where(name => _locks.ContainsKey(name) || _foreignLocks.Contains(name)))
        {
            Add(locked, name);
        }

        return new StoreConflictException { Reason = StoreConflictReason.Locked, Keys = hasOneWriter || simulation.Bug is { TakesALockForTheStore: true } ? null : locked };
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
    public void Apply(SimulatedUnit unit, CommitToken mark)
    {
        Committed.Commit(unit.Records, mark);
        HasRow(mark.Writer);
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

    private static void Add(RecordKeys keys, object name)
    {
        switch (name)
        {
            case Isbn isbn:
                keys.Stock.Add(isbn);
                break;
            case IdempotencyId key:
                keys.IdempotencyKeys.Add(key);
                break;
            case DocumentId document:
                keys.Documents.Add(document);
                break;
            case ("order", Guid order):
                keys.Orders.Add(order);
                break;
            case (_, Guid reservation):
                keys.Reservations.Add(reservation);
                break;
        }
    }

    // What is not there cannot be locked.
    private static List<object> Existing(RecordKeys keys, WorkingSet records)
    {
        var locks = new List<object>();
        locks.AddRange(keys.IdempotencyKeys.Where(key => records.IdempotencyKeys.Find(key) is not null).Cast<object>());
        locks.AddRange(keys.Orders.Where(id => records.Orders.Find(id) is not null).Select(id => (object)("order", id)));
        locks.AddRange(keys.Reservations.Where(id => records.Reservations.Find(id) is not null).Select(id => (object)("reservation", id)));
        locks.AddRange(records.Documents.Keys.Where(id => records.Documents.Find(id) is not null).Cast<object>());
        locks.AddRange(keys.Stock.Where(isbn => records.Stock.Find(isbn) is not null).Cast<object>());
        return locks;
    }
}
