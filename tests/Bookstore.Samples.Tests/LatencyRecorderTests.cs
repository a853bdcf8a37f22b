using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class LatencyRecorderTests
{
    [Fact]
    public void Percentiles_one_to_a_thousand_are_of_the_nearest_rank()
    {
        var recorder = new LatencyRecorder(1_000);
        Parallel.For(0, 1_000, i => recorder.Record(TimeSpan.FromMilliseconds(1_000 - i)));

        recorder.Count.ShouldBe(1_000);
        recorder.Percentiles(0.1, 50, 95, 99, 99.9, 100).Select(time => time.TotalMilliseconds).ShouldBe([1, 500, 950, 990, 999, 1_000]);
    }

    [Fact]
    public void Percentiles_nothing_recorded_are_zero() => new LatencyRecorder(10).Percentiles(50, 99).ShouldBe([TimeSpan.Zero, TimeSpan.Zero]);

    [Fact]
    public void Record_more_than_there_is_room_for_keeps_the_first()
    {
        var recorder = new LatencyRecorder(2);
        for (var i = 1; i <= 3; i++)
        {
            recorder.Record(TimeSpan.FromSeconds(i));
        }

        recorder.Count.ShouldBe(2);
        recorder.Percentiles(100).ShouldBe([TimeSpan.FromSeconds(2)]);
    }
}
