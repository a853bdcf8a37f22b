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

    /// <summary>On how many days of that time a try must have failed.</summary>
    public static int FewestDays => 5;

    /// <summary>An endpoint that was enabled again is not disabled within this time for an event that had used its tries up before.</summary>
    public static TimeSpan Grace { get; } = TimeSpan.FromHours(1);

    /// <summary>The tries of an event: the first one, and one after each wait.</summary>
    public static int MaxTries => Waits.Length + 1;

    /// <summary>The wait after so many tries.</summary>
    public static TimeSpan After(int tries) => Waits[Math.Clamp(tries, 1, Waits.Length) - 1];

    /// <summary>Why an endpoint is to be disabled after a failed try; <see langword="null"/> when it is not.</summary>
    /// <param name="status">The status of the response.</param>
    /// <param name="attempt">Which try of the event it was.</param>
    /// <param name="failing">The failures since the last success, as far as they are known.</param>
    /// <param name="enabledAt">Since when the endpoint is enabled.</param>
    /// <param name="now">When the try failed.</param>
    public static WebhookDisableReason? ReasonToDisable(int? status, int attempt, FailureRun? failing, DateTimeOffset enabledAt, DateTimeOffset now) =>
        status == 410 ? WebhookDisableReason.Gone
        : attempt >= MaxTries && now - enabledAt >= Grace ? WebhookDisableReason.TriesUsedUp
        : failing is not null && failing.Days >= FewestDays && now - failing.Since >= LongestFailure ? WebhookDisableReason.FailingForDays
        : null;
}
