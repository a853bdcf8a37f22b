using Shouldly;
using Xunit;

namespace Bookstore;

public sealed class SaturatingTimeTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void Plus_within_the_calendar_is_the_sum()
    {
        Now.Plus(TimeSpan.FromDays(1)).ShouldBe(Now + TimeSpan.FromDays(1));
        Now.Plus(-TimeSpan.FromDays(1)).ShouldBe(Now - TimeSpan.FromDays(1));
        Now.Minus(TimeSpan.FromDays(1)).ShouldBe(Now - TimeSpan.FromDays(1));
    }

    [Fact]
    public void Plus_beyond_the_calendar_is_its_end()
    {
        Now.Plus(TimeSpan.MaxValue).ShouldBe(DateTimeOffset.MaxValue);
        Now.Plus(TimeSpan.MinValue).ShouldBe(DateTimeOffset.MinValue);
        Now.Minus(TimeSpan.MaxValue).ShouldBe(DateTimeOffset.MinValue);
        Now.Minus(TimeSpan.MinValue).ShouldBe(DateTimeOffset.MaxValue);
        DateTimeOffset.MaxValue.Plus(TimeSpan.FromTicks(1)).ShouldBe(DateTimeOffset.MaxValue);
        DateTimeOffset.MinValue.Minus(TimeSpan.FromTicks(1)).ShouldBe(DateTimeOffset.MinValue);
    }

    [Fact]
    public void Plus_to_the_last_tick_is_exact()
    {
        DateTimeOffset.MaxValue.Minus(TimeSpan.FromTicks(1)).Plus(TimeSpan.FromTicks(1)).ShouldBe(DateTimeOffset.MaxValue);
        DateTimeOffset.MinValue.Plus(DateTimeOffset.MaxValue - DateTimeOffset.MinValue).ShouldBe(DateTimeOffset.MaxValue);
    }

    [Fact]
    public void Plus_of_a_time_elsewhere_is_in_utc()
    {
        var elsewhere = new DateTimeOffset(2026, 11, 22, 12, 30, 0, TimeSpan.FromHours(2));

        elsewhere.Plus(TimeSpan.FromHours(1)).ShouldBe(Now + TimeSpan.FromHours(1));
        elsewhere.Plus(TimeSpan.FromHours(1)).Offset.ShouldBe(TimeSpan.Zero);
    }
}
