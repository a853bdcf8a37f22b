namespace Bookstore.Simulation;

/// <summary>The courier service behind all hosts. In some runs it forbids a booking that arrives after its cancellation, in others it takes it for a new one, as most do.</summary>
internal sealed class CourierService(Simulation simulation)
{
    private readonly Dictionary<Guid, BookingResult> _bookings = [];
    private readonly HashSet<Guid> _calledOff = [];
    private readonly List<Call> _underWay = [];
    private readonly bool _forbids = simulation.Chance.Percent(30);

    /// <summary>Longer than a request can be under way.</summary>
    public TimeSpan LateBookingWindow => _forbids ? TimeSpan.Zero : TimeSpan.FromMinutes(4);

    /// <summary>Whether a transport will come.</summary>
    public bool IsBooked(Guid deliveryId) => _bookings.GetValueOrDefault(deliveryId)?.Outcome == BookingOutcome.Booked && !_calledOff.Contains(deliveryId);

    /// <summary>Notes a call that begins; a delivery has one at a time, however many hosts there are.</summary>
    public IDisposable Begin(Host host, Guid deliveryId, bool isBooking)
    {
        var now = simulation.Clock.Now;
        _underWay.RemoveAll(call => call.BegunAt + GuardedCourier.Timeout <= now);
        if (_underWay.Find(call => call.DeliveryId == deliveryId) is { } other)
        {
            simulation.Violate($"{host} calls the courier to {(isBooking ? "book" : "call off")} {deliveryId} while {other.Host} is on the line for it");
        }

        var call = new Call(_underWay, host, deliveryId, now);
        _underWay.Add(call);
        return call;
    }

    public BookingResult Book(Guid deliveryId)
    {
        if (_bookings.TryGetValue(deliveryId, out var known))
        {
            return known;
        }

        if (_calledOff.Contains(deliveryId))
        {
            if (_forbids)
            {
                return BookingResult.Refused("called_off");
            }

            simulation.Faults.Count(FaultKind.BookedAfterCalledOff);
            _calledOff.Remove(deliveryId);
        }

        var result = simulation.Faults.Strikes(FaultKind.CourierRefuses) ? BookingResult.Refused("refused") : BookingResult.Booked($"track-{simulation.Trace.Name(deliveryId)}");
        _bookings.Add(deliveryId, result);
        return result;
    }

    public CancelBookingResult CallOff(Guid deliveryId)
    {
        if (IsBooked(deliveryId) && simulation.Faults.Strikes(FaultKind.CourierRefusesCancellation))
        {
            return CancelBookingResult.Refused("collected");
        }

        _calledOff.Add(deliveryId);
        return CancelBookingResult.Cancelled;
    }

    private sealed record Call(List<Call> UnderWay, Host Host, Guid DeliveryId, DateTimeOffset BegunAt) : IDisposable
    {
        public void Dispose() => UnderWay.RemoveAll(call => ReferenceEquals(call, this));
    }
}
