using Shouldly;
using Xunit;

namespace Bookstore.Samples;

public sealed class ZipfTests
{
    [Fact]
    public void Next_many_draws_follow_the_law()
    {
        const int Draws = 200_000;
        const double HarmonicOf100 = 5.187377517639621;
        var counts = new int[100];
        var zipf = new Zipf(counts.Length);
        var random = new Random(1);
        for (var i = 0; i < Draws; i++)
        {
            counts[zipf.Next(random)]++;
        }

        foreach (var rank in new[] { 0, 1, 2, 9, 99 })
        {
            var expected = Draws / ((rank + 1) * HarmonicOf100);
            ((double)counts[rank]).ShouldBe(expected, tolerance: 5 * Math.Sqrt(expected));
        }
    }

    [Fact]
    public void Next_same_seed_draws_the_same()
    {
        var zipf = new Zipf(9_277);
        var one = new Random(7);
        var other = new Random(7);

        Enumerable.Range(0, 1_000).Select(_ => zipf.Next(one)).ShouldBe(Enumerable.Range(0, 1_000).Select(_ => zipf.Next(other)).ToList());
    }

    [Fact]
    public void Constructor_no_books_throws() => Should.Throw<ArgumentOutOfRangeException>(() => new Zipf(0)).ParamName.ShouldBe("count");
}
