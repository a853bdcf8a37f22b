using System.Globalization;

namespace Bookstore.Bench;

/// <summary>The loads over HTTP: the same scripts for the host, the bare server and the original.</summary>
internal static class HttpLoad
{
    /// <summary>Sends orders to the host; an order counts when its money is captured.</summary>
    public static async Task<Measurement> PlaceOrdersAsync(Testbed bed, int connections, int seconds, bool withKey = false)
    {
        var host = bed.Host.Process;
        var cpu = host.CpuTime;
        string[] key = withKey ? [$"run={Guid.NewGuid():N}"] : [];
        var result = await bed.Memory.DuringAsync(host, SendOrdersAsync(host, bed.Isbns, connections, seconds, key));
        ThrowIfWrong(result, refused: 0);
        var settling = await bed.Host.SettleAsync();
        bed.Created = (bed.Created.Answers + result.Requests, bed.Created.Cut + connections);
        return Of(result, settling.TotalSeconds) with
        {
            CpuMicrosPerOrder = (host.CpuTime - cpu).TotalMicroseconds / result.Requests,
            SettleSeconds = settling.TotalSeconds,
            ResidentMb = host.ResidentMb,
        };
    }

    /// <summary>Sends the host orders for a title that is sold out: all are refused, and nothing is written.</summary>
    public static async Task<Measurement> RushAsync(Testbed bed, int connections, int seconds)
    {
        var host = bed.Host.Process;
        var result = await bed.Memory.DuringAsync(host, SendOrdersAsync(host, bed.SoldOut, connections, seconds));
        ThrowIfWrong(result, result.Requests);
        return Of(result) with { RefusedPerSecond = result.Requests / result.Seconds };
    }

    /// <summary>Sends orders to a server that keeps nothing.</summary>
    public static async Task<Measurement> SendOrdersAsync(Testbed bed, ServerProcess server, int connections, int seconds)
    {
        var result = await SendOrdersAsync(server, bed.Isbns, connections, seconds);
        ThrowIfWrong(result, refused: 0);
        return Of(result);
    }

    /// <summary>Reads books, one at a time.</summary>
    public static async Task<Measurement> ReadBooksAsync(Testbed bed, ServerProcess server, int connections, int seconds)
    {
        var result = await Wrk.RunAsync("books.lua", connections, seconds, server.Url, $"isbns={bed.Isbns}", "path=/api/books/", $"key={ServerProcess.ApiKey}");
        ThrowIfWrong(result, refused: 0);
        return Of(result);
    }

    /// <summary>Runs the load of the cells long enough for the just-in-time compiler to settle.</summary>
    public static async Task WarmUpAsync(Testbed bed)
    {
        var seconds = Math.Max(1, bed.Plan.WarmUp / 4);
        await PlaceOrdersAsync(bed, 64, 2 * seconds);
        await PlaceOrdersAsync(bed, 64, seconds, withKey: true);
        await RushAsync(bed, 64, seconds);
        await ReadBooksAsync(bed, bed.Host.Process, 64, seconds);
        await SendOrdersAsync(bed, bed.Bare, 64, 2 * seconds);
        await ReadBooksAsync(bed, bed.Bare, 64, 2 * seconds);
        foreach (var original in bed.Originals.Values)
        {
            await SendOrdersAsync(bed, original, 8, 1);
        }

        bed.Memory.Clear();
    }

    private static Task<WrkResult> SendOrdersAsync(ServerProcess server, string isbns, int connections, int seconds, params string[] more) =>
        Wrk.RunAsync("orders.lua", connections, seconds, server.Url, [$"isbns={isbns}", "path=/api/orders/", $"key={ServerProcess.ApiKey}", .. more]);

    private static Measurement Of(WrkResult result, double settling = 0) => new()
    {
        PerSecond = result.Requests / (result.Seconds + settling),
        Seconds = result.Seconds,
        P50Ms = result.P50Ms,
        P99Ms = result.P99Ms,
        P999Ms = result.P999Ms,
    };

    private static void ThrowIfWrong(WrkResult result, long refused)
    {
        if (result.Failed > 0 || result.Requests == 0 || result.Refused != refused)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"Of {result.Requests} answers {result.Refused} were refusals where {refused} were expected; {result.Failed} connections failed."));
        }
    }
}
