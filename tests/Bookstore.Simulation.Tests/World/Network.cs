namespace Bookstore.Simulation;

/// <summary>The way from a host to a service outside and back. A request is lost, late or there twice; so is its answer.</summary>
internal sealed class Network(Simulation simulation, Host host, NetworkFaults kinds)
{
    /// <summary>Calls a service.</summary>
    /// <param name="what">A name for the trace.</param>
    /// <param name="effect">What the service does when the request arrives, whether or not its caller still lives.</param>
    /// <param name="unknown">An answer that says that it is not known; <see langword="null"/> where there is none.</param>
    /// <param name="onTheWay">How long the request takes at least, if it is not lost.</param>
    public ValueTask<T> CallAsync<T>(string what, Func<T> effect, Func<T>? unknown, TimeSpan onTheWay = default)
    {
        simulation.Guard();
        var faults = simulation.Faults;
        if (faults.Strikes(kinds.Throws))
        {
            throw new HttpRequestException($"{what}: no connection.");
        }

        var answer = new TaskCompletionSource<T>();
        if (faults.Strikes(kinds.RequestLost))
        {
            Lose(what, answer, unknown);
            return new ValueTask<T>(answer.Task);
        }

        if (kinds.ArrivesAfterAll is { } afterAll && faults.Strikes(afterAll))
        {
            simulation.Agenda.Add(host, $"{what} breaks off", () => answer.TrySetException(new HttpRequestException($"{what}: connection lost.")));
            simulation.Agenda.Add(null, $"{host}: {what} arrives after all", () => effect(), null, TimeSpan.FromSeconds(simulation.Chance.Pick(25, 90, 150, 200)));
            return new ValueTask<T>(answer.Task);
        }

        var delay = faults.Strikes(kinds.RequestLate) ? LateBy() : onTheWay;
        simulation.Agenda.Add(null, $"{host}: {what} arrives", () => Arrive(what, effect, unknown, answer), null, delay);
        return new ValueTask<T>(answer.Task);
    }

    private void Arrive<T>(string what, Func<T> effect, Func<T>? unknown, TaskCompletionSource<T> answer)
    {
        var result = effect();
        var faults = simulation.Faults;
        if (faults.Strikes(kinds.RequestTwice))
        {
            simulation.Agenda.Add(null, $"{host}: {what} arrives again", () => effect(), null, simulation.Chance.Percent(50) ? LateBy() : TimeSpan.Zero);
        }

        if (!host.IsAlive)
        {
            return;
        }

        if (faults.Strikes(kinds.AnswerLost))
        {
            Lose(what, answer, unknown);
            return;
        }

        var delay = faults.Strikes(kinds.AnswersLate) ? LateBy() : TimeSpan.Zero;
        simulation.Agenda.Add(host, $"{what} is answered {simulation.Trace.Describe(result)}", () => answer.TrySetResult(result), null, delay);
    }

    // The connection breaks, the adapter says that it does not know, or nothing ever comes and the shop's own time-out ends the wait.
    private void Lose<T>(string what, TaskCompletionSource<T> answer, Func<T>? unknown)
    {
        switch (simulation.Chance.Below(3))
        {
            case 0 when unknown is not null:
                simulation.Agenda.Add(host, $"{what} is answered unknown", () => answer.TrySetResult(unknown()));
                break;
            case 1:
                simulation.Agenda.Add(host, $"{what} breaks off", () => answer.TrySetException(new HttpRequestException($"{what}: connection lost.")));
                break;
            default:
                break;
        }
    }

    private TimeSpan LateBy() => TimeSpan.FromSeconds(simulation.Chance.Pick(3, 9, 25, 45, 90));
}

/// <summary>The faults of one kind of service.</summary>
internal sealed record NetworkFaults(
    FaultKind Throws, FaultKind RequestLost, FaultKind AnswerLost, FaultKind RequestTwice, FaultKind RequestLate, FaultKind AnswersLate, FaultKind? ArrivesAfterAll = null);
