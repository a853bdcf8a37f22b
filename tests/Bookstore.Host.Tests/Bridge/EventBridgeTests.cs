using NATS.Client.Core;
using NATS.Client.JetStream;
using NATS.Client.JetStream.Models;

namespace Bookstore.Samples;

/// <summary>The sample that brings the feed to a broker, against a real one.</summary>
public sealed class EventBridgeTests
{
    private const string Stream = "BOOKSTORE";

    [NatsFact]
    public async Task Each_event_is_in_the_stream_once_and_in_order_although_the_bridge_is_killed()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        await using var broker = await NatsServer.StartAsync();
        await using var connection = new NatsConnection(new NatsOpts { Url = broker.Url });
        var streams = new NatsJSContext(connection);
        var position = Path.Combine(folder.Root, "position");
        await ChangeStockAsync(host, 200);

        using (var killed = BridgeProcess.Start(host, broker, position))
        {
            await Eventually.TrueAsync(async () => await CountAsync(streams) >= 20, () => "20 events in the stream");
            await killed.KillAsync();
        }

        await ChangeStockAsync(host, 50);
        var events = await FeedAsync(host);
        using (var second = BridgeProcess.Start(host, broker, position))
        {
            await Eventually.TrueAsync(async () => await CountAsync(streams) >= events.Count, () => $"{events.Count} events in the stream");
            var (exitCode, output, faults) = await second.InterruptAsync();
            (exitCode, output.Contains("after position", StringComparison.Ordinal)).ShouldBe((0, true), faults);
        }

        // As if the bridge had ended right before it stored its position, again and again: the broker recognizes what it has.
        File.Delete(position);
        await ChangeStockAsync(host, 1);
        events = await FeedAsync(host);
        using (var third = BridgeProcess.Start(host, broker, position))
        {
            await Eventually.TrueAsync(async () => await CountAsync(streams) >= events.Count, () => $"{events.Count} events in the stream");
            var (exitCode, output, _) = await third.InterruptAsync();
            (exitCode, output.Contains("from its oldest event", StringComparison.Ordinal)).ShouldBe((0, true));
        }

        (await IdsAsync(streams)).ShouldBe(events);
    }

    [Fact]
    public async Task Help_shows_the_usage()
    {
        var (exitCode, output, _) = await BridgeProcess.RunAsync(HostProcess.Key, "--help");
        (exitCode, output.Contains("--nats ADDRESS", StringComparison.Ordinal)).ShouldBe((0, true));
    }

    [Theory]
    [InlineData("--url", "localhost", "--url is 'localhost'; give an address such as http://localhost:5001.")]
    [InlineData("--nats", "http://localhost", "--nats is no address; give one such as nats://localhost:4222.")]
    [InlineData("--stream", "a.b", "--stream is 'a.b'")]
    [InlineData("--nope", "1", "There is no option --nope.")]
    [InlineData("--types", "--types needs a value.")]
    public async Task Wrong_words_are_named(params string[] wordsAndMessage)
    {
        var (exitCode, _, faults) = await BridgeProcess.RunAsync(HostProcess.Key, wordsAndMessage[..^1]);
        (exitCode, faults).ShouldSatisfyAllConditions(end => end.exitCode.ShouldBe(2), end => end.faults.ShouldStartWith(wordsAndMessage[^1]), end => end.faults.ShouldContain("Usage:"));
    }

    // Nothing listens on the first port.
    [Fact]
    public async Task A_host_that_is_not_there_is_named()
    {
        var (exitCode, _, faults) = await BridgeProcess.RunAsync(HostProcess.Key, "--url", "http://127.0.0.1:1");
        exitCode.ShouldBe(1, faults);
        faults.ShouldContain("http://127.0.0.1:1/api/events");
        faults.ShouldContain("dotnet run --project samples/Bookstore.Host");
    }

    [Fact]
    public async Task A_wrong_key_and_a_broker_that_is_not_there_are_named()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        string[] args = ["--url", host.Address.ToString(), "--nats", "nats://127.0.0.1:1", "--position", Path.Combine(folder.Root, "position")];

        var refused = await BridgeProcess.RunAsync("another-key-0123456789", args);
        refused.ExitCode.ShouldBe(1, refused.Faults);
        refused.Faults.ShouldContain("Set BOOKSTORE_API_KEY to a key of the host that has the role events.read.");

        var alone = await BridgeProcess.RunAsync(HostProcess.Key, args);
        alone.ExitCode.ShouldBe(1, alone.Faults);
        alone.Faults.ShouldContain("127.0.0.1:1 cannot be used");
        alone.Faults.ShouldContain("nats-server -js");
    }

    private static async Task ChangeStockAsync(HostProcess host, int times)
    {
        for (var i = 0; i < times; i++)
        {
            await Shopping.ReceiveAsync(host, Shopping.Odyssey, 1);
        }
    }

    // One page has them all.
    private static async Task<List<string>> FeedAsync(HostProcess host)
    {
        var page = (await host.GetAsync("/api/events?limit=1000")).AsArray();
        page.Count.ShouldBeInRange(1, 999);
        return [.. page.Select(static happened => happened!["id"]!.GetValue<string>())];
    }

    private static async Task<long> CountAsync(NatsJSContext streams)
    {
        try
        {
            return (await streams.GetStreamAsync(Stream)).Info.State.Messages;
        }
        catch (NatsJSApiException)
        {
            return 0;
        }
    }

    private static async Task<List<string>> IdsAsync(NatsJSContext streams)
    {
        var stream = await streams.GetStreamAsync(Stream);
        var ids = new List<string>();
        for (var sequence = 1UL; sequence <= (ulong)stream.Info.State.Messages; sequence++)
        {
            var message = (await stream.GetAsync(new StreamMsgGetRequest { Seq = sequence })).Message;
            ids.Add(JsonNode.Parse(message.Data.Span)!["id"]!.GetValue<string>());
        }

        return ids;
    }
}
