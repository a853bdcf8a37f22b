using System.Diagnostics;
using Bookstore.Storage;
using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Shouldly;
using GatewayOperation = Bookstore.Testing.GatewayOperation;
using ScriptedStore = Bookstore.Testing.ScriptedStore;

namespace Bookstore.Workflow;

/// <summary>A shop whose workers for payment actions each go on in the call that gives them something to do.</summary>
internal sealed class HandOffShop : IAsyncDisposable
{
    private readonly RecordingLogs _logs = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private HandOffShop()
    {
    }

    public TestShop Shop { get; private set; } = null!;

    public ScriptedStore Store { get; private set; } = null!;

    public static async Task<HandOffShop> OpenAsync()
    {
        var shop = new HandOffShop();
        shop.Shop = await TestShop.OpenAsync(
            options => (options.SettlementConcurrency, options.WritePath.RetryTimeout, options.WritePath.ContinuesInline) = (2, TimeSpan.Zero, true),
            inner => shop.Store = new ScriptedStore(inner),
            services => services.AddLogging(builder => builder.AddProvider(shop._logs)));
        return shop;
    }

    public void Start() => _running = Shop.Settlement.StartWorkers(_stop.Token);

    /// <summary>Tells the workers to stop, and does not wait for them.</summary>
    public Task BeginStopAsync() => _stop.CancelAsync();

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>An order with a capture that is pending under a lease, as it is when the workers were running while it was placed.</summary>
    public async Task<OrderRecord> OweCaptureAsync()
    {
        var now = Shop.Time.GetUtcNow();
        var lease = new OrderLease((await Shop.PlaceAsync(TestShop.Odyssey)).Order!.Id, Guid.NewGuid(), now, now + TimeSpan.FromSeconds(20));
        return (await Shop.Commit.SubmitAsync(new AcquireOrderLease(lease, OrderWork.Settlement, isDue: true), default)).Order.ShouldNotBeNull();
    }

    public async Task<OrderRecord> RecordAsync(OrderRecord order) => (await Shop.Store.FindOrderAsync(order.Order.Id, default)).ShouldNotBeNull();

    public int CountCalls(GatewayOperation operation) => Shop.Gateway.Calls.Count(call => call.Operation == operation);

    public int CountLogs(int id) => _logs.Entries.Count(entry => entry.Id == id);

    /// <summary>Waits for what gives no signal. It takes microseconds; the limit is for a machine that has other things to do.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="UntilAsync(Func{bool})"/>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var waited = Stopwatch.StartNew(); !await condition(); await Task.Yield())
        {
            waited.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Shop.DisposeAsync();
        _stop.Dispose();
        _logs.Dispose();
    }
}
