using System.Net.Sockets;
using System.Text;
using Bookstore.Support;

namespace Bookstore.Samples;

/// <summary>What the host refuses to start with, and what it keeps to itself.</summary>
public sealed class HardeningTests
{
    private const string Default = "Bookstore__Clients__default__";

    [Theory]
    [InlineData("secret123", "well-known")]
    [InlineData("fifteen-letters", "too short")]
    [InlineData("sixteen letters!", "no client can send")]
    [InlineData("   ", "no client can send")]
    [InlineData("sechzehn-zeichen-\u00fc", "no client can send")]
    public async Task A_key_that_protects_nothing_is_refused_outside_Development(string key, string reason)
    {
        using var folder = new HostFolder();

        var (exitCode, text) = await HostProcess.RunAsync(folder, ("BOOKSTORE_API_KEY", key), ("Bookstore__Store", "memory"));

        exitCode.ShouldBe(1, text);
        text.ShouldContain(reason);
        text.ShouldNotContain("   at ");
    }

    [LongFact]
    public async Task An_overlong_key_a_well_known_hash_and_a_client_beside_the_variable_are_refused()
    {
        using var folder = new HostFolder();
        foreach (var (environment, reason) in new[]
        {
            (new[] { ("BOOKSTORE_API_KEY", new string('k', 600)) }, "no client can send"),
            ([("Bookstore__Clients__till__KeyHashes__0", ApiClientRegistration.HashKey("secret123"))], "well-known"),
            ([("BOOKSTORE_API_KEY", HostProcess.Key), (Default + "KeyHashes__0", ApiClientRegistration.HashKey("limited-key-0123456789")), (Default + "Roles__0", "catalog.read")], "Rename the configured client"),
            ([("BOOKSTORE_API_KEY", HostProcess.Key), ("ConnectionStrings__Bookstore", "foo"), ("Bookstore__Store", "sqlite")], "ConnectionStrings:Bookstore is not a connection string of SQLite"),
            ([("BOOKSTORE_API_KEY", HostProcess.Key), ("Bookstore__MaxRequestsPerSecond", "abc")], "Bookstore:MaxRequestsPerSecond"),
        })
        {
            var (exitCode, text) = await HostProcess.RunAsync(folder, [("Bookstore__Store", "memory"), .. environment]);

            exitCode.ShouldBe(1, text);
            text.ShouldContain(reason);
            text.ShouldNotContain("   at ");
        }
    }

    [Fact]
    public async Task In_Development_a_configured_default_client_keeps_its_roles()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(
            folder,
            ("BOOKSTORE_API_KEY", ""),
            ("ASPNETCORE_ENVIRONMENT", "Development"),
            ("Bookstore__Store", "memory"),
            (Default + "KeyHashes__0", ApiClientRegistration.HashKey("limited")),
            (Default + "Roles__0", "catalog.read"));
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-API-Key", "limited");

        using var orders = await client.GetAsync("/api/orders");

        orders.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_client_has_200_requests_a_second_by_default_and_connections_a_limit_that_can_be_set()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(
            folder, ("Bookstore__Store", "memory"), ("Bookstore__MaxRequestsPerSecond", ""), ("Kestrel__Limits__MaxConcurrentConnections", "2"));

