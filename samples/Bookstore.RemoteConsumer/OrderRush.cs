using System.Collections.Concurrent;
using Bookstore.Client;
using Bookstore.Contracts;
using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>Places orders, several at a time, some of them with a card that is declined.</summary>
internal sealed class OrderRush(BookstoreClient client, ConsumerOptions options, IReadOnlyList<string> isbns)
{
    private const string GoodCard = "4242424242424242";
    private const string DeclinedCard = "4000000000000002";
    private const int DeclinedEvery = 20;

    private readonly ConcurrentDictionary<OrderPlacementOutcome, int> _outcomes = new();
    private readonly ConcurrentQueue<string> _created = new();

    public async Task<RushResult> RunAsync(CancellationToken cancellationToken)
    {
        var orders = isbns.Count == 0 ? 0 : options.Orders;
        await AnsiConsole.Progress().StartAsync(async progress =>
        {
            var bar = progress.AddTask("Placing orders", maxValue: Math.Max(1, orders));
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(Enumerable.Range(0, orders), parallel, async (number, token) =>
            {
                await PlaceAsync(number, token);
                bar.Increment(1);
            });
        });
        return new RushResult(new SortedDictionary<OrderPlacementOutcome, int>(_outcomes), _created.TryPeek(out var first) ? first : null);
    }

    private async Task PlaceAsync(int number, CancellationToken cancellationToken)
    {
        var placement = await client.PlaceOrderAsync(
            new PlaceOrderBody
            {
                CustomerId = $"remote-{number % 50}",
                Items = [new PlaceOrderItem { Isbn = isbns[number * 7 % isbns.Count], Quantity = 1 + (number % 3) }],
                Payment = new PaymentBody { CardNumber = number % DeclinedEvery == DeclinedEvery - 1 ? DeclinedCard : GoodCard },
            },
            cancellationToken: cancellationToken);
        _outcomes.AddOrUpdate(placement.Outcome, 1, static (_, count) => count + 1);
        if (placement.Outcome == OrderPlacementOutcome.Created)
        {
            _created.Enqueue(placement.OrderId!);
        }
    }
}

/// <summary>What came of it: how many orders ended in which way, and the first that was confirmed.</summary>
internal sealed record RushResult(IReadOnlyDictionary<OrderPlacementOutcome, int> Outcomes, string? FirstCreated)
{
    public int Placed => Outcomes.Values.Sum();

    public int Created => Outcomes.GetValueOrDefault(OrderPlacementOutcome.Created);
}
