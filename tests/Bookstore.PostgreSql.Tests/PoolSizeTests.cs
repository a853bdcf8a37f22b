using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class PoolSizeTests
{
    [Theory]
    [InlineData(3, 32, null, 24, 32, 2, 3, 8)]
    [InlineData(3, 32, 100, 24, 32, 2, 3, 8)]
    [InlineData(3, 200, 100, 24, 74, 2, 3, 8)]
    [InlineData(3, 32, 42, 24, 16, 2, 3, 8)]
    [InlineData(3, 32, 34, 22, 10, 2, 3, 6)]
    [InlineData(3, 32, 30, 20, 8, 2, 3, 4)]
    [InlineData(3, 32, 20, 13, 7, 0, 1, 1)]
    [InlineData(3, 32, 6, 5, 1, 0, 1, 1)]
    [InlineData(1, 1, null, 18, 1, 2, 3, 8)]
    [InlineData(64, 32, 67, 66, 1, 0, 1, 1)]
    public void Of_divides_the_connections(int units, int readers, int? all, int writes, int reads, int feed, int work, int lookUps) =>
        PoolSizes.Of(new PostgreSqlStoreOptions { MaxOpenUnits = units, MaxReaders = readers }, all).ShouldBe(new PoolSizes(writes, reads, feed, work, lookUps));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(64)]
    public void Of_no_limit_is_given_everything_that_can_need_a_connection_for_writes_has_one(int units)
    {
        var options = new PostgreSqlStoreOptions { MaxOpenUnits = units };
        var sizes = PoolSizes.Of(options, null);
        var (committing, deferred, numbering, removal, time) = (units, Math.Min(units, 2), 1, 1, 1);
        sizes.Writes.ShouldBe(committing + deferred + /* whose outcome is unknown */ committing + deferred + numbering + removal + time + sizes.Work + sizes.LookUps);
        PoolSizes.UnitsOf(options).ShouldBe(committing + deferred);
    }

    [Fact]
    public void Of_any_options_each_pool_has_what_it_needs()
    {
        for (var units = 1; units <= 64; units++)
        {
            for (var all = PoolSizes.Least(units); all < 300; all++)
            {
                var sizes = PoolSizes.Of(new PostgreSqlStoreOptions { MaxOpenUnits = units }, all);
                sizes.Writes.ShouldBeGreaterThan(units + 1, "one finds out an outcome, and one numbers events");
                sizes.Reads.ShouldBeGreaterThan(0);
                sizes.Work.ShouldBeGreaterThan(0);
                sizes.LookUps.ShouldBeGreaterThan(0);
                (sizes.Writes + sizes.Reads + sizes.Feed).ShouldBeLessThanOrEqualTo(all);
            }
        }
    }

    [Fact]
    public void Apply_size_of_the_pool_is_the_stores()
    {
        var applied = new NpgsqlConnectionStringBuilder(ConnectionDefaults.Apply(new PostgreSqlStoreOptions { ConnectionString = "Host=a;Maximum Pool Size=50;Minimum Pool Size=20" }, 8));
        applied.MaxPoolSize.ShouldBe(8);
        applied.MinPoolSize.ShouldBe(8);
    }

    [Fact]
    public void Apply_what_the_connection_string_says_stays()
    {
        var applied = new NpgsqlConnectionStringBuilder(ConnectionDefaults.Apply(
            new PostgreSqlStoreOptions { ConnectionString = "Host=a;timeout=3;MaxAutoPrepare=0;Host Recheck Seconds=7;TcpKeepAlive=false;Application Name=till" }, 8));
        (applied.Timeout, applied.MaxAutoPrepare, applied.HostRecheckSeconds, applied.TcpKeepAlive, applied.ApplicationName).ShouldBe((3, 0, 7, false, "till"));
    }
}
