using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Bookstore.Webhooks.Tests;

/// <summary>A receiver at the level of the socket, which can do what no HTTP server would.</summary>
internal sealed class SocketReceiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, SocketReceiver, CancellationToken, Task> _serve;
    private readonly Task _accepting;
    private readonly List<Task> _serving = [];
    private int _connections;
    private int _requests;

    public SocketReceiver(Func<Stream, SocketReceiver, CancellationToken, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"http://127.0.0.1:{Port}/hooks");

    public int Connections => Volatile.Read(ref _connections);

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Completes when something happened that the script names.</summary>
    public TaskCompletionSource Signal { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the sender has closed a connection on which the script was still writing.</summary>
    public TaskCompletionSource<long> ClosedAfter { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>One response to each request.</summary>
    public static SocketReceiver Responding(string response) => new(async (stream, receiver, stop) =>
    {
        while (await receiver.ReadRequestAsync(stream, stop) is not null)
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(response), stop);
        }
    });

    /// <summary>Reads a request with its body.</summary>
    /// <returns>The request; <see langword="null"/> at the end of the connection.</returns>
    public async Task<(string Head, byte[] Body)?> ReadRequestAsync(Stream stream, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var text = head.ToString();
        var length = int.Parse(text.Split("Content-Length: ")[1].Split("\r\n")[0], System.Globalization.CultureInfo.InvariantCulture);
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, stop);
        Interlocked.Increment(ref _requests);
        return (text, body);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_serving);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _connections);
                _serving.Add(ServeAsync(client));
            }
        }
        catch (Exception fault) when (fault is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The end.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _serve(client.GetStream(), this, _stop.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                // The sender has gone, or the test is over.
            }
        }
    }
}
