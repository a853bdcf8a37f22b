using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

public sealed class TryLogTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    private readonly ManualTime _time = new();
    private readonly TryLog _log;

    public TryLogTests() => _log = new TryLog(_time);

    [Fact]
    public void Failures_count_since_the_first_after_a_success()
    {
        Add(false, 0)!.Since.ShouldBe(At);
        Add(false, 10)!.Since.ShouldBe(At);
        Add(true, 20).ShouldBeNull();
        Add(false, 30)!.Since.ShouldBe(At.AddSeconds(30));
    }

    [Fact]
    public void Failures_before_the_endpoint_was_enabled_do_not_count()
    {
        Add(false, 0);

        _log.Add(Made(false, 100), At.AddSeconds(100), At.AddSeconds(50))!.Since.ShouldBe(At.AddSeconds(100));
    }

    [Fact]
    public void Days_with_failures_are_counted_and_not_those_between()
    {
        const int Day = 86_400;
        Add(false, 0)!.Days.ShouldBe(1);
        Add(false, Day - 1)!.Days.ShouldBe(1);
        Add(false, Day)!.Days.ShouldBe(2);
        Add(false, 6 * Day)!.Days.ShouldBe(3);
        Add(false, 3 * Day)!.Days.ShouldBe(3, "a clock that was set back counts nothing");
    }

    [Fact]
    public void What_the_store_knows_does_not_replace_a_later_try()
    {
        var stored = new FailureRun { Since = At.AddDays(-4), Days = 4, LastDay = 3 };
        _log.IsOld.ShouldBeTrue();
        Add(true, 0);

        _log.Know(stored);
        Add(false, 2)!.Since.ShouldBe(At.AddSeconds(2));

        _time.Advance(TimeSpan.FromMinutes(2));
        _log.IsOld.ShouldBeTrue();
        _log.Know(stored);
        Add(false, 121)!.Since.ShouldBe(At.AddDays(-4));
    }

    [Fact]
    public void A_try_by_hand_says_nothing_of_the_health()
    {
        _log.AddApart(Made(false, 0));
        _log.Peek().SaysHealth.ShouldBeFalse();
        Add(false, 1);
        _log.Peek().SaysHealth.ShouldBeTrue();
        _log.Stored(_log.Peek());
        _log.AddApart(Made(true, 2));
        _log.Peek().SaysHealth.ShouldBeFalse("it is stored already, and another host may know better by now");
    }

    [Fact]
    public void A_hundred_tries_wait_at_most_and_those_that_were_stored_go()
    {
        for (var i = 0; i < 150; i++)
        {
            _log.AddApart(Made(true, i));
        }

        var waiting = _log.Peek();
        waiting.Tries.Count.ShouldBe(100);
        waiting.Tries[0].At.ShouldBe(At.AddSeconds(50));
        _log.AddApart(Made(true, 200));
        _log.Stored(waiting);
        _log.Peek().Tries.Single().At.ShouldBe(At.AddSeconds(200));
    }

    [Fact]
    public void A_try_that_is_stored_twice_is_listed_once()
    {
        var once = new TryLogBody().With([Made(true, 0), Made(true, 1)]);

        var twice = once.With([Made(true, 1), Made(false, 2)]);

        twice.Tries.Select(static made => (made.Number, made.At)).ShouldBe([(1, At), (2, At.AddSeconds(1)), (3, At.AddSeconds(2))]);
        twice.Next.ShouldBe(4);
    }

    private FailureRun? Add(bool isSuccess, int seconds) => _log.Add(Made(isSuccess, seconds), At.AddSeconds(seconds), DateTimeOffset.MinValue);

    private static TryBody Made(bool isSuccess, int seconds) => new() { IsSuccess = isSuccess, At = At.AddSeconds(seconds) };
}
