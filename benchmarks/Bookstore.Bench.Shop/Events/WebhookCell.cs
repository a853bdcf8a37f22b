using System.Diagnostics;

namespace Bookstore.Bench.Events;

/// <summary>How many webhooks are delivered: the events of the shelves to ten endpoints, and to nine beside one whose receiver takes ten seconds for each, which does not count.</summary>
internal static class WebhookCell
{
    private const int Endpoints = 10;

    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    public static async Task<CellResult> RunAsync(CellOptions options, string folder)
    {
        var receivers = Enumerable.Range(0, Endpoints).Select(number => new Receiver(options.Load == "webhooks-slow" && number == 0 ? Slow : TimeSpan.Zero)).ToArray();
        await using var shop = ShopHost.Build(options, folder);
        try
        {
            await shop.StartAsync();
            await Shelves.FillAsync(shop.Get<IInventoryService>());
            return await MeasureAsync(options, shop.Get<IWebhookService>(), receivers);
        }
        finally
        {
            foreach (var receiver in receivers)
            {
                await receiver.DisposeAsync();
            }
        }
    }

    private static async Task<CellResult> MeasureAsync(CellOptions options, IWebhookService webhooks, Receiver[] receivers)
    {
        var endpoints = new List<(Guid Id, Receiver Receiver)>();
        foreach (var receiver in receivers)
        {
            var created = await webhooks.CreateAsync(new WebhookSettings { Url = receiver.Url });
            endpoints.Add((created.Endpoint?.Id ?? throw new InvalidOperationException($"No endpoint was created: {created.Outcome} {created.Problem}"), receiver));
        }

        var counted = options.Load == "webhooks-slow" ? endpoints[1..] : endpoints;
        var until = endpoints.ToDictionary(static endpoint => endpoint.Id, static _ => 0L);
        await DeliverAsync(webhooks, endpoints, counted, until, options.Warmup);
        var first = counted.Sum(static endpoint => endpoint.Receiver.Received);
        var before = Spent.Now();
        var seconds = await DeliverAsync(webhooks, endpoints, counted, until, options.Time);
        var after = Spent.Now();
        var delivered = counted.Sum(static endpoint => endpoint.Receiver.Received) - first;
        return new CellResult
        {
            Store = options.Store,
            Load = options.Load,
            Callers = counted.Count,
            Orders = delivered,
            Seconds = seconds,
            PerSecond = delivered / seconds,
            CpuMicrosPerOrder = after.MicrosecondsSince(before) / Math.Max(1, delivered),
            ResidentMb = Spent.PeakResidentMegabytes(),
        };
    }

    // An endpoint that has got all events gets them again. The seconds are those in which they were delivered: a replay begins with the next round of the background work, and that wait says nothing of the rate.
    private static async Task<double> DeliverAsync(
        IWebhookService webhooks, List<(Guid Id, Receiver Receiver)> endpoints, List<(Guid Id, Receiver Receiver)> counted, Dictionary<Guid, long> until, TimeSpan time)
    {
        const int All = (2 * Shelves.Titles) + 1;
        var (began, looked, delivering) = (Stopwatch.GetTimestamp(), Stopwatch.GetTimestamp(), TimeSpan.Zero);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            foreach (var (id, receiver) in endpoints.Where(endpoint => endpoint.Receiver.Received >= until[endpoint.Id]))
            {
                until[id] = receiver.Received + All;
                await webhooks.ReplayAsync(id, new WebhookReplay { After = 0 });
            }

            await Task.Delay(Look);
            var now = Stopwatch.GetTimestamp();
            delivering += counted.Exists(endpoint => endpoint.Receiver.Received > until[endpoint.Id] - All) ? Stopwatch.GetElapsedTime(looked, now) : TimeSpan.Zero;
            looked = now;
        }

        return delivering.TotalSeconds;
    }
}
