using System.Diagnostics;
using System.Text.Json;

namespace Bookstore.Bench;

/// <summary>The cells in a process of their own: shops without HTTP, and what the disk gives.</summary>
internal static class ShopCells
{
    public static IEnumerable<Cell> All { get; } =
    [
        Shop("sqlite", "uniform", 1),
        Shop("sqlite", "uniform", 64) with { IsQuick = true },
        Shop("sqlite", "uniform", 256),
        WithoutEvents("sqlite", 256),
        Shop("sqlite", "hot", 256),
        Shop("sqlite", "soldout", 256),
        Shop("memory", "uniform", 256),
        Shop("postgresql", "uniform", 256) with { IsQuick = true },
        Shop("postgresql", "hot", 256),
        Shop("sqlite", "feed", 1) with { IsQuick = true },
        Shop("sqlite", "handler", 64) with { IsQuick = true },
        OtherHost(256, 5_000),
        Shop("sqlite", "webhooks", 1),
        Shop("sqlite", "webhooks-slow", 1),
        Disk("ado", "ADO.NET", 1),
        Disk("ado", "ADO.NET", 256) with { IsQuick = true },
        Disk("raw", "SQLitePCLRaw calls", 1),
        Disk("raw", "SQLitePCLRaw calls", 256),
    ];

    /// <summary>Those whose figures are about events.</summary>
    public static IEnumerable<Cell> OfEvents => All.Where(static cell => cell.Id is "sqlite-uniform-256" or "sqlite-uniform-256-no-events" || EventLoads.Any(load => cell.Id.Contains(load, StringComparison.Ordinal)));

    private static string[] EventLoads => ["feed", "handler", "otherhost", "webhooks"];

    private static Cell Shop(string store, string load, int callers)
    {
        var titles = load switch
        {
            "uniform" => "10,000 titles",
            "hot" => "one title",
            "feed" => "events of the feed, read in pages of 1,000",
            "handler" => "orders of 10,000 titles, until a handler has the event",
            "webhooks" => "webhooks to ten receivers",
            "webhooks-slow" => "webhooks to nine receivers beside one that takes 10 s",
            _ => "sold-out flash sale",
        };
        return new Cell(
            $"{store}-{load}-{callers}", CellKind.Shop, $"{NameOf(store)}, {titles}, {callers} caller{(callers == 1 ? "" : "s")}",
            bed => RunAsync(bed, ["--store", store, "--load", load, "--callers", $"{callers}", .. ConnectionTo(bed, store)]));
    }

    private static Cell OtherHost(int callers, int rate) => new(
        $"postgresql-otherhost-{callers}", CellKind.Shop, $"PostgreSQL, {rate:n0} orders a second, {callers} callers, until a reader on another host has the event",
        bed => RunAsync(bed, ["--store", "postgresql", "--load", "otherhost", "--callers", $"{callers}", "--rate", $"{rate}", .. ConnectionTo(bed, "postgresql")]));

    // Right after the cell with events: the two are compared.
    private static Cell WithoutEvents(string store, int callers) => new(
        $"{store}-uniform-{callers}-no-events", CellKind.Shop, $"{NameOf(store)}, 10,000 titles, {callers} callers, events off",
        bed => RunAsync(bed, ["--store", store, "--load", "uniform", "--callers", $"{callers}", "--events", "off"]));

    private static Cell Disk(string store, string name, int size) => new(
        $"{store}-{size}", CellKind.Shop, $"{name}, {size} order{(size == 1 ? "" : "s")} a commit", bed => RunAsync(bed, ["--store", store, "--load", "uniform", "--callers", "1", "--commit-size", $"{size}"]));

    private static string NameOf(string store) => store switch
    {
        "sqlite" => "SQLite",
        "memory" => "in memory",
        _ => "PostgreSQL",
    };

    private static string[] ConnectionTo(Testbed bed, string store) => store == "postgresql" ? ["--connection", bed.PostgresConnection!] : [];

    private static async Task<Measurement> RunAsync(Testbed bed, string[] words)
    {
        string[] time = ["--seconds", $"{bed.Plan.Shop}", "--warmup", $"{bed.Plan.ShopWarmUp}", "--folder", bed.NewFolder()];
        var start = new ProcessStartInfo("dotnet", [bed.Options.ProgramOf("benchmarks/Bookstore.Bench.Shop"), "cell", .. words, .. time])
        {
            RedirectStandardOutput = true,
        };
        using var shop = Process.Start(start)!;
        var output = await shop.StandardOutput.ReadToEndAsync();
        await shop.WaitForExitAsync();
        var line = output.TrimEnd().Split('\n')[^1];
        return shop.ExitCode == 0 && line.StartsWith('{')
            ? JsonSerializer.Deserialize<Measurement>(line, JsonSerializerOptions.Web)!
            : throw new InvalidOperationException($"Bookstore.Bench.Shop {string.Join(' ', words)} ended with {shop.ExitCode}: {output}");
    }
}
