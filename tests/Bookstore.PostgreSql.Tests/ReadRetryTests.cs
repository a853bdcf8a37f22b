using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

public sealed class ReadRetryTests
{
    private static readonly PostgresException Ended = new("terminating connection due to administrator command", "FATAL", "FATAL", PostgresErrorCodes.AdminShutdown);
    private static readonly NpgsqlException Refused = new("Failed to connect", new SocketException((int)SocketError.ConnectionRefused));

    [Fact]
    public async Task WaitAsync_pooled_connections_that_the_server_ended_tries_again_a_few_times()
    {
        await using var pool = new ServerPool(new PostgreSqlStoreOptions { ConnectionString = "Host=localhost" }, 8, NullLoggerFactory.Instance);
        var retry = new ReadRetry(pool, TimeProvider.System);

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
        var retry = new ReadRetry(pool, TimeProvider.System);

        (await retry.WaitAsync(Refused, CancellationToken.None)).ShouldBeTrue();
        (await retry.WaitAsync(Refused, CancellationToken.None)).ShouldBeFalse();
    }
}
