using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;

namespace Bookstore.PostgreSql;

/// <summary>State and event together at each boundary, with a schema for each shop. Leases and pauses are counted in the server's time.</summary>
public sealed class EventCrashTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [LongFact]
    public async Task State_and_event_are_both_there_or_neither()
    {
        var connection = await TestServer.ConnectionStringAsync();
        var schemas = new List<string>();
        try
        {
            var points = await new EventCrash(PauseAsync).RunAsync(options =>
            {
                options.Bookstore = static shop => (shop.GatewayTimeout, shop.RecoveryGrace, shop.PollInterval) = (TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1), Pause);
                var schema = TestServer.NewSchema();
                schemas.Add(schema);
                options.Store = bookstore => bookstore.UsePostgreSql(store => (store.ConnectionString, store.Schema) = (connection, schema));
            });

            points.Count.ShouldBe(20);
        }
        finally
        {
            foreach (var schema in schemas)
            {
                await TestServer.DropAsync(schema);
            }
        }
    }

    // The host's clock tells how much of the server's time has passed since it last asked.
    private static async Task PauseAsync(TestShop shop)
    {
        await Task.Delay(Pause);
        shop.Time.Advance(Pause);
    }
}
