using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>What the settings of a server say about reading from its standbys.</summary>
public sealed class StandbyStatusTests
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("  ", 0)]
    [InlineData("standby", 1)]
    [InlineData("a, b", 1)]
    [InlineData("*", 1)]
    [InlineData("FIRST 2 (a, b)", 2)]
    [InlineData("first 1(a)", 1)]
    [InlineData(" 3 (a, b, c)", 3)]
    [InlineData("ANY 1 (a, b)", 0)]
    [InlineData("any 2 (a, b)", 0)]
    [InlineData("any_name, b", 1)]
    public void WaitsFor_counts_the_standbys_that_every_commit_waits_for(string names, int expected) => StandbyStatus.WaitsFor(names).ShouldBe(expected);

    [Theory]
    [InlineData("on", "FIRST 2 (a, b)", 0, "synchronous_commit to remote_apply")]
    [InlineData("remote_apply", "FIRST 1 (a, b)", 0, "synchronous_standby_names = 'FIRST 1 (a, b)'")]
    [InlineData("remote_apply", "ANY 2 (a, b)", 0, "ANY is not enough")]
    [InlineData("remote_apply", "FIRST 2 (a, b)", 2, "pg_read_all_stats")]
    [InlineData("remote_apply", "FIRST 2 (a, b)", 0, null)]
    public void Wrong_setting_is_named(string commit, string names, long hidden, string? expected)
    {
        var wrong = new StandbyStatus(commit, names, 2, hidden, StandbyStatus.Beginning).FindWrongSetting(2);

        if (expected is null)
        {
            wrong.ShouldBeNull();
        }
        else
        {
            wrong.ShouldNotBeNull().ShouldContain(expected);
            wrong.ShouldStartWith("PostgreSqlStoreOptions.ReadFrom is Standbys");
        }
    }
}
