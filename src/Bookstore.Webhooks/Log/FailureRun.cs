using Bookstore.Storage;

namespace Bookstore.Webhooks;

/// <summary>The failed tries of an endpoint since its last success.</summary>
/// <remarks>Days are counted as well, each 24 hours from the first failure: a time in which nothing was tried, such as one without a host, says nothing of the receiver.</remarks>
internal sealed record FailureRun : DocumentBody
{
    /// <summary>When the first of them began, in the store's time.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>On how many days there were some.</summary>
    public int Days { get; set; }

    /// <summary>The number of the last of these days, beginning with 0.</summary>
    public int LastDay { get; set; }

    /// <summary>The failures with another one.</summary>
    /// <param name="before">Those before; <see langword="null"/> for none.</param>
    /// <param name="now">When it failed.</param>
    /// <param name="enabledAt">Since when the endpoint is enabled. Failures before do not count.</param>
    public static FailureRun After(FailureRun? before, DateTimeOffset now, DateTimeOffset enabledAt)
    {
        if (before is null || before.Since < enabledAt)
        {
            return new FailureRun { Since = now, Days = 1 };
        }

        var day = (now - before.Since).Days;
        return day > before.LastDay ? before with { Days = before.Days + 1, LastDay = day } : before;
    }
}
