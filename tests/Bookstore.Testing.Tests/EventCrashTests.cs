using Bookstore.Support;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>State and event together at each boundary, in memory and on SQLite. On PostgreSQL its own tests do the same.</summary>
public sealed class EventCrashTests
{
    private static readonly EventCrash Crash = new(static shop =>
    {
        shop.Time.Advance(TimeSpan.FromMinutes(1));
        return Task.CompletedTask;
    });

    [Fact]
    public async Task State_and_event_are_both_there_or_neither_in_memory() => (await Crash.RunAsync(null)).Count.ShouldBe(20);

    [Fact]
    public async Task State_and_event_are_both_there_or_neither_on_SQLite()
    {
        using var folder = new TemporaryFolder();
        var shops = 0;
        var points = await Crash.RunAsync(options =>
        {
            var file = folder.File($"{++shops}.db");
            options.Store = bookstore => bookstore.UseSqlite($"Data Source={file}");
        });
        SqliteConnection.ClearAllPools();

        points.Count.ShouldBe(20);
    }
}
