using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Bookstore.Support;

namespace Bookstore.Faults;

/// <summary>Clients that make the host keep what they send or do not read take a bounded part of its memory, and others are served meanwhile.</summary>
public sealed class MemoryAttackTests(ITestOutputHelper output)
{
    private const int MiB = 1_048_576;
    private const int StreamsOfAConnection = 32;
    private const long MostOfAll = 832L * MiB;
    private static readonly int Connections = Environs.IsLong ? 900 : 150;
    private static readonly TimeSpan Siege = TimeSpan.FromSeconds(Environs.IsLong ? 6 : 1);
    private static readonly TimeSpan MostTimeToAnswer = TimeSpan.FromSeconds(10);

    /// <summary>By name: what a connection sends, the kilobytes that the host may take for it, and the megabytes that all of them may share.</summary>
    private static readonly Dictionary<string, (Func<byte[]> Sent, int Each, int Shared)> All = new(StringComparer.Ordinal)
    {
        ["pipelined, without a key"] = (static () => Many(Get("/health/live"), 40_000), 320, 32),
        ["pipelined, refused"] = (static () => Many(Get("/api/books"), 40_000), 320, 32),
        ["pipelined, books"] = (static () => Many(Get("/api/books/" + Shopping.Odyssey, HostProcess.Key), 20_000), 320, 32),
        ["pipelined, lists"] = (static () => Many(Get("/api/books?limit=1000", HostProcess.Key), 20_000), 320, 32),
        ["Swagger UI, not read"] = (static () => Latin(Get("/docs/swagger-ui-bundle.js")), 320, 32),
        ["Scalar, not read"] = (static () => Latin(Get("/scalar/scalar.js")), 320, 32),
        ["the document, not read"] = (static () => Latin(Get("/openapi.yaml")), 320, 32),
        ["unknown members"] = (static () => Post(UnknownMembers()), 160, 192),
        ["a body that is announced"] = (static () => Latin(PostHead(MiB) + "{"), 160, 32),
        ["a body that stops"] = (static () => Latin(PostHead(MiB) + "{\"customer_id\":\"" + new string('x', MiB - 500)), 160, 192),
        ["half a head"] = (static () => Latin("GET /api/books HTTP/1.1\r\nHost: x\r\n" + string.Concat(Enumerable.Range(0, 95).Select(static number => $"X-{number}: {new string('a', 300)}\r\n"))), 320, 32),
    };

    public static TheoryData<string> Names => Environs.IsLong ? [.. All.Keys] : ["pipelined, lists"];

    /// <summary>What is asked for on streams that may send nothing, and the key, if any.</summary>
    public static TheoryData<string, string?> Streamed => new()
    {
        { "/api/books?limit=1000", HostProcess.Key },
        { "/openapi.yaml", null },
        { "/docs/swagger-ui-bundle.js", null },
        { "/scalar/scalar.js", null },
        { "/health/live", null },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_host_in_1_GiB_survives_connections_that_send_and_do_not_read(string name)
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, new HostLaunch { Environment = Small }.WithKey());
        var (sent, each, shared) = All[name];

