using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>Many customers at once, through the order workflow.</summary>
internal static class ByBookstore
{
    private const int CustomersAtATime = 2_048;

    public static async Task<double> PlaceAsync(string connectionString, int titles, TimeSpan time, int batches, int largest)
    {
        var services = new ServiceCollection();
        services
            .AddBookstore(options => options.WritePath.MaxBatchSize = largest)
            .UseSimulatedPayments()
            .UsePostgreSql(options =>
            {
                options.ConnectionString = connectionString;
                options.MaxOpenUnits = batches;
            });
        await using var provider = services.BuildServiceProvider();
        var workflow = provider.GetRequiredService<IOrderWorkflow>();
        await WarmUpAsync(workflow, titles);
        Console.WriteLine("warm");
        await Console.In.ReadToEndAsync();
        var started = Stopwatch.GetTimestamp();
        var orders = await Task.WhenAll(Enumerable.Range(0, CustomersAtATime).Select(customer => Task.Run(() => BuyAsync(workflow, titles, new Random(customer), started, time))));
        return orders.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // A host runs for days: what its first seconds spend on compiling is not what is measured.
    private static Task WarmUpAsync(IOrderWorkflow workflow, int titles) =>
        Parallel.ForAsync(0, 20_000, new ParallelOptions { MaxDegreeOfParallelism = 512 }, async (i, _) => await BuyAsync(workflow, Shelves.Isbns[i % titles]));

    private static async Task<int> BuyAsync(IOrderWorkflow workflow, int titles, Random random, long started, TimeSpan time)
    {
        var orders = 0;
        for (; Stopwatch.GetElapsedTime(started) < time; orders++)
        {
            await BuyAsync(workflow, Shelves.Isbns[random.Next(titles)]);
        }

        return orders;
    }

    private static async Task BuyAsync(IOrderWorkflow workflow, Isbn isbn)
    {
        var result = await workflow.PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "customer",
            Lines = [new PlaceOrderLine(isbn, 1)],
            Payment = new PaymentToken("4242424242424242"),
            IdempotencyKey = new IdempotencyKey("bench", Guid.NewGuid().ToString()),
        });
        if (result.Outcome is not (PlaceOrderOutcome.Created or PlaceOrderOutcome.Pending))
        {
            throw new InvalidOperationException($"An order ended as {result.Outcome}.");
        }
    }
}
