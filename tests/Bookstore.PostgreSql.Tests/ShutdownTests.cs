using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>A host is shut down while commits wait for a synchronous standby that is lost.</summary>
[OwnServers]
public sealed class ShutdownTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Callers = 40;

    private static readonly TimeSpan RetryTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CommandTimeout = TimeSpan.FromSeconds(2);

    // As the documentation says, and half a minute for a busy machine. Without a bound of its own it would wait for the standby.
    private static readonly TimeSpan Bound = RetryTimeout + TimeSpan.FromSeconds(5) + CommandTimeout + TimeSpan.FromSeconds(2) + TimeSpan.FromSeconds(30);

    private PostgresCluster _server = null!;
    private IHost _host = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresCluster.StartAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddBookstore(options => options.WritePath.RetryTimeout = RetryTimeout).UseSimulatedPayments().UsePostgreSql(options =>
        {
            options.ConnectionString = _server.ConnectionString;
            options.CommandTimeout = CommandTimeout;
        });
        _host = builder.Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await SetStandbyAsync(string.Empty);
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Dispose_commits_wait_for_a_lost_standby_ends_in_time_and_says_that_their_outcome_is_unknown()
    {
        var inventory = _host.Services.GetRequiredService<IInventoryService>();
        var isbns = Enumerable.Range(1, Callers).Select(number => Records.Isbn(number)).ToArray();
        foreach (var isbn in isbns)
        {
            await inventory.SaveBookAsync(new Book { Isbn = isbn, Title = "Title", Author = "Author", Price = new Money(9.99m, "EUR") });
        }

        await SetStandbyAsync("nobody");
        var writes = isbns.Select(isbn => inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = 1, Reason = "shutdown" })).ToArray();
        while (await _server.ExecuteAsync(WaitingCommits) is 0L)
        {
            await Task.Yield();
        }

        var clock = Stopwatch.StartNew();
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        output.WriteLine($"shut down in {clock.Elapsed.TotalSeconds:F1} s");
        clock.Elapsed.ShouldBeLessThan(Bound);

        // Nothing is cancelled: what the server was told to commit is not seen before the standby has it.
        ((long)(await _server.ExecuteAsync(WaitingCommits))!).ShouldBeGreaterThan(0);
        (await _server.ExecuteAsync("SELECT count(*) FROM bookstore.stock WHERE on_hand > 0")).ShouldBe(0L);

        var unknown = 0;
        await SetStandbyAsync(string.Empty);
        while (await _server.ExecuteAsync(WaitingCommits) is not 0L)
        {
            await Task.Yield();
        }

        for (var i = 0; i < isbns.Length; i++)
        {
            var fault = await Should.ThrowAsync<Exception>(writes[i]);
            if (fault is BookstoreStoreException { IsOutcomeUnknown: true })
            {
                unknown++;
            }
            else
            {
                (await _server.ExecuteAsync($"SELECT count(*) FROM bookstore.stock WHERE isbn = {isbns[i].ToInt64()} AND on_hand > 0")).ShouldBe(0L, fault.ToString());
            }
        }

        output.WriteLine($"{unknown} of {Callers} writes have an unknown outcome");
        unknown.ShouldBeGreaterThan(0);
    }

    private const string WaitingCommits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";

    private async Task SetStandbyAsync(string name)
    {
        await _server.ExecuteAsync($"ALTER SYSTEM SET synchronous_standby_names = '{name}'");
        await _server.ExecuteAsync("SELECT pg_reload_conf()");
        while ((string?)await _server.ExecuteAsync("SHOW synchronous_standby_names") != name)
        {
            await Task.Yield();
        }
    }
}
