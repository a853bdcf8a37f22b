using Bookstore.Support;

namespace Bookstore.AspNetCore;

public sealed class ClientLimiterTests
{
    private readonly SteppedTime _time = new();

    [Fact]
    public void TryEnter_at_the_concurrency_limit_refuses_until_one_leaves()
    {
        var limiter = new ClientLimiter(_time);

        limiter.TryEnter(2, 0, out _).ShouldBeTrue();
        limiter.TryEnter(2, 0, out _).ShouldBeTrue();
        limiter.TryEnter(2, 0, out var retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(TimeSpan.FromSeconds(1));
        limiter.Leave();
        limiter.TryEnter(2, 0, out _).ShouldBeTrue();
    }

    [Fact]
    public void TryEnter_above_the_rate_refuses_until_its_share_is_free()
    {
        var limiter = new ClientLimiter(_time);
        for (var index = 0; index < 10; index++)
        {
            Take(limiter).ShouldBeTrue();
        }

        limiter.TryEnter(100, 10, out var retryAfter).ShouldBeFalse();
        retryAfter.ShouldBe(TimeSpan.FromMilliseconds(100));
        _time.Advance(retryAfter);
        Take(limiter).ShouldBeTrue();
        Take(limiter).ShouldBeFalse();
    }

    [Fact]
    public void TryEnter_over_a_long_time_lets_the_rate_through_and_no_more()
    {
        var limiter = new ClientLimiter(_time);
        var entered = 0;
        for (var step = 0; step < 10_000; step++)
        {
            entered += Take(limiter) ? 1 : 0;
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        entered.ShouldBeInRange(109, 111);
    }

    [Fact]
    public void Names_beyond_the_capacity_share_a_limiter_until_others_are_idle()
    {
        var limiters = new ClientLimiters(_time, capacity: 2);
        var busy = limiters.Of("busy");
        busy.TryEnter(1, 0, out _).ShouldBeTrue();
        limiters.Of("idle").TryEnter(1, 0, out _).ShouldBeTrue();
        limiters.Of("idle").Leave();

        var third = limiters.Of("third");
        limiters.Of("third").ShouldBeSameAs(third);
        third.TryEnter(1, 0, out _).ShouldBeTrue();
        limiters.Of("busy").ShouldBeSameAs(busy);
        var shared = limiters.Of("fourth");
        shared.ShouldNotBeSameAs(busy);
        limiters.Of("fifth").ShouldBeSameAs(shared);

        third.Leave();
        _time.Advance(TimeSpan.FromSeconds(1));
        limiters.Of("sixth").ShouldNotBeSameAs(shared);
        limiters.Of("busy").ShouldBeSameAs(busy);
    }

    private static bool Take(ClientLimiter limiter)
    {
        var entered = limiter.TryEnter(100, 10, out _);
        if (entered)
        {
            limiter.Leave();
        }

        return entered;
    }
}
