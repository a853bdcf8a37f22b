using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;
using TestShop = Bookstore.Support.TestShop;

namespace Bookstore.Workflow;

/// <summary>A host with a gateway that hangs beside the one that the orders without a name belong to.</summary>
public sealed class UnnamedOrdersTests : IAsyncLifetime
{
    // As many as are asked at a time, and those that begin while the first of them fail.
    private const int MostAsked = 31;

    private readonly InMemoryStore _records = new();
    private readonly ScriptedPaymentGateway _silent = new() { Name = "silent" };
    private readonly TaskCompletionSource<GatewayPayment?> _held = new();
    private TestShop _shop = null!;
    private ServiceProvider _host = null!;

    private UnnamedOrders Unnamed => _host.GetRequiredService<UnnamedOrders>();

    private int AskedOfSilent => _silent.Calls.Count;

    [Fact]
    public async Task RunOnceAsync_a_gateway_hangs_orders_that_another_has_answered_for_are_named_meanwhile()
    {
        var orders = await PlaceAsync(100, TestShop.AnswerLost);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));

        (await InTime(Unnamed.RunOnceAsync(default))).ShouldBe(100);

        await ShouldBeNamedAsync(orders);
        AskedOfSilent.ShouldBeLessThanOrEqualTo(16);
    }

    [Fact]
    public async Task BeginAsync_a_gateway_hangs_that_may_have_the_orders_before_those_behind_them_wait_for_two_time_outs()
    {
        await PlaceAsync(300, TestShop.GatewayFails);
        _shop.Time.Advance(TimeSpan.FromSeconds(1));
        var behind = await PlaceAsync(1, TestShop.AnswerLost);
        _shop.Time.Advance(TimeSpan.FromMinutes(1));

        var round = Unnamed.BeginAsync(default);
        await UntilAsync(() => Task.FromResult(AskedOfSilent == 16));
        _shop.Time.Advance(new BookstoreOptions().GatewayTimeout);
        await UntilAsync(() => Task.FromResult(Unnamed.Round.Items!.InProgress < 16));
        _shop.Time.Advance(new BookstoreOptions().GatewayTimeout);
        await InTime(round);
        await InTime(Unnamed.Round.Items!.WaitUntilIdleAsync());

        await ShouldBeNamedAsync(behind);
        AskedOfSilent.ShouldBeLessThanOrEqualTo(MostAsked);
    }

    [Fact]
    public async Task RunOnceAsync_a_gateway_stays_silent_is_asked_about_one_order_a_round()
    {
        await PlaceAsync(40, TestShop.GatewayFails);
        _silent.OnFind = (_, _) => throw new HttpRequestException("away");
        _shop.Time.Advance(TimeSpan.FromMinutes(1));
        await InTime(Unnamed.RunOnceAsync(default));
        var before = AskedOfSilent;

        for (var hour = 1; hour <= 3; hour++)
        {
            _shop.Time.Advance(TimeSpan.FromHours(2));
            await InTime(Unnamed.RunOnceAsync(default));
        }

        before.ShouldBeLessThanOrEqualTo(MostAsked);
        (AskedOfSilent - before).ShouldBe(3);
    }

    public async Task InitializeAsync()
    {
        _shop = await TestShop.OpenAsync(static options => options.MaxUnpaidOrdersPerCustomer = 0, _ => new SharedStore(_records));
        await _shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = TestShop.Odyssey, Quantity = 1_000, Reason = "delivery" });
        _silent.OnFind = (_, _) => new ValueTask<GatewayPayment?>(_held.Task);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(_shop.Time).AddSingleton<IPaymentGateway>(_silent).AddSingleton<IPaymentGateway>(_shop.Gateway);
        services.AddBookstore().UseStore(_ => new SharedStore(_records));
        _host = services.BuildServiceProvider();
        await _host.GetRequiredService<StoreClock>().ReadAsync(default);
    }

    public async Task DisposeAsync()
    {
        _held.TrySetResult(null);
        await _host.DisposeAsync();
        await _shop.DisposeAsync();
        await _silent.DisposeAsync();
        await _records.DisposeAsync();
    }

    // As a version wrote them that kept no names.
    private async Task<Guid[]> PlaceAsync(int count, string card)
    {
        var placed = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => _shop.PlaceAsync(TestShop.Odyssey, card: card)));
        var ids = Array.ConvertAll(placed, static result => result.Order!.Id);
        var keys = new RecordKeys();
        foreach (var id in ids)
        {
            keys.Orders.Add(id);
        }

        var writer = Guid.NewGuid();
        await _records.RegisterWriterAsync(writer, default);
        await using var unit = await _records.OpenAsync(keys, default);
        foreach (var id in ids)
        {
            unit.Records.Orders.Put(id, unit.Records.Orders.Find(id)! with { Gateway = null });
        }

        await unit.CommitAsync(new CommitToken(writer, 1, default));
        return ids;
    }

    private async Task ShouldBeNamedAsync(Guid[] ids)
    {
        foreach (var id in ids)
        {
            (await _records.FindOrderAsync(id, default))!.Gateway.ShouldBe("scripted");
        }
    }

    private static Task InTime(Task task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    private static Task<T> InTime<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromSeconds(20));

    // No time of the shop passes meanwhile.
    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await isSo())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
