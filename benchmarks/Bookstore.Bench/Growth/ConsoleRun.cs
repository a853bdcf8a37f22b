using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Bookstore.Bench;

/// <summary>How long the pages of the console take with a million orders in the store, as a browser gets them.</summary>
internal static partial class ConsoleRun
{
    private const int Usual = 1_000_000;
    private const int WarmUps = 50;
    private const int Times = 500;
    private const double SlowestMs = 50;

    public static async Task<int> RunAsync(BenchOptions options)
    {
        var orders = options.Orders is [var given] ? given : Usual;
        var database = GrowthRun.FileOf(options, orders);
        var isOurs = !File.Exists(database);
        if (await GrowthRun.PreloadAsync(options with { Orders = [orders] }) != 0)
        {
            return 1;
        }

        var slowest = await MeasureAsync(options, Path.GetDirectoryName(database)!);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{orders:n0} orders: p99 of a page {slowest.P99Ms:f1} ms ({slowest.Name}); at most {SlowestMs} ms: {(slowest.P99Ms <= SlowestMs ? "met" : "not met")}"));
        if (isOurs)
        {
            Directory.Delete(Path.GetDirectoryName(database)!, recursive: true);
        }

        return slowest.P99Ms <= SlowestMs ? 0 : 1;
    }

    private static async Task<ConsoleTime> MeasureAsync(BenchOptions options, string folder)
    {
        await using var host = new HostServer(options, folder);
        await host.StartAsync(("Bookstore__Console__Enabled", "true"));
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(host.Process.Url + "/console/") };
        await SignInAsync(http);
        var times = new List<ConsoleTime>();
        foreach (var (name, path) in await PagesAsync(http))
        {
            times.Add(await TimeAsync(http, name, path));
            Console.WriteLine(times[^1].Line);
        }

        return times.MaxBy(static time => time.P99Ms)!;
    }

    // As a person does: the form of the page, with its token.
    private static async Task SignInAsync(HttpClient http)
    {
        var token = Token().Match(await http.GetStringAsync(new Uri("sign-in", UriKind.Relative)));
        using var form = new FormUrlEncodedContent([KeyValuePair.Create(token.Groups["name"].Value, token.Groups["value"].Value), KeyValuePair.Create("key", ServerProcess.ApiKey)]);
        using var answer = await http.PostAsync(new Uri("sign-in", UriKind.Relative), form);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task<IReadOnlyList<(string Name, string Path)>> PagesAsync(HttpClient http)
    {
        var isbn = Shelves.Isbns[Shelves.Titles / 2];
        var orders = await http.GetStringAsync(new Uri("orders", UriKind.Relative));
        var order = Order().Match(orders).Groups["id"].Value;
        var next = WebUtility.HtmlDecode(Next().Match(orders).Groups["path"].Value);
        return
        [
            ("home", string.Empty),
            ("orders", "orders"),
            ("orders, next page", next.Length > 0 ? next : "orders"),
            ("orders, `delivered`", "orders?status=delivered"),
            ("orders, `rejected` (none)", "orders?status=rejected"),
            ("orders that need a person (none)", "orders?attention=1"),
            ("orders of a customer", "orders?q=customer-77"),
            ("orders by the beginning of an id", $"orders?q={order[..13]}"),
            ("orders with a title", $"orders?q={isbn}"),
            ("one order", $"orders/{order}"),
            ("a refund of it", $"orders/{order}/refund"),
            ("deliveries", "deliveries"),
            ("deliveries, `scheduled` (none)", "deliveries?status=scheduled"),
            ("returns", "returns"),
            ("stock", "stock"),
            ("stock, a word of all titles", "stock?q=title"),
            ("ledger of a title", $"stock/{isbn}"),
            ("webhooks", "webhooks"),
            ("work", "work"),
            ("audits", "audits"),
        ];
    }

    private static async Task<ConsoleTime> TimeAsync(HttpClient http, string name, string path)
    {
        var times = new double[Times];
        var length = 0;
        for (var index = -WarmUps; index < Times; index++)
        {
            var started = Stopwatch.GetTimestamp();
            var bytes = await http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
            times[Math.Max(0, index)] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            length = bytes.Length;
        }

        Array.Sort(times);
        return new ConsoleTime(name, length, times[Times / 2], times[Times * 99 / 100], times[^1]);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>__[^\"]+)\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("href=\"/console/orders/(?<id>[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Order();

    [GeneratedRegex("href=\"/console/(?<path>orders\\?after=[^\"]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Next();
}

/// <summary>How long a page of the console took.</summary>
internal sealed record ConsoleTime(string Name, int Bytes, double P50Ms, double P99Ms, double MaxMs)
{
    public string Line => FormattableString.Invariant($"{Name,-36} {Bytes,9:n0} bytes  p50 {P50Ms,6:f2}  p99 {P99Ms,6:f2}  most {MaxMs,6:f2} ms");
}
