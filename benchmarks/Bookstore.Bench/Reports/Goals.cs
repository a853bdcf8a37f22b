using System.Globalization;

namespace Bookstore.Bench;

/// <summary>What is aimed at, each in relation to a ceiling of the same run.</summary>
internal static class Goals
{
    public static IReadOnlyList<Goal> Of(Report report) =>
    [
        AtLeast(report, "in-process SQLite, 256 callers, 10,000 titles, one line", "ADO.NET, 256 orders a commit", 0.60, "sqlite-uniform-256", "ado-256"),
        AtLeast(report, "one hot title, 256 callers", "10,000 titles", 0.90, "sqlite-hot-256", "sqlite-uniform-256"),
        .. OfEvents(report),
        OneCaller(report),
        AtLeast(report, "`POST /api/orders`, 64 connections, every order durable", "bare endpoint", 0.25, "host-post-64", "bare-post-64"),
        AtLeast(report, "`POST /api/orders`, 64 connections, every order durable", "the original, 1 worker, nothing on disk", 5, "host-post-64", "original-1-post-64"),
        AtLeast(report, "sold-out flash sale, `409`, 64 connections", "bare endpoint", 0.40, "host-soldout-64", "bare-post-64"),
        AtLeast(report, "`GET /api/books/{isbn}`, 64 connections", "bare `GET`", 0.60, "host-get-64", "bare-get-64"),
        new Goal("memory of the host under full load, MB resident", "", report.PeakMb, null, report.PeakMb, "at most 200", report.PeakMb <= 200, null),
        Refusals(report),
        Goodput(report),
        StartUp(report),
    ];

    /// <summary>What is aimed at for events.</summary>
    public static IReadOnlyList<Goal> OfEvents(Report report) =>
    [
        AtLeast(report, "orders with events, 256 callers, 10,000 titles", "events off", 0.92, "sqlite-uniform-256", "sqlite-uniform-256-no-events"),
        Rate(report, "events of the feed read, SQLite, a second", "sqlite-feed-1", 100_000),
        OtherHost(report),
        Rate(report, "webhooks delivered to ten receivers, a second", "sqlite-webhooks-1", 3_000),
        SlowEndpoint(report),
    ];

    private static Goal AtLeast(Report report, string what, string ceiling, double least, string cell, string against)
    {
        var aim = string.Create(CultureInfo.InvariantCulture, $"at least {least:0.##}");
        if (report[cell] is { } own && report[against] is { } other)
        {
            var ratio = own.PerSecond / other.PerSecond;
            return new Goal(what, ceiling, own.PerSecond, other.PerSecond, ratio, aim, ratio >= least, null);
        }

        return Goal.Unknown(what, ceiling, aim, report.WhyNot(cell) ?? report.WhyNot(against));
    }

    private static Goal Rate(Report report, string what, string cell, int least)
    {
        var aim = string.Create(CultureInfo.InvariantCulture, $"at least {least:n0}");
        return report[cell] is { PerSecond: var rate } ? new Goal(what, "", rate, null, rate, aim, rate >= least, null) : Goal.Unknown(what, "", aim, report.WhyNot(cell));
    }

    // At a lower rate than the one that is asked for it says nothing.
    private static Goal OtherHost(Report report)
    {
        const string What = "from an order's confirmation to a reader on another host, PostgreSQL, 5,000 orders a second, p99 in ms";
        const string Cell = "postgresql-otherhost-256";
        return report[Cell] is { P99Ms: { } p99 } cell
            ? cell.PerSecond >= 4_500
                ? new Goal(What, "", p99, null, p99, "at most 50", p99 <= 50, null)
                : Goal.Unknown(What, "", "at most 50", string.Create(CultureInfo.InvariantCulture, $"the machine placed {cell.PerSecond:n0} orders a second; at that rate it was {p99:0} ms"))
            : Goal.Unknown(What, "", "at most 50", report.WhyNot(Cell));
    }

    // Nine of ten against nine beside a slow one.
    private static Goal SlowEndpoint(Report report)
    {
        const string What = "webhooks to nine receivers beside one that takes 10 s, a second";
        const string Against = "the same nine beside a fast one";
        const string Aim = "at least 0.9";
        if (report["sqlite-webhooks-slow-1"] is { PerSecond: var slow } && report["sqlite-webhooks-1"] is { PerSecond: var all })
        {
            var nine = all * 9 / 10;
            return new Goal(What, Against, slow, nine, slow / nine, Aim, slow / nine >= 0.9, null);
        }

        return Goal.Unknown(What, Against, Aim, report.WhyNot("sqlite-webhooks-slow-1") ?? report.WhyNot("sqlite-webhooks-1"));
    }

    private static Goal OneCaller(Report report)
    {
        const string What = "one caller at a time, p50 in ms";
        const string Against = "one raw commit";
        return report["sqlite-uniform-1"]?.P50Ms is { } own && report["raw-1"]?.P50Ms is { } raw
            ? new Goal(What, Against, own, raw, own / raw, "at most 6", own / raw <= 6, null)
            : Goal.Unknown(What, Against, "at most 6", report.WhyNot("sqlite-uniform-1") ?? report.WhyNot("raw-1"));
    }

    private static Goal Refusals(Report report)
    {
        const string What = "overload, p99 of the `503` in ms";
        return report["host-overload"] is { RefusalP99Ms: { } p99 }
            ? new Goal(What, "", p99, null, p99, "at most 50", p99 <= 50, null)
            : Goal.Unknown(What, "", "at most 50", report.WhyNot("host-overload"));
    }

    private static Goal Goodput(Report report)
    {
        const string What = "overload, goodput";
        const string Against = "as many callers as there is room for";
        return report["host-overload"] is { Goodput: { } goodput } cell
            ? new Goal(What, Against, cell.PerSecond, cell.PerSecond / goodput, goodput, "at least 0.9", goodput >= 0.9, null)
            : Goal.Unknown(What, Against, "at least 0.9", report.WhyNot("host-overload"));
    }

    private static Goal StartUp(Report report)
    {
        var host = Middle(report.StartUps.Host);
        var bare = Middle(report.StartUps.Bare);
        return new Goal("start-up to first answer, seconds", "bare application", host, bare, host / bare, "at most 2", host / bare <= 2, null);
    }

    private static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
