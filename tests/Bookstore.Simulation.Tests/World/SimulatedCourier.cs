namespace Bookstore.Simulation;

/// <summary>One host's courier: the courier service at the other end of a network.</summary>
internal sealed class SimulatedCourier(Simulation simulation, Host host, string name) : ICourier
{
    /// <summary>The courier that every host has.</summary>
    public const string Everywhere = "simulated";

    /// <summary>The courier that only every other host has.</summary>
    public const string Somewhere = "rare";

    private readonly Network _network = new(simulation, host, new NetworkFaults(
        FaultKind.CourierThrows,
        FaultKind.CourierRequestLost,
        FaultKind.CourierAnswerLost,
        FaultKind.CourierRequestTwice,
        FaultKind.CourierRequestLate,
        FaultKind.CourierAnswersLate,
        FaultKind.CourierRequestAfterAll));

    public string Name => name;

    public TimeSpan LateBookingWindow => simulation.Courier.LateBookingWindow;

    public async ValueTask<BookingResult> BookAsync(Delivery delivery, CancellationToken cancellationToken)
    {
        using var call = simulation.Courier.Begin(host, delivery.Id, isBooking: true);
        var isCalledOff = simulation.Faults.Strikes(FaultKind.CalledOffWhileBooked);
        if (isCalledOff)
        {
            CallOffNow(delivery);
        }

        return await _network.CallAsync(
            $"book {simulation.Trace.Name(delivery.Id)}",
            () => simulation.Courier.Book(delivery.Id),
            () => BookingResult.Unknown,
            isCalledOff ? TimeSpan.FromSeconds(simulation.Chance.Pick(0, 3, 9)) : TimeSpan.Zero);
    }

    public async ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        using var call = simulation.Courier.Begin(host, deliveryId, isBooking: false);
        return await _network.CallAsync($"call off {simulation.Trace.Name(deliveryId)}", () => simulation.Courier.CallOff(deliveryId), () => CancelBookingResult.Unknown);
    }

    // All hosts look for calls to couriers while this one is on the line.
    private void CallOffNow(Delivery delivery)
    {
        simulation.Agenda.Add(null, $"a clerk calls off {simulation.Trace.Name(delivery.Id)}", () => simulation.Workload.CallOff(delivery));
        foreach (var seconds in new[] { 0, 1, 3 })
        {
            simulation.Agenda.Add(null, "the courier calls are due", simulation.Hosts.BeginCourierRounds, null, TimeSpan.FromSeconds(seconds));
        }
    }
}
