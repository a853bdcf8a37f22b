using System.Net;
using System.Net.Sockets;

namespace Bookstore.Webhooks;

/// <summary>Opens the connections of the sender. The address that is checked is the one that is connected to, so that a name cannot resolve to another one in between.</summary>
/// <param name="allowPrivate">See <see cref="WebhookOptions.AllowPrivateAddresses"/>.</param>
/// <param name="resolve">Resolves a name.</param>
internal sealed class GuardedConnections(bool allowPrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
{
    private const int MaxAddresses = 4;

    /// <summary>Opens a connection to the first of the host's addresses that is allowed and answers.</summary>
    /// <exception cref="AddressRefusedException">None of the host's addresses is allowed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancellationToken).ConfigureAwait(false);
        IPAddress[] allowed = [.. found.Where(address => allowPrivate || AddressRules.IsPublic(address)).Take(MaxAddresses)];
        if (allowed.Length == 0)
        {
            throw found.Length == 0 ? new SocketException((int)SocketError.HostNotFound) : new AddressRefusedException();
        }

        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(allowed[i], port), cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException) when (i < allowed.Length - 1)
            {
                // The next one.
            }
        }
    }

    private static async ValueTask<Stream> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(address, cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

/// <summary>The host has addresses, and none of them may be connected to.</summary>
internal sealed class AddressRefusedException() : IOException("The host resolves to addresses that are not public.");
