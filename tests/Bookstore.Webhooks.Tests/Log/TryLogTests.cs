using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

public sealed class TryLogTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Failures_count_since_the_first_after_a_success()
    {
        var log = new TryLog();

        log.Add(Made(false, 0)).ShouldBe(At);
        log.Add(Made(false, 10)).ShouldBe(At);
        log.Add(Made(true, 20)).ShouldBeNull();
        log.Add(Made(false, 30)).ShouldBe(At.AddSeconds(30));
    }

    [Fact]
    public void What_the_store_knows_does_not_replace_a_later_try()
    {
        var log = new TryLog();
        log.IsOld(At).ShouldBeTrue();
        log.Add(Made(true, 0));

        log.Know(At.AddDays(-4), At.AddSeconds(1));
        log.Add(Made(false, 2)).ShouldBe(At.AddSeconds(2));

        log.IsOld(At.AddMinutes(2)).ShouldBeTrue();
        log.Know(At.AddDays(-4), At.AddMinutes(2));
        log.Add(Made(false, 121)).ShouldBe(At.AddDays(-4));
    }

    [Fact]
    public void A_hundred_tries_wait_at_most_and_those_that_were_stored_go()
    {
        var log = new TryLog();
        for (var i = 0; i < 150; i++)
        {
            log.AddByHand(Made(true, i));
        }

        var (tries, _) = log.Peek();
        tries.Count.ShouldBe(100);
        tries[0].At.ShouldBe(At.AddSeconds(50));
        log.AddByHand(Made(true, 200));
        log.Stored(tries, At);
        log.Peek().Tries.Single().At.ShouldBe(At.AddSeconds(200));
    }

    private static TryBody Made(bool isSuccess, int seconds) => new() { IsSuccess = isSuccess, At = At.AddSeconds(seconds) };
}
