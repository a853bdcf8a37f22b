using System.Diagnostics;
using System.Text.Json;

namespace Bookstore.Bench;

/// <summary>One page of every list, of 100 where there are as many, as a client gets it.</summary>
internal static class Pages
{
    private const int Times = 60;

    /// <summary>Reads every page often enough, and says the median of each in milliseconds.</summary>
    public static async Task<IReadOnlyList<PageTime>> ReadAsync(string url)
    {
        using var http = new HttpClient { BaseAddress = new Uri(url), DefaultRequestHeaders = { { "X-API-Key", ServerProcess.ApiKey } } };
        var isbn = Shelves.Isbns[Shelves.Titles / 2];
        var order = await FirstAsync(http, "/api/orders?status=delivered&limit=1", "order_id") ?? await FirstAsync(http, "/api/orders?limit=1", "order_id");
        (string Name, string Path)[] all =
        [
            ("books", "/api/books"),
            ("books, a word of all titles", "/api/books?q=title"),
            ("books, a word of one title", $"/api/books?q={isbn}"),
            ("books of an author", "/api/books?author=author+7"),
            ("orders", "/api/orders"),
            ("orders, next page", await NextAsync(http, "/api/orders")),
            ("orders, `delivered`", "/api/orders?status=delivered"),
            ("orders, `created`", "/api/orders?status=created"),
            ("orders, `rejected` (none)", "/api/orders?status=rejected"),
            ("orders of a customer", "/api/orders?customer_id=customer-77"),
            ("orders of a customer, `created`", "/api/orders?customer_id=customer-77&status=created"),
            ("deliveries", "/api/delivery"),
            ("deliveries, `delivered`", "/api/delivery?status=delivered"),
            ("deliveries, `scheduled` (none)", "/api/delivery?status=scheduled"),
            ("deliveries of an order", $"/api/delivery?order_id={order ?? "none"}"),
            ("movements of a title", $"/api/books/{isbn}/movements"),
            ("movements of a title, next page", await NextAsync(http, $"/api/books/{isbn}/movements")),
            ("one order", order is null ? "/api/orders?limit=1" : $"/api/orders/{order}"),
        ];
        var times = new List<PageTime>();
        foreach (var (name, path) in all)
        {
            times.Add(await TimeAsync(http, name, path));
        }

        return times;
    }

    private static async Task<PageTime> TimeAsync(HttpClient http, string name, string path)
    {
        var times = new double[Times];
        var length = 0;
        for (var index = -Times; index < Times; index++)
        {
            var started = Stopwatch.GetTimestamp();
            var bytes = await http.GetByteArrayAsync(new Uri(path, UriKind.Relative));
            times[Math.Max(0, index)] = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            length = bytes.Length;
        }

        Array.Sort(times);
        return new PageTime(name, length, times[Times / 2], times[^1]);
    }

    private static async Task<string?> FirstAsync(HttpClient http, string path, string member)
    {
        using var page = JsonDocument.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative)));
        return page.RootElement.EnumerateArray().Select(item => item.GetProperty(member).GetString()).FirstOrDefault();
    }

    private static async Task<string> NextAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        return answer.Headers.TryGetValues("Link", out var links) ? links.First().Split('<', '>')[1] : path;
    }
}

/// <summary>How long a page took.</summary>
internal sealed record PageTime(string Name, int Bytes, double P50Ms, double MaxMs);