        await BesiegeAsync(host, host.Http, name, sent(), each, shared);
    }

    [LongTheory]
    [MemberData(nameof(Streamed))]
    public async Task A_host_in_1_GiB_survives_streams_that_may_send_nothing(string path, string? key)
    {
        using var folder = new HostFolder();
        var (certificate, password) = MakeCertificate(folder);
        (string, string)[] secure = [("Kestrel__Certificates__Default__Path", certificate), ("Kestrel__Certificates__Default__Password", password), .. Small];
        await using var host = await HostProcess.StartAsync(folder, new HostLaunch { Environment = secure, Url = new Uri("https://127.0.0.1:0") }.WithKey());
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate?.Subject == "CN=localhost";
        using var client = new HttpClient(handler) { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-API-Key", HostProcess.Key);

        await BesiegeAsync(host, client, path, Http2Frames.WithoutWindow(path, StreamsOfAConnection, key), 600, 32);
    }

    [LongFact]
    public async Task A_client_that_reads_its_large_lists_slowly_neither_takes_the_memory_nor_keeps_others_waiting()
    {
        const int Readers = 160;
        const string Other = "another-key-0123456789";
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder, new HostLaunch
        {
            Environment = [.. Small, ("Bookstore__Store", "sqlite"), ("Bookstore__Clients__other__KeyHashes__0", ApiClientRegistration.HashKey(Other)), ("Bookstore__Clients__other__Roles__0", "catalog.read")],
        }.WithKey());
        await OrderMuchAsync(host);
        using var other = new HttpClient { BaseAddress = host.Address };
        other.DefaultRequestHeaders.Add("X-API-Key", Other);

        await BesiegeAsync(host, other, "large lists", Latin(Get("/api/orders?limit=1000", HostProcess.Key)), 320, 64, Readers);
    }

    // Orders of 200 lines: of 17 KB each.
    private static async Task OrderMuchAsync(HostProcess host)
    {
        const int Lines = 200;
        const int Orders = 300;
        var items = new string[Lines];
        for (var number = 0; number < Lines; number++)
        {
            var digits = string.Create(CultureInfo.InvariantCulture, $"978100000{number:000}");
            var sum = digits.Select(static (digit, at) => (digit - '0') * (at % 2 == 0 ? 1 : 3)).Sum();
            var isbn = string.Create(CultureInfo.InvariantCulture, $"{digits}{(10 - (sum % 10)) % 10}");
            using var book = await host.Http.PutAsync($"/api/books/{isbn}", new StringContent("{\"title\":\"T\",\"author\":\"A\",\"price\":1}", Encoding.UTF8, "application/json"));
            book.IsSuccessStatusCode.ShouldBeTrue();
            using var stock = await host.PostAsync($"/api/books/{isbn}/stock", "{\"quantity\":100000,\"reason\":\"r\"}");
            stock.IsSuccessStatusCode.ShouldBeTrue();
            items[number] = $"{{\"isbn\":\"{isbn}\",\"quantity\":1}}";
        }

        for (var number = 0; number < Orders; number++)
        {
            using var order = await host.PostAsync("/api/orders", $"{{\"customer_id\":\"c{number}\",\"items\":[{string.Join(',', items)}],\"payment\":{{\"card_number\":\"4111111111111111\"}}}}");
            order.StatusCode.ShouldBe(HttpStatusCode.Created);
        }
    }

    private static (string Name, string Value)[] Small =>
        [("DOTNET_GCHeapHardLimit", HostMemory.HeapOf1GiB), ("Bookstore__Store", "memory"), ("Bookstore__Docs__Enabled", "true")];

    private async Task BesiegeAsync(HostProcess host, HttpClient client, string name, byte[] sent, int each, int shared, int? readers = null)
    {
        // What the first requests compile and unpack is there whether anybody attacks or not.
        foreach (var path in new[] { "/api/books/" + Shopping.Odyssey, "/openapi.yaml", "/docs/swagger-ui-bundle.js", "/scalar/scalar.js" })
        {
            using var first = await client.GetAsync(path);
            first.StatusCode.ShouldBe(HttpStatusCode.OK, path);
        }

        var before = HostMemory.Peak(host);
        var connections = readers ?? Connections;
        var slowest = TimeSpan.Zero;
        await using (await Crowd.OpenAsync(host.Address, connections, sent))
        {
            var siege = Stopwatch.StartNew();
            do
            {
                var answered = await TimeAsync(host, client);
                slowest = answered > slowest ? answered : slowest;
            }
            while (siege.Elapsed < Siege);
        }

        var peak = HostMemory.Peak(host);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {before / MiB} to {peak / MiB} MiB, {(peak - before) / connections / 1_024} KiB a connection, slowest answer {slowest.TotalSeconds:0.00} s"));
        await TimeAsync(host, client);
        host.Output.ShouldNotContain("OutOfMemory");
        (peak - before).ShouldBeLessThan((shared * (long)MiB) + (connections * each * 1_024L));
        peak.ShouldBeLessThan(MostOfAll);
    }

    private static async Task<TimeSpan> TimeAsync(HostProcess host, HttpClient client)
    {
        var started = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(MostTimeToAnswer);
        try
        {
            using var answer = await client.GetAsync("/api/books/" + Shopping.Odyssey, limit.Token);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            Assert.Fail($"{exception.Message} The host {(host.HasExited ? "has ended" : "runs")}.\n{host.Output[^Math.Min(2_000, host.Output.Length)..]}");
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static (string Path, string Password) MakeCertificate(HostFolder folder)
    {
        const string Password = "attack";
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var path = Path.Combine(folder.Root, "host.pfx");
        File.WriteAllBytes(path, certificate.Export(X509ContentType.Pfx, Password));
        return (path, Password);
    }

    private static string UnknownMembers()
    {
        const int Depth = 30;
        var text = new StringBuilder();
        for (var level = 0; level < Depth; level++)
        {
            text.Append("{\"").Append('~', 100).Append("\":");
        }

        text.Append('{').AppendJoin(',', Enumerable.Range(0, 100_000).Select(static number => string.Create(CultureInfo.InvariantCulture, $"\"{number:x}\":1"))).Append('}');
        return text.Append('}', Depth).ToString();
    }

    private static string Get(string path, string? key = null) => $"GET {path} HTTP/1.1\r\nHost: x\r\n{(key is null ? string.Empty : $"X-API-Key: {key}\r\n")}\r\n";

    private static string PostHead(int length) =>
        string.Create(CultureInfo.InvariantCulture, $"POST /api/orders HTTP/1.1\r\nHost: x\r\nX-API-Key: {HostProcess.Key}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n");

    private static byte[] Post(string body) => Latin(PostHead(body.Length) + body);

    private static byte[] Many(string request, int times) => Latin(string.Concat(Enumerable.Repeat(request, times)));

    private static byte[] Latin(string text) => Encoding.Latin1.GetBytes(text);
}
