namespace Bookstore.Simulation;

/// <summary>One host's event handler. It takes as long as the seed says, fails before or after the receiver has the event, or says nothing at all.</summary>
internal sealed class SimulatedHandler(Simulation simulation, Host host) : IEventConsumerSource
{
    private readonly IReadOnlyList<EventConsumer> _consumers =
    [
        new EventConsumer
        {
            Name = EventReceiver.Name,
            StartAt = EventStart.Oldest,
            Concurrency = 3,
            Window = 20,
            MaxParked = 6,
            Timeout = TimeSpan.FromSeconds(4),
            RetryAfter = static tries => TimeSpan.FromSeconds(Math.Min(tries, 5)),
            Handle = (happened, _, _) => HandleAsync(simulation, host, happened),
        },
    ];

    public ValueTask<IReadOnlyList<EventConsumer>> ListAsync(CancellationToken cancellationToken) => new(_consumers);

    private static ValueTask<ConsumeOutcome> HandleAsync(Simulation simulation, Host host, BookstoreEvent happened)
    {
        simulation.Guard();
        var answer = new TaskCompletionSource<ConsumeOutcome>();
        if (simulation.Faults.Strikes(FaultKind.HandlerFails))
        {
            simulation.Agenda.Add(host, $"handler fails {happened.Position}", () => answer.SetResult(ConsumeOutcome.Failed("away")));
        }
        else if (simulation.Faults.Strikes(FaultKind.HandlerFailsAfterAll))
        {
            simulation.Agenda.Add(host, $"handler deals with {happened.Position} and fails", () =>
            {
                simulation.Receiver.Receive(happened);
                answer.SetException(new InvalidOperationException("The answer is lost."));
            });
        }
        else if (!simulation.Faults.Strikes(FaultKind.HandlerHangs))
        {
            simulation.Agenda.Add(host, $"handler deals with {happened.Position}", () =>
            {
                simulation.Receiver.Receive(happened);
                answer.SetResult(ConsumeOutcome.Done);
            });
        }

        return new ValueTask<ConsumeOutcome>(answer.Task);
    }
}
