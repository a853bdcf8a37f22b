using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Reads from a standby that every commit waits for: what was committed is read, also when the standby is lost, comes back, and is behind.</summary>
[Collection(nameof(PrimaryAndStandby))]
[OwnServers]
public sealed class StandbyReadTests(PrimaryAndStandby servers) : IAsyncLifetime
{
    private const string Application = "shop-of-standbys";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string _schema = TestServer.NewSchema();

    public Task InitializeAsync() => servers.ReplicateSynchronouslyAsync();

    public async Task DisposeAsync()
    {
        await servers.ReplicateAsynchronouslyAsync();
        await servers.Primary.ExecuteAsync($"DROP SCHEMA IF EXISTS {_schema} CASCADE");
    }

    [Theory]
    [InlineData("remote_apply", "", "synchronous_standby_names")]
    [InlineData("remote_apply", "ANY 1 (standby)", "synchronous_standby_names")]
    [InlineData("on", "FIRST 1 (standby)", "synchronous_commit")]
    public async Task Initialize_setting_does_not_fit_is_refused_with_its_name_before_anything_is_made(string commit, string names, string setting)
    {
        await servers.SetReplicationAsync(commit, names);
        await using var store = NewStore();

        var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(default));

        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("PostgreSqlStoreOptions.ReadFrom");
        refused.Message.ShouldContain(setting);
        (await servers.Primary.ExecuteAsync($"SELECT count(*) FROM pg_namespace WHERE nspname = '{_schema}'")).ShouldBe(0L);
    }

    [Fact]
    public async Task Initialize_role_may_not_see_the_standbys_is_refused_with_what_to_grant()
    {
        var role = $"clerk_{Guid.NewGuid():n}";
        await servers.Primary.ExecuteAsync($"CREATE ROLE {role} LOGIN; GRANT CREATE ON DATABASE postgres TO {role}");
        try
        {
            await using var store = NewStore($";Username={role}");

            (await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(default))).Message.ShouldContain("pg_read_all_stats");
        }
        finally
        {
            await servers.Primary.ExecuteAsync($"DROP OWNED BY {role}; DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task Read_goes_to_the_standby()
    {
        await using var store = NewStore();
        await store.InitializeAsync(default);
        await SaveAsync(store, 1, "before");
        await servers.Standby.ExecuteAsync("SELECT pg_wal_replay_pause()");
        try
        {
            await WriteBehindAsync("behind the standby");

            (await ReadAsync(store)).ShouldBe("before");
        }
        finally
        {
            await servers.Standby.ExecuteAsync("SELECT pg_wal_replay_resume()");
        }
    }

    [Fact]
    public async Task Read_follows_each_commit_of_any_host()
    {
        await using var one = NewStore();
        await using var other = NewStore();
        await one.InitializeAsync(default);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(number => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await SaveAsync(one, number, $"title {i}");
                (await ReadAsync(other, number)).ShouldBe($"title {i}");
            }
        })));
        (await SessionsOnStandbyAsync()).ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Standby_is_lost_no_read_fails_and_it_is_read_again_only_when_it_has_everything()
    {
        await using var store = NewStore();
        await store.InitializeAsync(default);
        await SaveAsync(store, 1, "first");
        (await ReadAsync(store)).ShouldBe("first");

        servers.Standby.Kill();
        (await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => ReadAsync(store)))).ShouldAllBe(title => title == "first");

        // The operator has commits wait for it no more.
        await servers.Primary.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = ''");
        await servers.Primary.ExecuteAsync("SELECT pg_reload_conf()");
        await SaveAsync(store, 1, "without the standby");
        (await ReadAsync(store)).ShouldBe("without the standby");

        await servers.Standby.RestartAsync();
        await servers.Standby.ExecuteAsync("SELECT pg_wal_replay_pause()");
        await SaveAsync(store, 1, "behind the standby");
        await ReadForAsync(store, TimeSpan.FromSeconds(3), "behind the standby");
        (await SessionsOnStandbyAsync()).ShouldBe(0);

        await servers.Standby.ExecuteAsync("SELECT pg_wal_replay_resume()");
        await servers.ReplicateSynchronouslyAsync();
        for (var until = TimeProvider.System.GetTimestamp(); await SessionsOnStandbyAsync() == 0; (await ReadAsync(store)).ShouldBe("behind the standby"))
        {
            TimeProvider.System.GetElapsedTime(until).ShouldBeLessThan(Patience);
        }
    }

    private PostgreSqlStore NewStore(string more = "") => new(
        new PostgreSqlStoreOptions { ConnectionString = $"{servers.ConnectionString};Application Name={Application}{more}", Schema = _schema, ReadFrom = PostgreSqlReadFrom.Standbys },
        NullLoggerFactory.Instance,
        TimeProvider.System);

    private static async Task SaveAsync(PostgreSqlStore store, int number, string title)
    {
        var keys = new RecordKeys();
        keys.Books.Add(Records.Isbn(number));
        keys.BooksToWrite.Add(Records.Isbn(number));
        await using var unit = await store.OpenAsync(keys, default);
        unit.Records.Books.Put(Records.Isbn(number), Records.Book(Records.Isbn(number)) with { Title = title });
        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
    }

    // A commit that does not wait for the standby.
    private Task WriteBehindAsync(string title) => servers.Primary.ExecuteAsync($"BEGIN; SET LOCAL synchronous_commit = local; UPDATE {_schema}.books SET title = '{title}'; COMMIT");

    private static async Task<string> ReadAsync(PostgreSqlStore store, int number = 1) => (await store.FindBookAsync(Records.Isbn(number), default)).ShouldNotBeNull().Book.Title;

    private static async Task ReadForAsync(PostgreSqlStore store, TimeSpan time, string expected)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); TimeProvider.System.GetElapsedTime(begun) < time;)
        {
            (await ReadAsync(store)).ShouldBe(expected);
        }
    }

    private async Task<long> SessionsOnStandbyAsync() => (long)(await servers.Standby.ExecuteAsync($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{Application}'"))!;
}
