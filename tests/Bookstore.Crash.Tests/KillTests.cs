using System.Globalization;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.Crash;

/// <summary>Processes under load are killed at random moments, several times over on one file.</summary>
public sealed class KillTests : IAsyncLifetime, IDisposable
{
    private const int Callers = 16;

    private readonly TemporaryFolder _folder = new();
    private readonly Acknowledgements _told = new();
    private readonly List<ShopProcess> _processes = [];
    private readonly ShopFiles _files;
    private readonly ITestOutputHelper _output;
    private int _runs;

    public KillTests(ITestOutputHelper output)
    {
        _files = _folder.Shop("shop");
        _output = output;
    }

    [Fact]
    public async Task What_was_acknowledged_under_load_survives_every_kill()
    {
        var random = new Random(20_25);
        for (var kill = 0; kill < (Environs.IsLong ? 20 : 2); kill++)
        {
            await KillAsync(Start(), afterRequests: random.Next(40, 250));
        }

        await ShouldHaveKeptItsWordAsync(random);
    }

    [Fact]
    public async Task Two_processes_on_one_file_keep_their_word_while_either_is_killed()
    {
        var random = new Random(20_26);
        ShopProcess[] hosts = [Start(), Start()];
        for (var kill = 0; kill < (Environs.IsLong ? 16 : 1); kill++)
        {
            var victim = random.Next(2);
            await KillAsync(hosts[victim], afterRequests: random.Next(40, 150));
            hosts[victim] = Start();
        }

        foreach (var host in hosts)
        {
            await StopAsync(host);
        }

        await ShouldHaveKeptItsWordAsync(random);
    }

    public async Task InitializeAsync()
    {
        await using var shop = new Shop(_files);
        await Load.StockAsync(shop);
    }

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    // For each process more time has passed than for those before: it takes up at once what they left, also from those that are alive.
    private ShopProcess Start()
    {
        var number = _runs++;
        var run = string.Create(CultureInfo.InvariantCulture, $"run{number}");
        _told.AddRun(run, Callers);
        var process = ShopProcess.Start(
            "load", _files, run, Callers.ToString(CultureInfo.InvariantCulture), (number * 10).ToString(CultureInfo.InvariantCulture));
        _processes.Add(process);
        return process;
    }

    private async Task KillAsync(ShopProcess process, int afterRequests)
    {
        for (var done = 0; done < afterRequests;)
        {
            var line = await process.ReadLineAsync() ?? throw new InvalidOperationException($"The process ended by itself: {await process.WasKilledAsync()}.");
            done += _told.Add(line) ? 1 : 0;
        }

        process.Kill();
        _output.WriteLine("reliability: processes killed under load, in-process=1");
        (await process.ReadToEndAsync()).ForEach(line => _told.Add(line));
        (await process.WasKilledAsync()).ShouldBeTrue();
    }

    private async Task StopAsync(ShopProcess process)
    {
        await process.WriteLineAsync("stop");
        var lines = await process.ReadToEndAsync();
        lines.ForEach(line => _told.Add(line));
        (await process.WasKilledAsync()).ShouldBeFalse();
        lines[^1].ShouldBe("end");
    }

    private async Task ShouldHaveKeptItsWordAsync(Random random)
    {
        await using var shop = new Shop(_files, TimeSpan.FromDays(1));
        shop.Time.Advance(TimeSpan.FromDays(1));
        await ResendAsync(shop, random);
        var orders = (await Promises.OrdersAsync(shop)).ConvertAll(static record => record.Order);

        await Promises.ShouldHoldAsync(shop, _files);
        await Promises.FileShouldBeSoundAsync(_files);
        _told.Failed.ShouldBeEmpty();
        OrdersShouldBeAsTold(orders);
        ChargesShouldBeOneAnOrder(orders);
        (await Promises.OrderKeysAsync(shop)).Values.ShouldBe(orders.Select(static order => order.Id), ignoreOrder: true);
        await StockShouldAddUpAsync(shop, orders);
        _output.WriteLine($"reliability: orders in shops whose processes were killed={orders.Count}");
    }

