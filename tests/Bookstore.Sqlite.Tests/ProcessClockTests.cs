using Bookstore.Support;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>Shops in several processes on one file, or one after the other, whose clocks show different times. The machine's monotonic clock is the test's.</summary>
public sealed class ProcessClockTests : IAsyncLifetime
{
    private static readonly Isbn Book = Samples.Isbn(1);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(3);

    private readonly TestDatabase _database = new();
    private readonly ScriptedPaymentGateway _gateway = new();
    private readonly SteppedTime _machine = new(Samples.Noon);
    private readonly List<Process> _processes = [];

    /// <summary>How far the one clock is off: the other is right.</summary>
    public static TheoryData<TimeSpan> Off => [TimeSpan.FromMinutes(10), -TimeSpan.FromMinutes(10), TimeSpan.FromDays(64 * 365), -TimeSpan.FromDays(10 * 365)];

    [Theory]
    [MemberData(nameof(Off))]
    public async Task Place_two_processes_in_turn_each_order_is_the_newest_of_its_customer(TimeSpan off)
    {
        var right = await StartAsync();
        var wrong = await StartAsync(off);

        var placed = new List<Guid>();
        for (var i = 0; i < 40; i++)
        {
            placed.Add(await PlaceAsync(i % 3 == 0 ? wrong : right));
        }

        // An id that is not the newest is linked in behind all newer ones, one step for each.
        placed.ShouldBe(placed.Order());
    }

    [Theory]
    [MemberData(nameof(Off))]
    public async Task Place_after_a_restart_with_another_clock_each_order_is_the_newest_of_its_customer(TimeSpan off)
    {
        var placed = new List<Guid>();
        foreach (var shift in (TimeSpan[])[TimeSpan.Zero, off, TimeSpan.Zero])
        {
            await using var process = await StartAsync(shift);
            placed.Add(await PlaceAsync(process));
            placed.Add(await PlaceAsync(process));
        }

        placed.ShouldBe(placed.Order());
    }

    [Fact]
    public async Task Place_file_whose_first_host_started_in_another_century_each_order_is_the_newest_of_its_customer()
    {
        var placed = new List<Guid>();
        await using (var process = await StartAsync(TimeSpan.FromDays(64 * 365)))
        {
            placed.Add(await PlaceAsync(process));
        }

        var (first, second) = (await StartAsync(), await StartAsync());
        for (var i = 0; i < 10; i++)
        {
            placed.Add(await PlaceAsync(i % 2 == 0 ? first : second));
        }

        placed.ShouldBe(placed.Order());
    }

    [Theory]
    [MemberData(nameof(Off))]
    public async Task RunOnceAsync_key_as_old_as_its_retention_is_removed_and_not_before(TimeSpan off)
    {
        var process = await StartAsync(off);
        await process.PlaceAsync("key");
        await process.Settlement.RunOnceAsync();
        await RestartAsync(process, TimeSpan.Zero, TimeSpan.FromHours(47));
        _processes[^1].Clock.Off = off;

        (await _processes[^1].Housekeeping.RunOnceAsync()).ShouldBe(0);
        _machine.Advance(TimeSpan.FromHours(49));
        (await _processes[^1].Housekeeping.RunOnceAsync()).ShouldBe(1, "a clock that is behind keeps no key for ever");
    }

    [Fact]
    public async Task RunOnceAsync_process_that_waited_for_minutes_leaves_the_orders_of_one_that_has_just_started_alone()
    {
        var waiting = await StartAsync();
        await PlaceAsync(waiting);
        _machine.Advance(TimeSpan.FromMinutes(8));
        var asked = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _gateway.OnAuthorize = async (_, inner) =>
        {
            asked.SetResult();
            await release.Task;
            return await inner();
        };
        var started = await StartAsync();
        var placing = started.PlaceAsync(null);
        await asked.Task;

        (await waiting.Recovery.RunOnceAsync()).ShouldBe(0);
        release.SetResult();

        (await placing).Outcome.ShouldBe(PlaceOrderOutcome.Created);
        _gateway.Calls.ShouldNotContain(static call => call.Operation == GatewayOperation.Find);
    }

    [Fact]
    public async Task RunOnceAsync_process_died_another_recovers_its_order_when_its_lease_is_over()
    {
        var hangs = new TaskCompletionSource<AuthorizeResult>();
        var asked = new TaskCompletionSource();
        var dies = await StartAsync();
        var lives = await StartAsync(TimeSpan.FromDays(-1));
        await lives.Recovery.RunOnceAsync();
        _gateway.OnAuthorize = async (_, inner) =>
        {
            await inner();
            asked.SetResult();
            return await hangs.Task;
        };
        var placing = dies.PlaceAsync(null);
        await asked.Task;

        (await lives.Recovery.RunOnceAsync()).ShouldBe(0);
        _machine.Advance(TimeSpan.FromSeconds(11));
        (await lives.Recovery.RunOnceAsync()).ShouldBe(1);

        hangs.SetResult(AuthorizeResult.Unknown);
        (await placing).Order!.Status.ShouldBe(OrderStatus.Created);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        await _database.DisposeAsync();
    }

    private async Task<Process> StartAsync(TimeSpan off = default)
    {
        _machine.Advance(Moment);
        var process = new Process(_database.Path, _gateway, new WrongClock(_machine, off));
        _processes.Add(process);
        await process.Inventory.SaveBookAsync(Samples.Book(Book));
        await process.Inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = 1_000, Reason = "clocks" });
        return process;
    }

    // A process that is open goes on as time passes, and stands still while it is not.
    private async Task RestartAsync(Process process, TimeSpan off, TimeSpan openFor)
    {
        _machine.Advance(openFor / 2);
        await process.Settlement.RunOnceAsync();
        await process.Inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = 1, Reason = "clocks" });
        await process.DisposeAsync();
        _machine.Advance(TimeSpan.FromDays(30));
        await StartAsync(off);
        _machine.Advance(openFor / 2);
    }

    private async Task<Guid> PlaceAsync(Process process)
    {
        // More than the millisecond that an id tells.
        _machine.Advance(Moment);
        await process.Recovery.RunOnceAsync();
        return (await process.PlaceAsync(null)).Order!.Id;
    }

    private sealed class Process : IAsyncDisposable
    {
        private readonly ServiceProvider _services;

        public Process(string path, IPaymentGateway gateway, WrongClock clock)
        {
            Clock = clock;
            var services = new ServiceCollection();
            services.AddSingleton<TimeProvider>(clock);
            services.AddSingleton(gateway);
            services.AddBookstore().UseSqlite($"Data Source={path}");
            _services = services.BuildServiceProvider();
        }

        public WrongClock Clock { get; }

        public IInventoryService Inventory => _services.GetRequiredService<IInventoryService>();

        public OrderRecovery Recovery => _services.GetRequiredService<OrderRecovery>();

        public PaymentSettlement Settlement => _services.GetRequiredService<PaymentSettlement>();

        public Housekeeping Housekeeping => _services.GetRequiredService<Housekeeping>();

        public Task<PlaceOrderResult> PlaceAsync(string? key) => _services.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "guest",
            Lines = [new PlaceOrderLine(Book, 1)],
            Payment = new PaymentToken(TestCards.Approved),
            IdempotencyKey = key is null ? null : new IdempotencyKey("clocks", key),
        });

        public ValueTask DisposeAsync() => _services.DisposeAsync();
    }
}
