using System.Diagnostics;

namespace Bookstore.Faults;

/// <summary>The payment service, a process of its own, misbehaves in every way; its books are the witness.</summary>
public sealed class GatewayTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int Copies = 1_000_000;
    private const string Program = "Bookstore.Faults.Shop.dll";

    // The host waits a second for the service; the rest is for a busy machine. Whoever waited for the service itself would wait for ever.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(1);
    private static readonly string[] Modes = ["hang", "reset", "error", "garbage", "redirect", "flood", "die"];

    private readonly HostFolder _folder = new();
    private HostProcess _gateway = null!;
    private HostProcess _shop = null!;

    [Fact]
    public async Task No_misbehaviour_of_the_payment_service_charges_twice_or_for_nothing()
    {
        var buyers = new Buyers(4);
        await StockAsync();
        foreach (var (mode, after) in Modes.SelectMany(static mode => new[] { (mode, false), (mode, true) }))
        {
            await BehaveAsync(mode, after);
            await BuyOnceAsync(buyers, $"{mode}, {(after ? "after" : "before")} the payment");
            await ReviveAsync();
        }

        await buyers.FinishAsync(_shop);
        await buyers.CheckAsync(_shop, Copies);
        await Shopping.SettleAsync(_shop);
        (await _shop.StopAsync()).ShouldBe(0, _shop.Output);
        (await _gateway.StopAsync()).ShouldBe(0, _gateway.Output);
        await Shopping.VerifyAsync(_folder, static ledger => new LedgerOfHttpGateway(ledger));

        output.Report("gateway_misbehaviours", Modes.Length * 2);
        output.Report("gateway_orders", buyers.Confirmed.Count);
        buyers.Confirmed.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Captures_that_fail_are_tried_again_until_they_are_known()
    {
        var buyers = new Buyers(4);
        await StockAsync();
        foreach (var mode in Modes)
        {
            using var stop = new CancellationTokenSource();
            var buying = buyers.BuyAsync(_shop, stop.Token);
            await buyers.ConfirmMoreAsync(10);
            await BehaveAsync(mode, after: true);
            await stop.CancelAsync();
            await buying;
            await ReviveAsync();
        }

        await buyers.FinishAsync(_shop);
        await Shopping.SettleAsync(_shop);
        (await _shop.StopAsync()).ShouldBe(0, _shop.Output);
        (await _gateway.StopAsync()).ShouldBe(0, _gateway.Output);
        await Shopping.VerifyAsync(_folder, static ledger => new LedgerOfHttpGateway(ledger));
    }

    [Fact]
    public async Task On_SIGTERM_orders_that_wait_for_the_payment_service_are_answered_and_the_exit_code_is_0()
    {
        const int Waiting = 20;

        // With patience: all orders have to wait at a time, and a new host's first ones take a while on a busy machine.
        await _shop.DisposeAsync();
        _shop = await StartShopAsync(("GatewayTimeout", "00:02:00"));
        await StockAsync();
        await BehaveAsync("slow", after: true);
        var orders = Enumerable.Range(0, Waiting).Select(number => _shop.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey), $"late-{number}")).ToList();
        await Eventually.TrueAsync(async () => (await _gateway.GetAsync("/waiting")).GetValue<int>() == Waiting, () => "all orders to wait for the service");
        _shop.Terminate();
        await BehaveAsync("none", after: false);

        foreach (var answer in await Task.WhenAll(orders))
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.Created);
            answer.Dispose();
        }

        (await _shop.ExitCodeAsync()).ShouldBe(0, _shop.Output);
        output.Report("sigterm_requests_in_flight_answered", Waiting);
    }

    public async Task InitializeAsync()
    {
        _gateway = await StartGatewayAsync(new Uri("http://127.0.0.1:0"));
        _shop = await StartShopAsync();
    }

    public async Task DisposeAsync()
    {
        await _shop.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    public void Dispose() => _folder.Dispose();

    private Task<HostProcess> StartShopAsync(params (string Name, string Value)[] environment) =>
        HostProcess.StartAsync(_folder, new HostLaunch { Program = Program, Arguments = ["shop", _gateway.Address.ToString()], Environment = environment }.WithKey());

    private Task<HostProcess> StartGatewayAsync(Uri address) =>
        HostProcess.StartAsync(_folder, new HostLaunch { Program = Program, Arguments = ["gateway", _folder.LedgerPath], Url = address });

    // One order of each buyer; each gets a result in time, with every failure of the service.
    private async Task BuyOnceAsync(Buyers buyers, string what)
    {
        var clock = Stopwatch.StartNew();
        await buyers.BuyOnceAsync(_shop);
        clock.Elapsed.ShouldBeLessThan(AnswerLimit, what);
    }

    private async Task StockAsync()
    {
        using var saved = await _shop.Http.PutAsync(
            $"/api/books/{Shopping.Odyssey}", new StringContent("""{"title":"The Odyssey","author":"Homer","price":9.50}""", System.Text.Encoding.UTF8, "application/json"));
        saved.StatusCode.ShouldBe(HttpStatusCode.Created);
        await Shopping.ReceiveAsync(_shop, Shopping.Odyssey, Copies);
    }

    private async Task BehaveAsync(string mode, bool after)
    {
        try
        {
            using var answer = await _gateway.Http.PutAsync($"/behaviour?mode={mode}&after={after}", content: null);
            answer.EnsureSuccessStatusCode();
        }
        catch (HttpRequestException) when (mode == "die")
        {
            // A call of the shop's background work came in between: the service died before it could answer.
        }
    }

    private async Task ReviveAsync()
    {
        if (_gateway.HasExited || await IsDyingAsync())
        {
            var address = _gateway.Address;
            await _gateway.DisposeAsync();
            _gateway = await StartGatewayAsync(address);
        }
    }

    private async Task<bool> IsDyingAsync()
    {
        try
        {
            await BehaveAsync("none", after: false);
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
