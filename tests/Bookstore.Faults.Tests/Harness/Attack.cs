using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Bookstore.Faults;

/// <summary>A request as no client library would send it.</summary>
/// <param name="Request">Its bytes, as Latin-1.</param>
/// <param name="Refusals">The statuses that refuse it.</param>
internal sealed record Attack(string Request, int[] Refusals)
{
    /// <summary>The connection was closed without an answer.</summary>
    public const int Closed = 0;

    private const int ChunkSize = 65_536;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan DripPause = TimeSpan.FromMilliseconds(250);

    /// <summary>How many bytes follow in chunks.</summary>
    public int Flood { get; init; }

    /// <summary>Whether byte after byte follows, for ever.</summary>
    public bool IsSlow { get; init; }

    /// <summary>Sends it and waits for the answer.</summary>
    /// <returns>The status, or <see cref="Closed"/>.</returns>
    public async Task<int> RunAsync(Uri address)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        await using var stream = client.GetStream();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        var sending = SendAsync(stream, over.Token);
        var status = await ReadAsync(stream, limit.Token);
        await over.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return status;
    }

    private async Task SendAsync(NetworkStream stream, CancellationToken over)
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(Request), over);
        var chunk = Encoding.Latin1.GetBytes($"{ChunkSize:x}\r\n{new string(' ', ChunkSize)}\r\n");
        for (var sent = 0; sent < Flood; sent += ChunkSize)
        {
            await stream.WriteAsync(chunk, over);
        }

        while (IsSlow)
        {
            await Task.Delay(DripPause, over);
            await stream.WriteAsync("a"u8.ToArray(), over);
        }
    }

    private static async Task<int> ReadAsync(NetworkStream stream, CancellationToken limit)
    {
        var buffer = new byte[12];
        try
        {
            var read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, limit);
            return read < buffer.Length ? Closed : int.Parse(Encoding.Latin1.GetString(buffer, 9, 3), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return Closed;
        }
    }
}
