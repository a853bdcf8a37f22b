using System.Collections.Concurrent;
using System.Globalization;

namespace Bookstore.Crash;

/// <summary>Everybody at once: many callers for few copies of one book, and many callers with one key.</summary>
internal sealed class Rush(Shop shop, string process)
{
    public const int Book = 1;
    public const int SharedBook = 2;
    public const int Copies = 100;

    /// <summary>Each caller wants one copy. Tells each outcome.</summary>
    public async Task<IReadOnlyCollection<PlaceOrderOutcome>> BuyAsync(int callers, int atATime)
    {
        var outcomes = new ConcurrentBag<PlaceOrderOutcome>();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = atATime };
        await Parallel.ForAsync(0, callers, parallel, async (caller, _) =>
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{process}/{caller}");
            var placed = await PlaceAsync(Book, key);
            outcomes.Add(placed.Outcome);
        });
        return outcomes;
    }

    /// <summary>All callers send the same request with the same key. Tells each answer.</summary>
    public Task<PlaceOrderResult[]> BuyTogetherAsync(int callers)
    {
        var calls = new Task<PlaceOrderResult>[callers];
        for (var i = 0; i < callers; i++)
        {
            calls[i] = Task.Run(() => PlaceAsync(SharedBook, "shared"));
        }

        return Task.WhenAll(calls);
    }

    private Task<PlaceOrderResult> PlaceAsync(int book, string key) => shop.Workflow.PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = key,
        Lines = [new PlaceOrderLine(Shelf.Isbn(book), 1)],
        Payment = new PaymentToken(Cards.Good),
        IdempotencyKey = new IdempotencyKey("rush", key),
    });
}
