namespace Bookstore.Webhooks;

/// <summary>When a delivery that failed is tried again, and when an endpoint is given up.</summary>
internal static class RetrySchedule
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>After how long without any success an endpoint is disabled.</summary>
    public static TimeSpan LongestFailure { get; } = TimeSpan.FromDays(5);

    /// <summary>An endpoint that was enabled again is not disabled within this time for an event that had used its tries up before.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromHours(1);

    /// <summary>The tries of an event: the first one, and one after each wait.</summary>
    public static int MaxTries => Waits.Length + 1;

    /// <summary>The wait after so many tries.</summary>
    public static TimeSpan After(int tries) => Waits[Math.Clamp(tries, 1, Waits.Length) - 1];

    /// <summary>Why an endpoint is to be disabled after a failed try; <see langword="null"/> when it is not.</summary>
    /// <param name="result">The try.</param>
    /// <param name="attempt">Which try of the event it was.</param>
    /// <param name="failingSince">Since when every try has failed.</param>
    /// <param name="enabledAt">Since when the endpoint is enabled.</param>
    public static WebhookDisableReason? ReasonToDisable(SendResult result, int attempt, DateTimeOffset? failingSince, DateTimeOffset enabledAt)
    {
        var failingFor = result.StartedAt - (failingSince > enabledAt ? failingSince.Value : enabledAt);
        return result.Status == 410 ? WebhookDisableReason.Gone
            : attempt >= MaxTries && result.StartedAt - enabledAt >= Grace ? WebhookDisableReason.TriesUsedUp
            : failingSince is not null && failingFor >= LongestFailure ? WebhookDisableReason.FailingForDays
            : null;
    }
}
