using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>One transaction. Its commit fails before it is durable, is durable without anybody hearing of it, or is on its way for a while.</summary>
internal sealed class SimulatedUnit(Simulation simulation, Database database, Host host, WorkingSet records, IReadOnlyList<object> locks) : IStoreTransaction
{
    private readonly TaskCompletionSource _answer = new();

    public WorkingSet Records => records;

    public Host Host => host;

    public IReadOnlyList<object> Locks => locks;

    /// <summary>Set once the unit was sent to be committed.</summary>
    public CommitToken? Mark { get; private set; }

    /// <summary>Whether its host died and it is rolled back.</summary>
    public bool IsDoomed { get; set; }

    public ValueTask CommitAsync(CommitToken mark)
    {
        simulation.Guard();
        simulation.Bug?.OnCommit(records);
        if (simulation.Bug is { StoresConsumersPositionFirst: true })
        {
            simulation.Receiver.StorePositionFirst(records);
        }

        Mark = mark;
        simulation.Agenda.Add(null, $"{host}: commit {Describe()}", () => Arrive(mark));
        return new ValueTask(_answer.Task);
    }

    public ValueTask DisposeAsync()
    {
        simulation.Guard();
        if (Mark is null)
        {
            database.Release(this);
        }

        return simulation.Faults.Strikes(FaultKind.LetGoFails) ? ValueTask.FromException(new IOException("The connection is broken.")) : ValueTask.CompletedTask;
    }

    private string Describe() => string.Join(' ', records.Orders.Touched.Select(entry => entry.Current).OfType<OrderRecord>()
        .Select(order => $"{simulation.Trace.Name(order.Order.Id)}={order.Order.Status}/{order.Order.PaymentStatus}/owes {order.PendingAction}/fence {order.Fence}"))
        + $" {records.Movements.Count} movements";

    private void Arrive(CommitToken mark)
    {
        var faults = simulation.Faults;
        if (IsDoomed)
        {
            End("rolled back", null);
        }
        else if (faults.Strikes(FaultKind.CommitConflict))
        {
            End("conflict", new StoreConflictException());
        }
        else if (faults.Strikes(FaultKind.CommitFailsBefore))
        {
            End("failed", new BookstoreStoreException("The store is busy.") { IsTransient = true });
        }
        else if (faults.Strikes(FaultKind.CommitRefused))
        {
            End("refused", new BookstoreStoreException("The store refuses."));
        }
        else if (faults.Strikes(FaultKind.CommitLostBefore))
        {
            End("unknown, not durable", Unknown());
        }
        else if (faults.Strikes(FaultKind.CommitInFlight))
        {
            Tell("unknown, in flight", Unknown());
            simulation.Agenda.Add(null, $"{host}: commit {mark.Batch} lands", () => Land(mark), null, TimeSpan.FromMilliseconds(simulation.Chance.Pick(0, 100, 3_000, 15_000)));
        }
        else
        {
            Apply(mark, faults.Strikes(FaultKind.CommitLostAfter) ? Unknown() : null);
        }
    }

    private void Land(CommitToken mark)
    {
        if (IsDoomed || simulation.Chance.Percent(50))
        {
            database.Release(this);
            simulation.Trace.Add("  rolled back after all");
        }
        else
        {
            Apply(mark, null);
        }
    }

    private void Apply(CommitToken mark, Exception? told)
    {
        try
        {
            database.Apply(this, mark);
            End("durable", told);
        }
        catch (BookstoreException exception)
        {
            End(exception.GetType().Name, exception);
        }
    }

    private void End(string what, Exception? told)
    {
        database.Release(this);
        Tell(what, told);
    }

    private void Tell(string what, Exception? told)
    {
        simulation.Trace.Add($"  {what}");
        if (!host.IsAlive || _answer.Task.IsCompleted)
        {
            return;
        }

        simulation.Agenda.Add(host, $"commit is answered {told?.GetType().Name ?? "durable"}", () =>
        {
            if (told is null)
            {
                _answer.TrySetResult();
            }
            else
            {
                _answer.TrySetException(told);
            }
        });
    }

    private Exception Unknown() => simulation.Chance.Percent(50) ? new StoreOutcomeUnknownException() : new IOException("The connection is lost.");
}
