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
        if (simulation.Faults.Strikes(FaultKind.CalledOffWhileBooked))
        {
            simulation.Agenda.Add(null, $"a clerk calls off {simulation.Trace.Name(delivery.Id)}", () => simulation.Workload.CallOff(delivery));
            simulation.Agenda.Add(null, "the courier calls are due", simulation.Hosts.BeginCourierRound, null, TimeSpan.FromSeconds(simulation.Chance.Pick(0, 1, 5)));
        }

        return await _network.CallAsync($"book {simulation.Trace.Name(delivery.Id)}", () => simulation.Courier.Book(delivery.Id), () => BookingResult.Unknown);
    }

    public async ValueTask<CancelBookingResult> CancelAsync(Guid deliveryId, CancellationToken cancellationToken)
    {
        using var call = simulation.Courier.Begin(host, deliveryId, isBooking: false);
        return await _network.CallAsync($"call off {simulation.Trace.Name(deliveryId)}", () => simulation.Courier.CallOff(deliveryId), () => CancelBookingResult.Unknown);
    }
}
