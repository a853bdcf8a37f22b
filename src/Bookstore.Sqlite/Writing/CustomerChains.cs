namespace Bookstore.Sqlite;

/// <summary>Keeps each customer's orders linked, newest first, while a unit is written.</summary>
internal sealed class CustomerChains(SqliteDatabase database, RecordCache cache)
{
    // Null: the customer has none any more.
    private readonly Dictionary<string, Guid?> _newest = new(StringComparer.Ordinal);

    public void Begin() => _newest.Clear();

    /// <summary>Takes a new order in, before its row is written.</summary>
    /// <returns>The customer's order before it.</returns>
    public Guid? Link(Order order)
    {
        var newest = Newest(order.CustomerId);
        if (newest is { } later && later >= order.Id)
        {
            return LinkBehind(order.Id, later);
        }

        _newest[order.CustomerId] = order.Id;
        return newest;
    }

    /// <summary>Takes an order out of the chain of the customer that it had, before its row says another one.</summary>
    public void Unlink(Order order)
    {
        var previous = OrderRows.Link(database, order.Id).Previous;
        if (Newest(order.CustomerId) is not { } newest || newest == order.Id)
        {
            _newest[order.CustomerId] = previous;
            return;
        }

        OrderWrites.WriteLink(database, LastAfter(order.Id, newest), previous);
    }

    /// <summary>Writes the customers whose newest order is another now.</summary>
    public void Write()
    {
        foreach (var (customer, newest) in _newest)
        {
            if (newest is { } id)
            {
                CustomerRows.Write(database, customer, id);
            }
            else
            {
                CustomerRows.Remove(database, customer);
            }
        }
    }

    /// <summary>Takes what was committed over into the cache.</summary>
    public void Remember()
    {
        foreach (var (customer, newest) in _newest)
        {
            if (newest is { } id)
            {
                cache.Customers.Set(customer, id);
            }
            else
            {
                cache.Customers.Remove(customer);
            }
        }
    }

    // An order that another call, or another process, overtook on its way here; or one that is there already, whose insert will be refused.
    private Guid? LinkBehind(Guid id, Guid newest)
    {
        var later = LastAfter(id, newest);
        var previous = OrderRows.Link(database, later).Previous;
        if (later == id || previous == id)
        {
            return null;
        }

        OrderWrites.WriteLink(database, later, id);
        return previous;
    }

    private Guid LastAfter(Guid id, Guid later)
    {
        while (OrderRows.Link(database, later).Previous is { } previous && previous > id)
        {
            later = previous;
        }

        return later;
    }

    private Guid? Newest(string customer)
    {
        if (_newest.TryGetValue(customer, out var changed))
        {
            return changed;
        }

        return cache.Customers.TryGet(customer, out var newest) ? newest : CustomerRows.Newest(database, customer);
    }
}
