using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A balancer that leads one connection after the other to another server.</summary>
[Collection(nameof(PrimaryAndStandby))]
[OwnServers]
public sealed class BalancerTests(PrimaryAndStandby servers)
{
    [Fact]
    public async Task Initialize_connections_lead_to_several_servers_is_refused()
    {
        await using var balancer = new TcpProxy(servers.Primary.Port, servers.Standby.Port);
        await using var store = new PostgreSqlStore(
            new PostgreSqlStoreOptions { ConnectionString = PostgresCluster.ConnectionTo($"127.0.0.1:{balancer.Port}") },
            NullLoggerFactory.Instance,
            TimeProvider.System);

        var refused = await Should.ThrowAsync<BookstoreStoreException>(async () => await store.InitializeAsync(default));

        refused.IsTransient.ShouldBeFalse();
        refused.Message.ShouldContain("balancer");
    }
}
