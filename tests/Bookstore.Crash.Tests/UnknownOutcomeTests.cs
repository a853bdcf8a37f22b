using System.Collections.Concurrent;
using System.Globalization;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace Bookstore.Crash;

/// <summary>The store fails at random under load: no operation is applied twice, none is lost, and each caller gets the true answer.</summary>
public sealed class UnknownOutcomeTests(ITestOutputHelper output) : IDisposable
{
    private const int Callers = 32;
    private const int Seed = 4711;

    private static readonly Isbn Isbn = Shelf.Isbn(1);

    private readonly TemporaryFolder _folder = new();
    private FaultyStore _store = null!;

    [Theory]
    [InlineData("sqlite")]
    [InlineData("memory")]
    public async Task Stock_that_was_received_is_there_exactly_once(string store)
    {
        const int Receipts = 40;
        await using var shop = Open(store, maxBatchSize: 8);
        _store.IsCalm = true;
        await shop.Inventory.SaveBookAsync(BookOf(Isbn));
        _store.IsCalm = false;
        var answers = new ConcurrentDictionary<string, ChangeStockResult?>(StringComparer.Ordinal);

        await RunCallersAsync(async caller =>
        {
            for (var number = 0; number < Receipts; number++)
            {
                var reference = string.Create(CultureInfo.InvariantCulture, $"{caller}/{number}");
                answers[reference] = await ReceiveAsync(shop, Isbn, 1 + (number % 5), reference);
            }
        });

        answers.Count.ShouldBe(Callers * Receipts);
        var movements = (await MovementsAsync(shop, Isbn)).ToDictionary(static movement => movement.Reference!, StringComparer.Ordinal);
        foreach (var (reference, answer) in answers)
        {
            // An exception says that nothing was written; an answer is the one movement that was.
            movements.GetValueOrDefault(reference).ShouldBe(answer?.Movement, reference);
        }

        var stock = await shop.Inventory.FindStockAsync(Isbn);
        stock!.OnHand.ShouldBe(answers.Values.Sum(static answer => answer?.Movement?.OnHandChange ?? 0));
        stock.LastMovement.ShouldBe(movements.Count);
        await Promises.ShouldHoldAsync(shop, null);
        _store.Faults.Keys.ShouldBe(Enum.GetValues<StoreFault>(), ignoreOrder: true);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("memory")]
    public async Task Each_order_is_there_once_and_as_its_customer_was_told(string store)
    {
        const int OrdersOfCaller = 12;
        await using var shop = Open(store, maxBatchSize: 16);
        _store.IsCalm = true;
        await shop.StockAsync(Isbn, 100_000);
        _store.IsCalm = false;
        await shop.StartAsync();
        var answers = new ConcurrentDictionary<string, PlaceOrderResult?>(StringComparer.Ordinal);

        await RunCallersAsync(async caller =>
        {
            for (var number = 0; number < OrdersOfCaller; number++)
            {
                var key = string.Create(CultureInfo.InvariantCulture, $"{caller}/{number}");
                answers[key] = await PlaceAsync(shop, key);
            }
        });

        await shop.StopAsync();
        var told = (await Promises.OrdersAsync(shop)).ToDictionary(static record => record.Order.CustomerId, static record => record.Order, StringComparer.Ordinal);
        foreach (var (key, answer) in answers)
        {
            var order = told.GetValueOrDefault(key);
            (order?.Id).ShouldBe(answer?.Order?.Id, key);
            ShouldBeTrue(answer, order, key);
        }

        _store.IsCalm = true;
        shop.Time.Advance(TimeSpan.FromHours(1));
        await shop.FinishAsync();
        await Parallel.ForEachAsync(answers.Keys, async (key, _) => (await PlaceAsync(shop, key))!.Outcome.ShouldBe(PlaceOrderOutcome.Created));
        await shop.FinishAsync();

        var orders = await Promises.OrdersAsync(shop);
        orders.Select(static record => record.Order.CustomerId).ShouldBe(answers.Keys, ignoreOrder: true);
        orders.ShouldAllBe(static record => record.Order.PaymentStatus == PaymentStatus.Captured);
        (await shop.Inventory.FindStockAsync(Isbn))!.Reserved.ShouldBe(answers.Count);
        await Promises.ShouldHoldAsync(shop, store == "sqlite" ? new ShopFiles(_folder.Path("shop")) : null);
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("memory")]
    public async Task An_operation_that_the_store_refuses_fails_alone(string store)
    {
        var poison = Shelf.Isbn(2);
        await using var shop = Open(store, maxBatchSize: 512);
        _store.IsCalm = true;
        await shop.StockAsync(Isbn, 1);
        await shop.Inventory.SaveBookAsync(BookOf(poison));
        _store.Poison = poison;

        var good = new ConcurrentBag<ChangeStockResult?>();
        var bad = new ConcurrentBag<ChangeStockResult?>();
        await RunCallersAsync(async caller =>
        {
            for (var number = 0; number < 10; number++)
            {
                var isPoisoned = caller == 0;
                (isPoisoned ? bad : good).Add(await ReceiveAsync(shop, isPoisoned ? poison : Isbn, 1, "reference"));
            }
        });

        bad.Count.ShouldBe(10);
        bad.ShouldAllBe(static answer => answer == null);
        good.Count.ShouldBe((Callers - 1) * 10);
        good.ShouldAllBe(static answer => answer != null);
        (await shop.Inventory.FindStockAsync(Isbn))!.OnHand.ShouldBe(1 + good.Count);
        (await shop.Inventory.FindStockAsync(poison))!.OnHand.ShouldBe(0);
        await Promises.ShouldHoldAsync(shop, null);
    }

