using System.Diagnostics;

namespace Bookstore.Bench;

/// <summary>Callers that order one copy after the other, each waiting for its answer, until the time is over.</summary>
internal sealed class Customers(IOrderWorkflow workflow, CellOptions options)
{
    private readonly Isbn[] _titles = Shelves.Of(options.Load);
    private long _placed;
    private long _refused;

    public Latencies Answers { get; } = new();

    public Latencies Refusals { get; } = new();

    public long Placed => Volatile.Read(ref _placed);

    public long Refused => Volatile.Read(ref _refused);

    public async Task BuyAsync(TimeSpan time)
    {
        var end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        var callers = new Task[options.Callers];
        for (var i = 0; i < callers.Length; i++)
        {
            var number = i;
            callers[i] = Task.Run(() => CallAsync(number, end));
        }

        await Task.WhenAll(callers);
    }

    private async Task CallAsync(int number, long end)
    {
        var random = new Random(number);
        var customer = $"customer-{number}";
        var pace = options.Rate is { } rate ? TimeSpan.FromSeconds((double)options.Callers / rate) : TimeSpan.Zero;
        var began = Stopwatch.GetTimestamp();
        for (var order = 0; Stopwatch.GetTimestamp() < end; order++)
        {
            // By the time since the beginning: one that was late is made up for.
            var early = (order * pace) + (pace * ((double)number / options.Callers)) - Stopwatch.GetElapsedTime(began);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early);
            }

            if (!await TryBuyAsync(customer, _titles[random.Next(_titles.Length)]))
            {
                // As the message says: again in a second, and not all at the same moment.
                await Task.Delay(TimeSpan.FromMilliseconds(random.Next(500, 1_500)));
            }
        }
    }

    // Refused for load is the one outcome after which a caller holds back.
    private async Task<bool> TryBuyAsync(string customer, Isbn isbn)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var result = await workflow.PlaceAsync(new PlaceOrderRequest
            {
                CustomerId = customer,
                Lines = [new PlaceOrderLine(isbn, 1)],
                Payment = new PaymentToken("4242424242424242"),
            });
            Count(result.Outcome, started);
            return true;
        }
        catch (BookstoreOverloadedException)
        {
            Refusals.Record(started);
            Interlocked.Increment(ref _refused);
            return false;
        }
    }

    private void Count(PlaceOrderOutcome outcome, long started)
    {
        switch (outcome)
        {
            case PlaceOrderOutcome.Created:
                Answers.Record(started);
                Interlocked.Increment(ref _placed);
                break;
            case PlaceOrderOutcome.InsufficientStock:
                Refusals.Record(started);
                Interlocked.Increment(ref _refused);
                break;
            default:
                throw new InvalidOperationException($"An order ended as {outcome}.");
        }
    }
}
