using System.Diagnostics;
using System.Globalization;
using Bookstore.Support;

namespace Bookstore.Faults;

/// <summary>The sample host under mixed load for a long time keeps its size.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int Copies = 1_000_000;
    private const int OrdersPerSecond = 50;
    private const double MostGrowth = 1.1;
    private const int WarmUpVisits = 50;
    private const int Visits = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(100);

    private static TimeSpan Duration => Environment.GetEnvironmentVariable("BOOKSTORE_SOAK_MINUTES") is { Length: > 0 } minutes
        ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
        : TimeSpan.FromMinutes(2);

    /// <remarks>
    /// Before the measured time the host is warmed up with as much load as it takes, for a quarter of that time and at most two minutes: code is compiled,
    /// buffers, pools and caches take their size. Then the load is steady. A slow machine takes longer, for as much load as that needs.
    /// </remarks>
    [LongFact]
    public async Task Memory_and_handles_of_the_second_half_are_those_of_the_first()
    {
        using var folder = new HostFolder();
        var buyers = new Buyers(8);
        var samples = new List<(long Memory, int Handles)>();
        var steps = 0;
        await using (var host = await HostProcess.StartAsync(folder))
        {
            await Shopping.ReceiveAsync(host, Shopping.Odyssey, Copies);
            await Shopping.ReceiveAsync(host, Shopping.Martian, Copies);
            await WarmUpAsync(host, buyers);
            var load = Task.Run(() => LoadAsync(host, () => Interlocked.Increment(ref steps), AtLeast(Duration, Visits)));
            while (!load.IsCompleted)
            {
                samples.Add(Sample(host.Id));
                await Task.Delay(BetweenSamples);
            }

            await load;
            await buyers.FinishAsync(host);
            (await host.StopAsync()).ShouldBe(0, host.Output);
        }

        await Shopping.VerifyAsync(folder);
        Report(samples, steps);
    }

    private void Report(List<(long Memory, int Handles)> samples, int steps)
    {
        var half = samples.Count / 2;
        var memory = Growth(samples, half, static sample => sample.Memory);
        var handles = Growth(samples, half, static sample => sample.Handles);
        output.Report("soak_seconds", Duration.TotalSeconds);
        output.Report("soak_requests", steps);
        output.Report("soak_memory_mib", samples.Average(static sample => sample.Memory) / 1_048_576);
        output.Report("soak_memory_growth", memory);
        output.Report("soak_handles_growth", handles);
        memory.ShouldBeLessThanOrEqualTo(MostGrowth);
        handles.ShouldBeLessThanOrEqualTo(MostGrowth);
    }

    private static double Growth(List<(long Memory, int Handles)> samples, int half, Func<(long Memory, int Handles), double> of) =>
        samples.Skip(half).Average(of) / samples.Take(half).Average(of);

    private static async Task WarmUpAsync(HostProcess host, Buyers buyers)
    {
        using var stop = new CancellationTokenSource();
        var buying = buyers.BuyAsync(host, stop.Token);
        await LoadAsync(host, static () => { }, AtLeast(TimeSpan.FromSeconds(Math.Min(120, Duration.TotalSeconds / 4)), WarmUpVisits));
        await stop.CancelAsync();
        await buying;
    }

    // Orders at a steady pace, each with what usually goes with it.
    private static async Task LoadAsync(HostProcess host, Action count, Func<int, bool> goesOn)
    {
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / OrdersPerSecond));
        for (var number = 0; goesOn(number); number++)
        {
            await VisitAsync(host, number, count);
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    // Whether the load goes on after so many visits.
    private static Func<int, bool> AtLeast(TimeSpan time, int visits)
    {
        var lasts = Stopwatch.StartNew();
        return number =>
        {
            lasts.Elapsed.ShouldBeLessThan(time + Patience, $"{number} visits of {visits}");
            return lasts.Elapsed < time || number < visits;
        };
    }

    private static async Task VisitAsync(HostProcess host, int number, Action count)
    {
        var book = number % 2 == 0 ? Shopping.Odyssey : Shopping.Martian;
        await GetAsync(host, $"/api/books/{book}", count);
        await GetAsync(host, "/api/books?q=odyssey", count);
        var order = await PostAsync(host, "/api/orders", Shopping.Order(book, card: number % 10 == 3 ? "4000000000000002" : "4111111111111111"), count);
        var path = $"/api/orders/{order["order_id"]!.GetValue<string>()}";
        await GetAsync(host, path, count);
        switch (number % 10)
        {
            case 5:
                await PostAsync(host, path + "/cancel", string.Empty, count);
                break;
            case 7:
                await PostAsync(host, "/api/delivery", $$"""{"order_id":"{{order["order_id"]}}","address":"1 Main Street"}""", count);
                break;
            case 9:
                await GetAsync(host, "/api/orders?limit=50", count);
                await PostAsync(host, "/api/orders", "{\"items\":", count);
                break;
        }
    }

    private static async Task GetAsync(HostProcess host, string path, Action count)
    {
        using var answer = await host.Http.GetAsync(path);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        await answer.Content.ReadAsByteArrayAsync();
        count();
    }

    private static async Task<JsonNode> PostAsync(HostProcess host, string path, string body, Action count)
    {
        using var answer = await host.PostAsync(path, body);
        ((int)answer.StatusCode).ShouldBeLessThan(500);
        count();
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    private static (long Memory, int Handles) Sample(int processId)
    {
        using var process = Process.GetProcessById(processId);
        return (process.WorkingSet64, Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length);
    }
}
