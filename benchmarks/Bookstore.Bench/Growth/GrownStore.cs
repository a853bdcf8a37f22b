namespace Bookstore.Bench;

/// <summary>A host with a store of some size, started and warm, and what was seen of it so far.</summary>
internal sealed class GrownStore : IAsyncDisposable
{
    private readonly HostServer _host;
    private readonly Testbed _bed;
    private readonly List<double> _startUps = [];
    private readonly List<Measurement> _runs = [];
    private IReadOnlyList<PageTime> _pages = [];

    private GrownStore(BenchOptions options, Plan plan, string folder)
    {
        _host = new HostServer(options, folder);
        _bed = new Testbed(options, plan);
    }

    /// <summary>Starts the host as often as there are rounds, reads the pages, and warms it up.</summary>
    public static async Task<GrownStore> StartAsync(BenchOptions options, Plan plan, string folder)
    {
        var store = new GrownStore(options, plan, folder);
        for (var round = 0; round < plan.Rounds; round++)
        {
            await store._host.StopAsync();
            store._startUps.Add((await store._host.StartAsync()).TotalSeconds);
        }

        await store._bed.StartWithAsync(store._host);
        store._pages = await Pages.ReadAsync(store._host.Process.Url);
        await HttpLoad.PlaceOrdersAsync(store._bed, 64, plan.WarmUp);
        return store;
    }

    public async Task PlaceOrdersAsync() => _runs.Add(await HttpLoad.PlaceOrdersAsync(_bed, 64, _bed.Plan.Http));

    /// <summary>Reads books, and says what was seen of all.</summary>
    public async Task<StoreSize> FinishAsync(int orders, double megabytes)
    {
        var books = await HttpLoad.ReadBooksAsync(_bed, _host.Process, 64, _bed.Plan.Http);
        return new StoreSize(orders, megabytes, _startUps.Order().ElementAt(_startUps.Count / 2), Measurement.Median(_runs), books, _bed.Memory.PeakMb, _pages);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _bed.DisposeAsync();
    }
}
