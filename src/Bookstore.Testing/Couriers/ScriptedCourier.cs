namespace Bookstore.Testing;

/// <summary>A courier that keeps the whole contract of <see cref="ICourier"/>, except where the test plans something else.</summary>
/// <remarks>Its <see cref="Ledger"/> is a witness of its own for what was booked. Thread-safe.</remarks>
/// <param name="name">The name that deliveries choose it by. Default <c>local</c>, so that it takes the place of the built-in one.</param>
public sealed class ScriptedCourier(string name = "local") : ICourier
{
    private readonly FaultScript<CourierOperation> _script = new();
    private readonly CallsTogether _together = new();
    private readonly Lock _lock = new();
    private readonly List<CourierCallRecord> _calls = [];
    private readonly Dictionary<Guid, CourierLedgerEntry> _ledger = [];

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What the courier claims about late bookings. Default zero: a cancellation forbids a later booking, unless a longer time is set.</summary>
    public TimeSpan LateBookingWindow { get; set; }

    /// <summary>The most calls of one delivery that were in progress at the same time.</summary>
    public int MostCallsAtOnce => _together.Most;

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

    /// <summary>Whether a call hangs now: the clock has to advance before the shop gives up on it.</summary>
    public bool IsHanging => _script.IsHanging;

    /// <summary>Plans what goes wrong with the next calls of a kind, after what was planned before.</summary>
    /// <param name="operation">Which calls.</param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">With how many calls: at least 1. Default 1.</param>
    /// <exception cref="ArgumentException">The number is less than 1.</exception>
    public void Plan(CourierOperation operation, CallFault fault, int times = 1) => _script.Plan(operation, fault, times);

    /// <summary>Lets the calls take effect that were planned to <see cref="CallFault.ArriveLate"/>, in the order in which they were made.</summary>
    /// <returns>How many there were.</returns>
    public Task<int> DeliverLateCallsAsync() => _script.ArriveAsync();

    /// <inheritdoc/>
    public async ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        using var call = _together.Enter(delivery.Id);
        var fault = Note(CourierOperation.Book, delivery.Id);
        return fault switch
        {
            CallFault.Refuse => BookingResult.Refused("refused_by_test"),
            CallFault.AnswerUnknown => BookingResult.Unknown,
            _ => await _script.CallAsync(fault, _ => ValueTask.FromResult(Book(delivery.Id)), cancellationToken).ConfigureAwait(false),
        };
    }

    /// <inheritdoc/>
    public ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken) => CancelAsync(deliveryId, null, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, string? reference, CancellationToken cancellationToken)
    {
        using var call = _together.Enter(deliveryId);
        var fault = Note(CourierOperation.Cancel, deliveryId, reference);
        return fault switch
        {
            CallFault.Refuse => CancelBookingResult.Refused("refused_by_test"),
            CallFault.AnswerUnknown => CancelBookingResult.Unknown,
            _ => await _script.CallAsync(fault, _ => ValueTask.FromResult(Cancel(deliveryId)), cancellationToken).ConfigureAwait(false),
        };
    }

    private BookingResult Book(Guid deliveryId)
    {
        lock (_lock)
        {
            // One that forbids nothing takes a late booking for a new one.
            if (!_ledger.TryGetValue(deliveryId, out var entry) || (entry is { IsCancelled: true, TrackingNumber: null } && LateBookingWindow > TimeSpan.Zero))
            {
                _ledger[deliveryId] = entry = new CourierLedgerEntry(deliveryId, NumberOf(deliveryId), IsCancelled: false);
            }

            return entry.IsCancelled ? BookingResult.Refused("cancelled") : BookingResult.Booked(entry.TrackingNumber!) with { Reference = $"BOOKING-{deliveryId:N}" };
        }
    }

    private CancelBookingResult Cancel(Guid deliveryId)
    {
        lock (_lock)
        {
            _ledger[deliveryId] = _ledger.TryGetValue(deliveryId, out var entry)
                ? entry with { IsCancelled = true }
                : new CourierLedgerEntry(deliveryId, null, IsCancelled: true);
            return CancelBookingResult.Cancelled;
        }
    }

    private static string NumberOf(Guid deliveryId) => $"TEST-{deliveryId:N}";

    private CallFault? Note(CourierOperation operation, Guid deliveryId, string? reference = null)
    {
        var fault = _script.Next(operation);
        lock (_lock)
        {
            _calls.Add(new CourierCallRecord(operation, deliveryId, fault) { Reference = reference });
        }

        return fault;
    }
}
