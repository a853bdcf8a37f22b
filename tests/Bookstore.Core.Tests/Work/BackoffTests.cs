using Shouldly;
using Xunit;

namespace Bookstore.Workflow;

public sealed class BackoffTests
{
    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(11, 2048)]
    [InlineData(12, 3600)]
    [InlineData(int.MaxValue, 3600)]
    public void After_so_many_tries_doubles_up_to_an_hour(int attempts, int seconds) => Backoff.After(attempts, TimeSpan.FromSeconds(1)).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void After_tiny_first_pause_stops_doubling_after_twenty_tries() =>
        Backoff.After(100, TimeSpan.FromMilliseconds(1)).ShouldBe(TimeSpan.FromMilliseconds(1 << 20));
}