        using var first = new TcpClient();
        await first.ConnectAsync(host.Address.Host, host.Address.Port);
        (await IsRefusedAsync(first.GetStream(), HttpStatusCode.TooManyRequests)).ShouldBeTrue();
        using var second = new TcpClient();
        await second.ConnectAsync(host.Address.Host, host.Address.Port);
        using var third = new TcpClient();
        await third.ConnectAsync(host.Address.Host, host.Address.Port);
        (await ReadOrClosedAsync(third)).ShouldBe(0);
    }

    [Fact]
    public async Task One_customer_can_send_every_card_as_often_as_it_likes()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"));
        await Shopping.ReceiveAsync(host, Shopping.Odyssey, 1_000);
        (string Card, HttpStatusCode Status)[] table =
        [
            ("4000000000000002", HttpStatusCode.PaymentRequired), ("4000000000009995", HttpStatusCode.PaymentRequired), ("4000000000000119", HttpStatusCode.Accepted), ("4000000000000341", HttpStatusCode.Accepted),
            ("4000002760003184", HttpStatusCode.Accepted), ("", HttpStatusCode.PaymentRequired),
        ];
        foreach (var (card, status) in table)
        {
            for (var times = 0; times < 22; times++)
            {
                using var answer = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey, card: card));
                (card, times, answer.StatusCode).ShouldBe((card, times, status));
            }
        }
    }

    [Fact]
    public async Task Swagger_UI_is_there_only_where_it_is_asked_for_and_is_one_copy_for_all()
    {
        using var folder = new HostFolder();
        await using (var plain = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory")))
        {
            foreach (var path in new[] { "/docs", "/docs/index.html", "/docs/swagger-ui-bundle.js" })
            {
                using var hidden = await plain.Http.GetAsync(path);
                hidden.StatusCode.ShouldBe(HttpStatusCode.NotFound);
                hidden.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            }
        }

        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Store", "memory"), ("Bookstore__Docs__Enabled", "true"));
        var first = await host.Http.GetByteArrayAsync("/docs/swagger-ui-bundle.js");
        using var again = await host.Http.GetAsync("/docs/swagger-ui-bundle.js");
        (await again.Content.ReadAsByteArrayAsync()).SequenceEqual(first).ShouldBeTrue();
        again.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        foreach (var path in new[] { "/docs/index.html", "/scalar/scalar.js", "/openapi.yaml" })
        {
            using var page = await host.Http.GetAsync(path);
            page.Headers.GetValues("Content-Security-Policy").ShouldBe(["frame-ancestors 'none'"], path);
            page.Headers.CacheControl!.ToString().ShouldBe("public, max-age=300", path);
        }

        first.Length.ShouldBeGreaterThan(1_000_000);
        (await host.Http.GetStringAsync("/docs/index.html")).ShouldNotContain("\"persistAuthorization\":true");
        using var missing = await host.Http.GetAsync("/docs/nothing.js");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        const int Connections = 100;
        var before = Memory(host.Id);
        var readers = new List<TcpClient>();
        for (var number = 0; number < Connections; number++)
        {
            var reader = new TcpClient { ReceiveBufferSize = 4_096 };
            readers.Add(reader);
            await reader.ConnectAsync(host.Address.Host, host.Address.Port);
            await reader.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: x\r\n\r\n"));
            (await reader.GetStream().ReadAsync(new byte[16])).ShouldBeGreaterThan(0);
        }

        (Memory(host.Id) - before).ShouldBeLessThan(Connections * 600_000L);
        readers.ForEach(static reader => reader.Dispose());
    }

    [Theory]
    [InlineData("Debug")]
    [InlineData("Trace")]
    public async Task No_API_key_and_no_customer_is_in_the_log_at_any_level_of_the_framework(string level)
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(
            folder, ("Bookstore__Store", "memory"), ("Logging__LogLevel__Default", level), ("Logging__LogLevel__Microsoft.AspNetCore", level), ("Logging__LogLevel__Microsoft.AspNetCore.Server.Kestrel", level));
        foreach (var line in new[] { $"X-API-Key : {HostProcess.Key}", $"X-API-Key {HostProcess.Key}", $"X-API-Key: {HostProcess.Key}\u0001", $" X-API-Key: {HostProcess.Key}" })
        {
            using var connection = new TcpClient();
            await connection.ConnectAsync(host.Address.Host, host.Address.Port);
            await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes($"GET /api/books HTTP/1.1\r\nHost: x\r\n{line}\r\n\r\n"));
            await ReadOrClosedAsync(connection);
        }

        using (await host.Http.GetAsync("/api/orders?customer_id=canary-customer"))
        using (await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey).Replace("cust-1", "canary-customer", StringComparison.Ordinal)))
        {
        }

        (await host.StopAsync()).ShouldBe(0);
        host.Output.Length.ShouldBeGreaterThan(1_000);
        host.Output.ShouldNotContain(HostProcess.Key);
        host.Output.ShouldNotContain("canary-customer");
    }

    // Without a wait for a response, so that a slow machine gets more requests than are allowed all the same.
    private static async Task<bool> IsRefusedAsync(NetworkStream stream, HttpStatusCode status)
    {
        const int Requests = 5_000;
        using var stop = new CancellationTokenSource();
        var sending = SendAsync(stream, Requests, stop.Token);
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var isRefused = false;
        for (var responses = 0; responses < Requests && !isRefused && await reader.ReadLineAsync(CancellationToken.None) is { } line;)
        {
            responses += line.Contains("HTTP/1.1 ", StringComparison.Ordinal) ? 1 : 0;
            isRefused = line.Contains($"HTTP/1.1 {(int)status} ", StringComparison.Ordinal);
        }

        await stop.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return isRefused;
    }

    private static async Task SendAsync(NetworkStream stream, int requests, CancellationToken stop)
    {
        var request = Encoding.ASCII.GetBytes($"GET /api/books/1 HTTP/1.1\r\nHost: x\r\nX-API-Key: {HostProcess.Key}\r\n\r\n");
        for (var number = 0; number < requests; number++)
        {
            await stream.WriteAsync(request, stop);
        }
    }

    private static async Task<int> ReadOrClosedAsync(TcpClient connection)
    {
        try
        {
            return await connection.GetStream().ReadAsync(new byte[256]);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static long Memory(int processId)
    {
        using var process = System.Diagnostics.Process.GetProcessById(processId);
        return process.WorkingSet64;
    }
}
