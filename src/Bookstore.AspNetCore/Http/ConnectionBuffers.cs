using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>
/// Bounds what Kestrel reads ahead of a connection. Its sockets have a buffer of their own, a megabyte, that <see cref="KestrelServerLimits.MaxRequestBufferSize"/> does not reach: requests that are sent without
/// reading responses would fill it. What the application has set itself stays.
/// </summary>
internal sealed class ConnectionBuffers(IOptions<KestrelServerOptions> kestrel) : IConfigureOptions<SocketTransportOptions>
{
    private const long Size = 65_536;

    private static readonly long? DefaultOfSockets = new SocketTransportOptions().MaxReadBufferSize;
    private static readonly long? DefaultOfKestrel = new KestrelServerLimits().MaxRequestBufferSize;

    public void Configure(SocketTransportOptions options)
    {
        if (options.MaxReadBufferSize == DefaultOfSockets)
        {
            var limit = kestrel.Value.Limits.MaxRequestBufferSize;
            options.MaxReadBufferSize = limit == DefaultOfKestrel ? Size : limit;
        }
    }
}
