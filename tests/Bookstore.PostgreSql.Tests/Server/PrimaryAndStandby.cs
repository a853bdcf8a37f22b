using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A server that takes writes and one that follows it, which the tests of a collection share.</summary>
public sealed class PrimaryAndStandby : IAsyncLifetime
{
    // Both follow under the same name.
    private const string Name = "standby";

    internal PostgresCluster Primary { get; private set; } = null!;

    internal PostgresCluster Standby { get; private set; } = null!;

    /// <summary>A connection string that names both.</summary>
    public string ConnectionString { get; private set; } = string.Empty;

    public Task InitializeAsync() => InitializeAsync([]);

    /// <summary>Starts both servers with settings.</summary>
    internal async Task InitializeAsync(params string[] settings)
    {
        Primary = await PostgresCluster.StartAsync(settings);
        Standby = await PostgresCluster.StartStandbyAsync(Primary, Name);
        ConnectionString = PostgresCluster.ConnectionTo($"{Primary.Host},{Standby.Host}");
    }

    public async Task DisposeAsync()
    {
        await Standby.DisposeAsync();
        await Primary.DisposeAsync();
    }

    /// <summary>Has each commit wait until it can be read on the standby, whichever server takes writes.</summary>
    public async Task ReplicateSynchronouslyAsync()
    {
        await SetReplicationAsync("remote_apply", $"FIRST 1 ({Name})");
        await UntilSynchronousAsync();
    }

    /// <summary>Sets for what commits wait, on both servers.</summary>
    public async Task SetReplicationAsync(string commit, string names)
    {
        await SetAsync($"synchronous_commit = '{commit}'", $"synchronous_standby_names = '{names}'");
        while (await Primary.ExecuteAsync("SELECT current_setting('synchronous_commit') || current_setting('synchronous_standby_names')") as string != commit + names)
        {
            await Task.Yield();
        }
    }

    /// <summary>Has commits wait for no standby, as at the beginning.</summary>
    public Task ReplicateAsynchronouslyAsync() => SetReplicationAsync("on", string.Empty);

    /// <summary>Ends the primary as an operator does, promotes its standby, and has the old primary follow it.</summary>
    public async Task SwitchAsync()
    {
        await Primary.StopAsync();
        await Standby.PromoteAsync();
        await Primary.FollowAsync(Standby, Name);
        (Primary, Standby) = (Standby, Primary);
    }

    private async Task SetAsync(params string[] settings)
    {
        foreach (var server in (PostgresCluster[])[Standby, Primary])
        {
            foreach (var setting in settings)
            {
                await server.ExecuteAsync($"ALTER SYSTEM SET {setting}");
            }

            await server.ExecuteAsync("SELECT pg_reload_conf()");
        }
    }

    private async Task UntilSynchronousAsync()
    {
        while ((string?)await Primary.ExecuteAsync("SELECT sync_state FROM pg_stat_replication") != "sync")
        {
            await Task.Yield();
        }
    }
}

[CollectionDefinition(nameof(PrimaryAndStandby))]
public sealed class PrimaryAndStandbyCollection : ICollectionFixture<PrimaryAndStandby>;