    // Half of what was on its way is sent again before recovery has looked at it, half afterwards.
    private async Task ResendAsync(Shop shop, Random random)
    {
        var rest = _told.Unfinished.ToArray();
        random.Shuffle(rest);
        await Parallel.ForEachAsync(rest[..(rest.Length / 2)], async (request, _) => await request.SendAsync(shop, line => _told.Add(line)));
        await shop.FinishAsync();
        await Parallel.ForEachAsync(rest[(rest.Length / 2)..], async (request, _) => await request.SendAsync(shop, line => _told.Add(line)));
        await shop.FinishAsync();
    }

    private void OrdersShouldBeAsTold(List<Order> orders)
    {
        // The customer's name is the key: one order a key.
        var byKey = orders.ToDictionary(static order => order.CustomerId, StringComparer.Ordinal);
        var created = 0;
        foreach (var (key, (outcome, orderId)) in _told.Placed)
        {
            var order = byKey.GetValueOrDefault(key);
            (order?.Id.ToString() ?? string.Empty).ShouldBe(orderId, $"{key} was told {outcome}");
            if (outcome == nameof(PlaceOrderOutcome.Created))
            {
                created++;
                order!.Status.ShouldBeOneOf(OrderStatus.Created, OrderStatus.Cancelled);
                (order.Status == OrderStatus.Created || LoadRequest.Parse(key).IsCancelled).ShouldBeTrue($"{key} was told Created");
            }
            else if (outcome == nameof(PlaceOrderOutcome.Declined))
            {
                order!.PaymentStatus.ShouldBe(PaymentStatus.Declined, key);
            }
        }

        created.ShouldBeGreaterThan(100);
        _told.Cancelled.ShouldNotBeEmpty();
        _told.Cancelled.ShouldAllBe(key => byKey[key].Status == OrderStatus.Cancelled);
        _told.Dispatched.ShouldNotBeEmpty();
        _told.Dispatched.ShouldAllBe(key => byKey[key].IsDispatched);
        orders.ShouldAllBe(static order => order.Status != OrderStatus.Pending);
    }

    private void ChargesShouldBeOneAnOrder(List<Order> orders)
    {
        var events = LedgerEvents.Read(_files);
        foreach (var order in orders)
        {
            if (order.Status == OrderStatus.Created)
            {
                events[order.Id].ShouldBe(["authorized", "captured"]);
            }
        }

        events.Count.ShouldBe(orders.Count);
    }

    private async Task StockShouldAddUpAsync(Shop shop, List<Order> orders)
    {
        var carts = (await shop.Store.AuditReservationsAsync(null, 100_000, CancellationToken.None))
            .Where(static cart => cart.Reservation.Status == ReservationStatus.Held).SelectMany(static cart => cart.Reservation.Lines).ToList();
        var received = _told.Unfinished.SelectMany(AllUpTo).Where(static request => request.IsStockReceived).ToList();
        for (var book = 0; book < Load.Books; book++)
        {
            var isbn = Shelf.Isbn(book);
            var lines = orders.SelectMany(order => order.Lines.Where(line => line.Isbn == isbn).Select(line => (Order: order, line.Quantity))).ToList();
            var shipped = lines.Where(static line => line.Order.IsDispatched).Sum(static line => line.Quantity);
            var held = lines.Where(static line => line.Order is { Status: OrderStatus.Created, IsDispatched: false }).Sum(static line => line.Quantity);
            var stock = await shop.Inventory.FindStockAsync(isbn);
            stock!.OnHand.ShouldBe(Load.OpeningStock(book) + received.Where(request => request.Book == book).Sum(static request => request.Quantity) - shipped);
            stock.Reserved.ShouldBe(held + carts.Where(line => line.Isbn == isbn).Sum(static line => line.Quantity));
        }
    }

    // What was on its way at the end has been sent again, so that all of a caller's requests have taken effect.
    private static IEnumerable<LoadRequest> AllUpTo(LoadRequest next)
    {
        for (var number = 0; number < next.Number; number++)
        {
            yield return next with { Number = number };
        }
    }
}
