using System.Net;
using System.Net.Sockets;

namespace Bookstore.Samples;

/// <summary>A host that takes no key: it answers every request with 401.</summary>
internal sealed class RefusingHost : IDisposable
{
    private const string Body = """{"type":"urn:bookstore:problem:unauthorized","title":"Unauthorized","status":401,"code":"unauthorized"}""";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _answering;

    public RefusingHost()
    {
        _listener.Start();
        _answering = AnswerAsync();
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public void Dispose()
    {
        _listener.Dispose();
        _answering.GetAwaiter().GetResult();
    }

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                using var reader = new StreamReader(client.GetStream());
                while (await reader.ReadLineAsync() is { Length: > 0 })
                {
                }

                await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n" };
                await writer.WriteAsync($"HTTP/1.1 401 Unauthorized\r\nContent-Type: application/problem+json\r\nContent-Length: {Body.Length}\r\nConnection: close\r\n\r\n{Body}");
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test has ended.
        }
    }
}
