using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>Kestrel's sockets read no further ahead of a client than the API's bound, or the application's own.</summary>
public sealed class ConnectionBufferTests
{
    [Fact]
    public void The_sockets_read_64_KiB_ahead_where_the_application_says_nothing() => BufferOf(static _ => { }).ShouldBe(65_536);

    [Fact]
    public void The_limit_of_Kestrel_counts_for_its_sockets() =>
        BufferOf(static host => host.ConfigureKestrel(static kestrel => kestrel.Limits.MaxRequestBufferSize = 200_000)).ShouldBe(200_000);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_the_application_sets_for_the_sockets_stays(bool isFirst) =>
        BufferOf(static host => host.UseSockets(static sockets => sockets.MaxReadBufferSize = 300_000), isFirst).ShouldBe(300_000);

    private static long? BufferOf(Action<IWebHostBuilder> configure, bool isFirst = true)
    {
        var builder = WebApplication.CreateBuilder();
        if (isFirst)
        {
            configure(builder.WebHost);
        }

        builder.Services.AddBookstoreApi();
        if (!isFirst)
        {
            configure(builder.WebHost);
        }

        using var app = builder.Build();
        return app.Services.GetRequiredService<IOptions<SocketTransportOptions>>().Value.MaxReadBufferSize;
    }
}
