using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class ReadRetryTests
{
    private static readonly PostgresException Ended = new("terminating connection due to administrator command", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown);
    private static readonly NpgsqlException Refused = new("Failed to connect", new SocketException((int)SocketError.ConnectionRefused));

    private static readonly PostgresException Starting = new("the database system is starting up", "FATAL", "FATAL", PostgresErrorCodes.CannotConnectNow);
    private static readonly NpgsqlException NoHost = new("No suitable host was found.");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task WaitAsync_pooled_connections_that_the_server_ended_tries_again_a_few_times()
    {
        await using var pool = new ServerPool(new PostgreSqlStoreOptions { ConnectionString = "Host=localhost" }, 8, NullLoggerFactory.Instance);
        var retry = new ReadRetry(pool, Patience, TimeProvider.System);

        for (var connection = 0; connection < 4; connection++)
        {
            (await retry.WaitAsync(Ended, CancellationToken.None)).ShouldBeTrue();
        }

        (await retry.WaitAsync(Ended, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task WaitAsync_server_that_cannot_be_reached_tries_once_more()
    {
        await using var pool = new ServerPool(new PostgreSqlStoreOptions { ConnectionString = "Host=localhost" }, 8, NullLoggerFactory.Instance);
        var retry = new ReadRetry(pool, Patience, TimeProvider.System);

        (await retry.WaitAsync(Refused, CancellationToken.None)).ShouldBeTrue();
        (await retry.WaitAsync(Refused, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task WaitAsync_one_of_several_servers_restarts_waits_for_it_a_bounded_time()
    {
        var time = new FakeTimeProvider();
        await using var pool = new ServerPool(new PostgreSqlStoreOptions { ConnectionString = "Host=a,b" }, 8, NullLoggerFactory.Instance);
        var retry = new ReadRetry(pool, Patience, time);
        (await retry.WaitAsync(Ended, CancellationToken.None)).ShouldBeTrue();

        foreach (var fault in (Exception[])[Refused, Starting, NoHost])
        {
            var waiting = retry.WaitAsync(fault, CancellationToken.None);
            waiting.IsCompleted.ShouldBeFalse();
            time.Advance(TimeSpan.FromSeconds(1));
            (await waiting).ShouldBeTrue();
        }

        time.Advance(Patience);
        (await retry.WaitAsync(Starting, CancellationToken.None)).ShouldBeFalse();
    }
}
