using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>What the customers of one host do.</summary>
internal sealed class Customers(IServiceProvider services, Action<string> print)
{
    private const int AtATime = 32;

    private readonly IOrderWorkflow _workflow = services.GetRequiredService<IOrderWorkflow>();
    private readonly IInventoryService _inventory = services.GetRequiredService<IInventoryService>();

    /// <summary>Many customers want one copy of one title each.</summary>
    public Task BuyAsync(Isbn isbn, int customers) => Parallel.ForAsync(0, customers, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (customer, _) =>
        Tell(await InsistAsync(Order($"customer-{customer}", [new PlaceOrderLine(isbn, 1)]))));

    /// <summary>One customer sends the same order many times.</summary>
    public Task RepeatAsync(Isbn isbn, string key, int requests) => Parallel.ForAsync(0, requests, new ParallelOptions { MaxDegreeOfParallelism = AtATime }, async (_, _) =>
        Tell(await InsistAsync(Order("customer", [new PlaceOrderLine(isbn, 1)]) with { IdempotencyKey = new IdempotencyKey("shop", key) })));

    /// <summary>Customers order, give back and hold, and stock comes in, until the standard input ends.</summary>
    public async Task ShopAsync(int titles, int seed)
    {
        using var closing = new CancellationTokenSource();
        var shopping = Enumerable.Range(0, AtATime).Select(customer => Task.Run(() => ShopAsync(titles, new Random(seed + customer), closing.Token))).ToArray();
        await Console.In.ReadToEndAsync();
        await closing.CancelAsync();
        await Task.WhenAll(shopping);
    }

    private static PlaceOrderRequest Order(string customer, IReadOnlyList<PlaceOrderLine> lines) =>
        new() { CustomerId = customer, Lines = lines, Payment = new PaymentToken("4242424242424242") };

    private static Isbn Title(int number) =>
        Enumerable.Range(0, 10).Select(check => ((978_000_000_001L + number) * 10) + check).Where(value => Isbn.TryFromInt64(value, out _)).Select(Isbn.FromInt64).First();

    // A refusal for load says that nothing was written: the customer asks again.
    private async Task<PlaceOrderResult> InsistAsync(PlaceOrderRequest request)
    {
        while (true)
        {
            try
            {
                return await _workflow.PlaceAsync(request, CancellationToken.None);
            }
            catch (BookstoreStoreException refused) when (refused.IsTransient && !refused.IsOutcomeUnknown)
            {
                await Task.Yield();
            }
        }
    }

    private async Task ShopAsync(int titles, Random random, CancellationToken closing)
    {
        while (!closing.IsCancellationRequested)
        {
            try
            {
                await DoAsync(titles, random);
            }
            catch (BookstoreException refused)
            {
                print($"refused {refused.GetType().Name}");
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private async Task DoAsync(int titles, Random random)
    {
        // A quarter of all wishes is for one title.
        var isbn = Title(random.Next(4) == 0 ? 0 : random.Next(titles));
        switch (random.Next(10))
        {
            case 0:
                await _inventory.ReceiveStockAsync(new StockChange { Isbn = isbn, Quantity = random.Next(1, 20), Reason = "delivery" });
                break;
            case 1:
                await _inventory.HoldAsync(new HoldStockRequest { ReservationId = Guid.CreateVersion7(), Lines = [new ReservationLine(isbn, 1)], Duration = TimeSpan.FromSeconds(1) });
                break;
            case 2:
                var placed = await PlaceAsync(isbn, random);
                if (placed.Outcome == PlaceOrderOutcome.Created)
                {
                    await _workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id });
                }

                break;
            default:
                await PlaceAsync(isbn, random);
                break;
        }
    }

    private async Task<PlaceOrderResult> PlaceAsync(Isbn isbn, Random random)
    {
        var result = await _workflow.PlaceAsync(Order($"customer-{random.Next(100)}", [new PlaceOrderLine(isbn, random.Next(1, 4))]), CancellationToken.None);
        Tell(result);
        return result;
    }

    private void Tell(PlaceOrderResult result) => print($"{result.Outcome} {result.Order?.Id}");
}
