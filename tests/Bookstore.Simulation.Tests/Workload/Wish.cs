namespace Bookstore.Simulation;

/// <summary>What somebody wants of the shop, and tries until it is answered.</summary>
internal abstract class Wish
{
    /// <summary>Whether trying again is safe and may help.</summary>
    public abstract bool MayTryAgain { get; }

    public abstract void Try(Host host);

    /// <summary>Compares what was answered with what has become of it. Called once nothing moves any more.</summary>
    public abstract void Check();
}

/// <summary>A wish with answers of one kind.</summary>
internal abstract class Wish<T>(Simulation simulation, OperationKind kind, string name, bool hasKey) : Wish
{
    protected Simulation Simulation => simulation;

    protected List<Attempt<T>> Attempts { get; } = [];

    protected bool HasKey => hasKey;

    protected string Name => name;

    /// <summary>The results that were given, in the order of the calls.</summary>
    protected IEnumerable<T> Results => Attempts.Where(attempt => attempt is { IsAnswered: true, Failure: null }).Select(attempt => attempt.Result!);

    public override bool MayTryAgain => hasKey && Attempts.Count < 4 && !Results.Any(IsFinal);

    public override void Try(Host host)
    {
        if (Attempts.Count > 0)
        {
            simulation.Count(Attempts.Exists(attempt => !attempt.IsOver) ? OperationKind.SendTwiceAtOnce : OperationKind.SendAgain);
        }

        simulation.Count(kind);
        simulation.Trace.Add($"{host}: {name}");
        var attempt = new Attempt<T>(simulation, host);
        Attempts.Add(attempt);
        simulation.Calls.Add((host, attempt.RunAsync(name, cancellationToken => CallAsync(host, cancellationToken))));
    }

    /// <summary>How many effects there may be at most: one with a key, else one for each call that may have had one.</summary>
    protected int MaxEffects()
    {
        var possible = Attempts.Count(attempt => !attempt.WroteNothing && !(attempt.Result is { } result && IsRefusal(result)));
        return hasKey ? Math.Min(possible, 1) : possible;
    }

    protected abstract Task<T> CallAsync(Host host, CancellationToken cancellationToken);

    /// <summary>Whether this answer says all there is to know.</summary>
    protected virtual bool IsFinal(T result) => true;

    /// <summary>Whether this answer says that nothing was written.</summary>
    protected abstract bool IsRefusal(T result);

    protected void Expect(bool holds, string what)
    {
        if (!holds)
        {
            simulation.Violate($"{name}: {what}; answered {string.Join(", ", Attempts.Select(Describe))}");
        }
    }

    private string Describe(Attempt<T> attempt) => attempt.IsAnswered
        ? attempt.Failure?.GetType().Name ?? simulation.Trace.Describe(attempt.Result)
        : "nothing";
}