    public void Dispose()
    {
        var injected = _store.Faults.Where(static fault => fault.Key != StoreFault.None).Sum(static fault => fault.Value);
        output.WriteLine($"reliability: faults injected between the write path and its store={injected}");
        _folder.Dispose();
    }

    private static Task RunCallersAsync(Func<int, Task> call)
    {
        var running = new Task[Callers];
        for (var caller = 0; caller < Callers; caller++)
        {
            var number = caller;
            running[caller] = Task.Run(() => call(number));
        }

        return Task.WhenAll(running).WaitAsync(Environs.Patience);
    }

    private static Book BookOf(Isbn isbn) => new() { Isbn = isbn, Title = "Title", Author = "Author", Price = new Money(10m, "EUR") };

    private static async Task<ChangeStockResult?> ReceiveAsync(Shop shop, Isbn isbn, int quantity, string reference)
    {
        try
        {
            return await shop.Inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = quantity, Reason = "receipt", Reference = reference });
        }
        catch (BookstoreStoreException exception)
        {
            exception.IsOutcomeUnknown.ShouldBeFalse();
            return null;
        }
    }

    private static async Task<PlaceOrderResult?> PlaceAsync(Shop shop, string key)
    {
        try
        {
            return await shop.Workflow.PlaceAsync(new PlaceOrderRequest
            {
                CustomerId = key,
                Lines = [new PlaceOrderLine(Isbn, 1)],
                Payment = new PaymentToken(Cards.Good),
                IdempotencyKey = new IdempotencyKey("test", key),
            });
        }
        catch (BookstoreStoreException exception)
        {
            exception.IsOutcomeUnknown.ShouldBeFalse();
            return null;
        }
    }

    // An exception says that nothing was written; what was pending may have been brought on meanwhile.
    private static void ShouldBeTrue(PlaceOrderResult? answer, Order? order, string key)
    {
        if (answer is null)
        {
            order.ShouldBeNull(key);
        }
        else if (answer.Outcome == PlaceOrderOutcome.Created)
        {
            order!.Status.ShouldBe(OrderStatus.Created, key);
        }
        else
        {
            answer.Outcome.ShouldBe(PlaceOrderOutcome.Pending, key);
            order.ShouldNotBeNull(key);
        }
    }

    private static async Task<List<StockMovement>> MovementsAsync(Shop shop, Isbn isbn)
    {
        var movements = new List<StockMovement>();
        string? after = null;
        do
        {
            var page = await shop.Inventory.ListMovementsAsync(isbn, new PageRequest { Limit = Page.MaxLimit, After = after });
            movements.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);
        return movements;
    }

    private Shop Open(string store, int maxBatchSize)
    {
        var shop = new Shop(
            store == "sqlite" ? _folder.Shop("shop") : null,
            decorate: inner => _store = new FaultyStore(inner, Seed),
            configure: options => options.WritePath.MaxBatchSize = maxBatchSize);
        _ = shop.Store;
        return shop;
    }
}
