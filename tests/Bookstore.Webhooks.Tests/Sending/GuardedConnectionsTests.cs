using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

/// <summary>Where a connection may go, and whom it trusts.</summary>
public sealed class GuardedConnectionsTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1", "10.0.0.1", "::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("169.254.169.254")]
    public async Task A_name_of_addresses_that_are_not_public_is_not_connected_to(params string[] addresses)
    {
        await using var receiver = SocketReceiver.Responding("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var sender = TestMessages.Sender(options: TestMessages.Options(allowPrivate: false), resolve: Resolving(addresses));

        var result = await sender.SendAsync(new Uri($"http://inside.example:{receiver.Port}/"));

        result.Fault.ShouldBe(SendFault.AddressRefused);
        receiver.Connections.ShouldBe(0);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/")]
    [InlineData("http://[::ffff:127.0.0.1]:{0}/")]
    [InlineData("http://2130706433:{0}/")]
    [InlineData("http://0x7f.1:{0}/")]
    [InlineData("http://localhost:{0}/")]
    public async Task Neither_is_an_address_in_any_form(string url)
    {
        await using var receiver = SocketReceiver.Responding("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var sender = TestMessages.Sender(options: TestMessages.Options(allowPrivate: false));

        var result = await sender.SendAsync(new Uri(string.Format(System.Globalization.CultureInfo.InvariantCulture, url, receiver.Port)));

        result.Fault.ShouldBe(SendFault.AddressRefused);
        receiver.Connections.ShouldBe(0);
    }

    [Fact]
    public async Task The_address_that_is_checked_is_the_one_that_is_connected_to()
    {
        // The name is resolved once for each connection: another answer in between has no effect.
        var asked = 0;
        await using var receiver = SocketReceiver.Responding("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var sender = TestMessages.Sender(resolve: (_, _) => Task.FromResult<IPAddress[]>(asked++ == 0 ? [IPAddress.Loopback] : []));

        (await sender.SendAsync(new Uri($"http://rebinding.example:{receiver.Port}/"))).IsSuccess.ShouldBeTrue();

        asked.ShouldBe(1);
    }

    [Fact]
    public async Task The_next_address_is_tried_when_one_does_not_answer()
    {
        await using var receiver = SocketReceiver.Responding("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        using var sender = TestMessages.Sender(resolve: Resolving("::1", "127.0.0.1"));

        (await sender.SendAsync(new Uri($"http://two.example:{receiver.Port}/"))).IsSuccess.ShouldBeTrue();
    }

    [Fact]
    public async Task A_name_that_is_none_and_a_port_that_nobody_listens_on_are_told_apart()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var sender = TestMessages.Sender(resolve: (_, _) => throw new SocketException((int)SocketError.HostNotFound));

        (await sender.SendAsync(new Uri("http://missing.example/"))).Fault.ShouldBe(SendFault.NameNotResolved);
        (await sender.SendAsync(new Uri($"http://127.0.0.1:{port}/"))).Fault.ShouldBe(SendFault.NotConnected);
    }

    [Fact]
    public async Task A_certificate_that_nobody_trusts_is_refused_before_anything_is_sent()
    {
        using var certificate = SelfSigned("receiver.example");
        await using var receiver = new SocketReceiver(async (stream, receiver, stop) =>
        {
            await using var secure = new SslStream(stream);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = certificate }, stop);
            await receiver.ReadRequestAsync(secure, stop);
        });
        using var sender = TestMessages.Sender(resolve: Resolving("127.0.0.1"));

        var result = await sender.SendAsync(new Uri($"https://receiver.example:{receiver.Port}/"));

        result.Fault.ShouldBe(SendFault.NotTrusted);
        receiver.Requests.ShouldBe(0);
    }

    [Fact]
    public async Task A_receiver_without_TLS_is_refused()
    {
        await using var receiver = new SocketReceiver(async (stream, _, stop) =>
        {
            var bytes = new byte[100];
            await stream.ReadAtLeastAsync(bytes, 1, throwOnEndOfStream: false, stop);
            await stream.WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), stop);
        });
        using var sender = TestMessages.Sender(resolve: Resolving("127.0.0.1"));

        (await sender.SendAsync(new Uri($"https://receiver.example:{receiver.Port}/"))).Fault.ShouldBe(SendFault.NotTrusted);
    }

    private static Func<string, CancellationToken, Task<IPAddress[]>> Resolving(params string[] addresses) => (_, _) => Task.FromResult(addresses.Select(IPAddress.Parse).ToArray());

    private static X509Certificate2 SelfSigned(string host)
    {
        using var key = RSA.Create(2_048);
        var request = new CertificateRequest($"CN={host}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
