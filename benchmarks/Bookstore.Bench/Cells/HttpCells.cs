namespace Bookstore.Bench;

/// <summary>The cells over HTTP.</summary>
internal static class HttpCells
{
    public static IEnumerable<Cell> All { get; } =
    [
        new("bare-post-64", CellKind.Bare, "bare ASP.NET Core, `POST` of an order, 64 connections", bed => HttpLoad.SendOrdersAsync(bed, bed.Bare, 64, bed.Plan.Http)) { IsQuick = true },
        new("bare-get-64", CellKind.Bare, "bare ASP.NET Core, `GET` of a book, 64 connections", bed => HttpLoad.ReadBooksAsync(bed, bed.Bare, 64, bed.Plan.Http)) { IsQuick = true },
        Post(1),
        Post(64) with { IsQuick = true },
        new("host-post-64-key", CellKind.Host, "`POST /api/orders` with an idempotency key, 64 connections", bed => HttpLoad.PlaceOrdersAsync(bed, 64, bed.Plan.Http, withKey: true)) { IsQuick = true },
        Post(256),
        new("host-get-64", CellKind.Host, "`GET /api/books/{isbn}`, 64 connections", bed => HttpLoad.ReadBooksAsync(bed, bed.Host.Process, 64, bed.Plan.Http)) { IsQuick = true },
        new("host-soldout-64", CellKind.Host, "sold-out flash sale, `409`, 64 connections", bed => HttpLoad.RushAsync(bed, 64, bed.Plan.Http)) { IsQuick = true },
        new("host-overload", CellKind.Host, $"callers for {Overload.Times} times the room of the host", bed => Overload.RunAsync(bed, bed.Plan.Http)) { IsQuick = true },
        Original(1) with { IsQuick = true },
        Original(2),
        new("original-1-get-64", CellKind.Original, "the original, 1 worker, `GET` of a book, 64 connections", bed => HttpLoad.ReadBooksAsync(bed, bed.Originals[1], 64, bed.Plan.Http)),
    ];

    private static Cell Post(int connections) =>
        new($"host-post-{connections}", CellKind.Host, $"`POST /api/orders`, {connections} connection{(connections == 1 ? "" : "s")}", bed => HttpLoad.PlaceOrdersAsync(bed, connections, bed.Plan.Http));

    private static Cell Original(int workers) => new(
        $"original-{workers}-post-64", CellKind.Original, $"the original, {workers} worker{(workers == 1 ? "" : "s")}, `POST` of an order, 64 connections",
        bed => HttpLoad.SendOrdersAsync(bed, bed.Originals[workers], 64, bed.Plan.Http));
}
