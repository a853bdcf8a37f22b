namespace Bookstore.Simulation;

/// <summary>One host's courier: the courier service at the other end of a network.</summary>
internal sealed class SimulatedCourier(Simulation simulation, Host host) : ICourier
{
    private readonly Network _network = new(simulation, host, new NetworkFaults(
        FaultKind.CourierThrows,
        FaultKind.CourierRequestLost,
        FaultKind.CourierAnswerLost,
        FaultKind.CourierRequestTwice,
        FaultKind.CourierRequestLate,
        FaultKind.CourierAnswersLate));

    public string Name => "simulated";

    public ValueTask<string?> BookAsync(Delivery delivery, CancellationToken cancellationToken) =>
        _network.CallAsync($"book {simulation.Trace.Name(delivery.Id)}", () => simulation.Courier.Book(delivery.Id), null);

    public async ValueTask CancelAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        await _network.CallAsync($"call off {simulation.Trace.Name(deliveryId)}", () => simulation.Courier.CallOff(deliveryId), null);
}

/// <summary>The courier service behind all hosts.</summary>
internal sealed class CourierService(Simulation simulation)
{
    private readonly Dictionary<Guid, string?> _bookings = [];
    private readonly HashSet<Guid> _calledOff = [];

    /// <summary>Whether a transport will come.</summary>
    public bool IsBooked(Guid deliveryId) => _bookings.GetValueOrDefault(deliveryId) is not null && !_calledOff.Contains(deliveryId);

    public string? Book(Guid deliveryId)
    {
        if (_calledOff.Contains(deliveryId))
        {
            return null;
        }

        if (!_bookings.TryGetValue(deliveryId, out var trackingNumber))
        {
            trackingNumber = simulation.Faults.Strikes(FaultKind.CourierRefuses) ? null : $"track-{simulation.Trace.Name(deliveryId)}";
            _bookings.Add(deliveryId, trackingNumber);
        }

        return trackingNumber;
    }

    public bool CallOff(Guid deliveryId) => _calledOff.Add(deliveryId);
}
