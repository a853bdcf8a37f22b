using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

public sealed class RetryScheduleTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void The_waits_grow_over_three_days()
    {
        var waits = Enumerable.Range(1, 10).Select(RetrySchedule.After).ToList();

        waits.Select(static wait => (int)wait.TotalSeconds).ShouldBe([5, 30, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
        RetrySchedule.MaxTries.ShouldBe(11);
        RetrySchedule.After(100).ShouldBe(TimeSpan.FromHours(24));
    }

    [Theory]
    [InlineData(410, 1, 0, 1, 1, WebhookDisableReason.Gone)]
    [InlineData(500, 10, 3, 1, 100, null)]
    [InlineData(500, 11, 3, 1, 100, WebhookDisableReason.TriesUsedUp)]
    [InlineData(500, 11, 3, 1, 0, null)]
    [InlineData(500, 1, 119, 5, 200, null)]
    [InlineData(500, 1, 120, 4, 200, null)]
    [InlineData(500, 1, 120, 5, 200, WebhookDisableReason.FailingForDays)]
    public void An_endpoint_is_given_up_after_410_the_last_try_and_five_days_with_failures(int status, int attempt, int failingHours, int days, int enabledHours, WebhookDisableReason? reason)
    {
        var failing = new FailureRun { Since = Now.AddHours(-failingHours), Days = days };

        RetrySchedule.ReasonToDisable(status, attempt, failing, Now.AddHours(-enabledHours), Now).ShouldBe(reason);
    }

    [Fact]
    public void Nothing_is_known_of_failures_that_cannot_be_read() =>
        RetrySchedule.ReasonToDisable(500, 1, null, Now.AddDays(-100), Now).ShouldBeNull();
}
