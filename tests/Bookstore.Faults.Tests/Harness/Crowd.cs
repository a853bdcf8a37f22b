using System.Net.Security;
using System.Net.Sockets;

namespace Bookstore.Faults;

/// <summary>Connections that send what an attacker sends, each as much as the host takes, and read nothing.</summary>
internal sealed class Crowd : IAsyncDisposable
{
    private const int ReceiveBuffer = 4_096;
    private static readonly TimeSpan PatienceToConnect = TimeSpan.FromSeconds(30);

    private readonly List<TcpClient> _clients = [];
    private readonly List<Stream> _streams = [];
    private readonly List<Task> _sending = [];
    private readonly CancellationTokenSource _over = new();

    /// <summary>Opens the connections; what they send goes on in the background.</summary>
    /// <param name="address">The host's; with <c>https</c> the connections speak HTTP/2.</param>
    /// <param name="connections">How many.</param>
    /// <param name="sent">What each of them sends.</param>
    public static async Task<Crowd> OpenAsync(Uri address, int connections, ReadOnlyMemory<byte> sent)
    {
        var crowd = new Crowd();
        for (var number = 0; number < connections; number++)
        {
            var client = new TcpClient { ReceiveBufferSize = ReceiveBuffer };
            crowd._clients.Add(client);
            var stream = await ConnectAsync(client, address).WaitAsync(PatienceToConnect);
            crowd._streams.Add(stream);
            crowd._sending.Add(stream.WriteAsync(sent, crowd._over.Token).AsTask());
        }

        return crowd;
    }

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _clients.ForEach(static client => client.Dispose());
        foreach (var sending in _sending)
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        foreach (var stream in _streams)
        {
            await stream.DisposeAsync();
        }

        _over.Dispose();
    }

    private static async Task<Stream> ConnectAsync(TcpClient client, Uri address)
    {
        await client.ConnectAsync(address.Host, address.Port);
        if (address.Scheme == Uri.UriSchemeHttp)
        {
            return client.GetStream();
        }

        var secure = new SslStream(client.GetStream());
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost",
        });
        return secure;
    }
}
