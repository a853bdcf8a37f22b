namespace Bookstore.Testing;

/// <summary>A courier that keeps the whole contract of <see cref="ICourier"/>, except where the test plans something else.</summary>
/// <remarks>Its <see cref="Ledger"/> is a witness of its own for what was booked. Thread-safe.</remarks>
/// <param name="name">The name that deliveries choose it by. Default <c>local</c>, so that it takes the place of the built-in one.</param>
public sealed class ScriptedCourier(string name = "local") : ICourier
{
    private readonly FaultScript<CourierOperation> _script = new();
    private readonly Lock _lock = new();
    private readonly List<CourierCallRecord> _calls = [];
    private readonly Dictionary<Guid, CourierLedgerEntry> _ledger = [];

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>Every call that was made, in order; a copy.</summary>
    public IReadOnlyList<CourierCallRecord> Calls
    {
        get
        {
            lock (_lock)
            {
                return [.. _calls];
            }
        }
    }

    /// <summary>What the courier has on its books, one entry a delivery; a copy.</summary>
    public IReadOnlyList<CourierLedgerEntry> Ledger
    {
        get
        {
            lock (_lock)
            {
                return [.. _ledger.Values];
            }
        }
    }

    /// <summary>Whether a call hangs now: the clock has to go on before the shop gives up on it.</summary>
    public bool IsHanging => _script.IsHanging;

    /// <summary>Plans what goes wrong with the next calls of a kind, after what was planned before.</summary>
    /// <param name="operation">Which calls.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">With how many calls: at least 1. Default 1.</param>
    /// <exception cref="ArgumentException">The call cannot be refused, or the number is less than 1.</exception>
    public void Plan(CourierOperation operation, CallFault fault, int times = 1)
    {
        if (fault == CallFault.Refuse && operation != CourierOperation.Book)
        {
            throw new ArgumentException($"A courier cannot refuse a {operation}. Only Book can be refused.", nameof(fault));
        }

        _script.Plan(operation, fault, times);
    }

    /// <summary>Lets the calls take effect that were planned to <see cref="CallFault.ArriveLate"/>, in the order in which they were made.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DeliverLateCallsAsync() => _script.ArriveAsync();

    /// <inheritdoc/>
    public ValueTask<string?> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        var fault = Note(CourierOperation.Book, delivery.Id);
        return fault == CallFault.Refuse
            ? ValueTask.FromResult<string?>(null)
            : _script.CallAsync(fault, _ => ValueTask.FromResult(Book(delivery.Id)), cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask CancelAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        var fault = Note(CourierOperation.Cancel, deliveryId);
        await _script.CallAsync(fault, _ => ValueTask.FromResult(Cancel(deliveryId)), cancellationToken).ConfigureAwait(false);
    }

    private string? Book(Guid deliveryId)
    {
        lock (_lock)
        {
            if (!_ledger.TryGetValue(deliveryId, out var entry))
            {
                _ledger[deliveryId] = entry = new CourierLedgerEntry(deliveryId, $"TEST-{deliveryId:N}", IsCancelled: false);
            }

            return entry.IsCancelled ? null : entry.TrackingNumber;
        }
    }

    private bool Cancel(Guid deliveryId)
    {
        lock (_lock)
        {
            _ledger[deliveryId] = _ledger.TryGetValue(deliveryId, out var entry)
                ? entry with { IsCancelled = true }
                : new CourierLedgerEntry(deliveryId, null, IsCancelled: true);
            return true;
        }
    }

    private CallFault? Note(CourierOperation operation, Guid deliveryId)
    {
        var fault = _script.Next(operation);
        lock (_lock)
        {
            _calls.Add(new CourierCallRecord(operation, deliveryId, fault));
        }

        return fault;
    }
}
