using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bookstore.Bench.Events;

/// <summary>A receiver of webhooks on this machine: it reads a request, waits, and answers 204 over the same connection.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 204 No Content\r\n\r\n"u8.ToArray();

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _pause;
    private readonly Task _accepting;
    private long _received;

    /// <summary>Starts to listen.</summary>
    /// <param name="pause">How long each answer takes.</param>
    public Receiver(TimeSpan pause)
    {
        _pause = pause;
        _listener.Start(512);
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook";
        _accepting = Task.Run(AcceptAsync);
    }

    public string Url { get; }

    public long Received => Volatile.Read(ref _received);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_stop.Token);
                _ = Task.Run(() => ServeAsync(client));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            // It is over.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var buffer = new byte[64 * 1_024];
        try
        {
            using (client)
            {
                client.NoDelay = true;
                for (var length = 0; ;)
                {
                    var got = await client.ReceiveAsync(buffer.AsMemory(length), _stop.Token);
                    if (got == 0)
                    {
                        return;
                    }

                    length += got;
                    if (SizeOf(buffer.AsSpan(0, length)) is not { } size || length < size)
                    {
                        continue;
                    }

                    length = 0;
                    Interlocked.Increment(ref _received);
                    if (_pause > TimeSpan.Zero)
                    {
                        await Task.Delay(_pause, _stop.Token);
                    }

                    await client.SendAsync(Answer, _stop.Token);
                }
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException)
        {
            // The sender has gone, or it is over.
        }
    }

    // The size of the request whose head is there; requests come one at a time.
    private static int? SizeOf(ReadOnlySpan<byte> request)
    {
        var end = request.IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            return null;
        }

        var head = Encoding.ASCII.GetString(request[..end]);
        var at = head.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        return end + 4 + (at < 0 ? 0 : int.Parse(head[(at + 15)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture));
    }
}
