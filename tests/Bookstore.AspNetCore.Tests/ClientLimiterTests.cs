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
