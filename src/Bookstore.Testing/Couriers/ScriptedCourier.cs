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
    private readonly string? _secret;
    private readonly CourierScanBook? _scans;

    /// <inheritdoc/>
    public string Name => name;

    /// <summary>What the courier claims about late bookings. Default zero: a cancellation forbids a later booking, unless a longer time is set.</summary>
    public TimeSpan LateBookingWindow { get; set; }

    /// <summary>The secret that its notifications are signed with. Default <see langword="null"/>: it sends none.</summary>
    public string? NotificationSecret
    {
        get => _secret;
        init => (_secret, _scans) = (value, value is null ? null : new CourierScanBook(value));
    }

    /// <summary>Whether it can be asked where a parcel is. Default <see langword="false"/>: what it sends is all that it says.</summary>
    public bool CanBeAsked { get; set; }

    /// <summary>All notifications that it has sent, in the order of <see cref="Scan"/>; a copy.</summary>
    public IReadOnlyList<IncomingNotification> Notifications => _scans?.Sent ?? [];

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

    /// <summary>Scans a parcel, and makes the notification of it. Hand it to <see cref="IInbox.ReceiveAsync"/>, or send it to <c>/webhooks/{name}</c>.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="status">What the courier sees.</param>
    /// <param name="at">When.</param>
    /// <param name="byNumber">Whether the notification names the tracking number in place of the delivery's id. Default <see langword="false"/>.</param>
    /// <returns>The signed notification.</returns>
    /// <exception cref="InvalidOperationException">There is no <see cref="NotificationSecret"/>.</exception>
    public IncomingNotification Scan(Guid deliveryId, DeliveryStatus status, DateTimeOffset at, bool byNumber = false) =>
        (_scans ?? throw new InvalidOperationException("Set NotificationSecret, so that the courier sends notifications.")).Add(deliveryId, byNumber ? NumberOf(deliveryId) : null, new CourierScan(status, at));

    /// <summary>All notifications so far as a network may deliver them: each once to three times, in any order.</summary>
    /// <param name="seed">The same seed gives the same order.</param>
    /// <returns>The notifications.</returns>
    public IReadOnlyList<IncomingNotification> DeliverUnreliably(int seed)
    {
#pragma warning disable CA5394 // The order of a test, not a secret.
        var random = new Random(seed);
        IncomingNotification[] all = [.. Notifications.SelectMany(sent => Enumerable.Repeat(sent, random.Next(1, 4)))];
        random.Shuffle(all);
#pragma warning restore CA5394
        return all;
    }

    /// <inheritdoc/>
    public CourierNotificationReading ParseNotification(IncomingNotification request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _scans?.Read(request) ?? CourierNotificationReading.NotSupported;
    }

    /// <inheritdoc/>
    public async ValueTask<TrackingResult> TrackAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        if (_scans is not { } scans || !CanBeAsked)
        {
            return TrackingResult.NotSupported;
        }

        var fault = Note(CourierOperation.Track, delivery.Id);
        return fault is CallFault.AnswerUnknown or CallFault.Refuse
            ? TrackingResult.Unknown
            : await _script.CallAsync(fault, _ => ValueTask.FromResult(TrackingResult.Found(scans.ScansOf(delivery.Id))), cancellationToken).ConfigureAwait(false);
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
