using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Bookstore.Faults;

/// <summary>Clients that open streams of events and read nothing neither stop the shop nor take its memory.</summary>
public sealed class EventStreamAbuseTests(ITestOutputHelper output)
{
    private const int Streams = 200;
    private const int Changes = 300;
    private const long MostMemory = 150 * 1_048_576;
    private static readonly TimeSpan MostTimeToStop = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Streams_that_nobody_reads_leave_the_shop_as_it_is()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__MaxEventStreams", "1000"), ("Bookstore__MaxEventStreamsPerClient", Streams.ToString(CultureInfo.InvariantCulture)));
        await SellAsync(host);
        var before = MemoryOf(host);
        var streams = new List<TcpClient>();
        try
        {
            for (var number = 0; number < Streams; number++)
            {
                streams.Add(await OpenAsync(host.Address));
            }

            await RefusedAsync(host);
            await SellAsync(host);
            var grown = MemoryOf(host) - before;

            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Streams} streams that nobody reads: {grown / 1_048_576} MiB"));
            grown.ShouldBeLessThan(MostMemory);
            var stopping = Stopwatch.StartNew();
            (await host.StopAsync()).ShouldBe(0, host.Output);
            stopping.Elapsed.ShouldBeLessThan(MostTimeToStop);
        }
        finally
        {
            streams.ForEach(static stream => stream.Dispose());
        }
    }

    // Events of about half a kilobyte each.
    private static async Task SellAsync(HostProcess host)
    {
        for (var number = 0; number < Changes; number++)
        {
            using var answer = await host.PostAsync($"/api/books/{Shopping.Odyssey}/stock", $$"""{"quantity":1,"reason":"{{new string('x', 100)}}"}""");
            answer.IsSuccessStatusCode.ShouldBeTrue();
        }
    }

    // Waits for the head of the answer: the stream is open then.
    private static async Task<TcpClient> OpenAsync(Uri address)
    {
        var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(address.Host, address.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET /api/events HTTP/1.1\r\nHost: a\r\nX-API-Key: {HostProcess.Key}\r\nAccept: text/event-stream\r\n\r\n"));
        var head = new byte[12];
        await client.GetStream().ReadExactlyAsync(head);
        Encoding.ASCII.GetString(head).ShouldBe("HTTP/1.1 200");
        return client;
    }

    private static async Task RefusedAsync(HostProcess host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/events");
        request.Headers.Add("Accept", "text/event-stream");
        using var answer = await host.Http.SendAsync(request);
        ((int)answer.StatusCode).ShouldBe(429);
    }

    private static long MemoryOf(HostProcess host)
    {
        using var process = Process.GetProcessById(host.Id);
        return process.WorkingSet64;
    }
}
