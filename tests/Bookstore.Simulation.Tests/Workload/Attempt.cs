namespace Bookstore.Simulation;

/// <summary>One call of somebody to one host, and what came of it.</summary>
internal sealed class Attempt<T>(Simulation simulation, Host host)
{
    public T? Result { get; private set; }

    public Exception? Failure { get; private set; }

    public bool IsAnswered { get; private set; }

    /// <summary>Whether nothing will come of it any more: it was answered, or its host died.</summary>
    public bool IsOver => IsAnswered || !host.IsAlive;

    /// <summary>Whether its caller was told for certain that nothing was written.</summary>
    public bool WroteNothing => Failure is OperationCanceledException or BookstoreOverloadedException or BookstoreStoreException { IsOutcomeUnknown: false };

    public async Task RunAsync(string what, Func<CancellationToken, Task<T>> call)
    {
        // Not disposed of: a caller may give up after the answer.
        var caller = new CancellationTokenSource();
        if (simulation.Faults.Strikes(FaultKind.CallerGivesUp))
        {
            simulation.Agenda.Add(host, $"caller of {what} gives up", caller.Cancel);
        }

        try
        {
            Result = await call(caller.Token);
        }
        catch (Exception exception)
        {
            Failure = exception;
            if (exception is not (OperationCanceledException or BookstoreOverloadedException or BookstoreStoreException))
            {
                simulation.Violate($"{what} failed: {exception}");
            }
        }

        IsAnswered = true;
        simulation.Guard();
        simulation.Trace.Add($"  {host}: {what} is answered {(Failure is null ? simulation.Trace.Describe(Result) : Failure.GetType().Name)}");
    }
}
