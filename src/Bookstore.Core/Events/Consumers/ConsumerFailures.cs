namespace Bookstore;

/// <summary>What follows from a failed try: whether the event is tried again, when, and what is logged.</summary>
internal sealed class ConsumerFailures(ConsumerParts run)
{
    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private bool _hasLoggedNotBegun;

    /// <summary>Whether the event is kept without a further try.</summary>
    public bool IsKept(ConsumeOutcome outcome, int tries) => outcome.Kind == ConsumeOutcomeKind.Parked || tries >= run.Consumer.ParkAfter;

    /// <summary>When the event is tried again.</summary>
    public DateTimeOffset DueAt(Guid eventId, ConsumeOutcome outcome, int tries, DateTimeOffset now)
    {
        var pause = run.Consumer.RetryAfter(tries) * RetryJitter.Of(eventId, tries);
        var asked = outcome.RetryAfter is { } after && after > pause ? after : pause;
        return now.Plus(asked < LongestRetryAfter ? asked : LongestRetryAfter);
    }

    public void Log(long position, int tries, ConsumeOutcome outcome, bool isKept)
    {
        if (isKept)
        {
            Diagnostics.Log.EventParked(run.Host.Logger, run.Consumer.Name, position, tries, outcome.Error);
        }
        else
        {
            Diagnostics.Log.EventFailed(run.Host.Logger, run.Consumer.Name, position, tries, outcome.Error);
        }
    }

    /// <summary>Logs once that tries cannot begin.</summary>
    public void LogNotBegun()
    {
        if (!_hasLoggedNotBegun)
        {
            _hasLoggedNotBegun = true;
            Diagnostics.Log.ConsumerBlocked(run.Host.Logger, run.Consumer.Name, run.Consumer.Timeout);
        }
    }
}
