namespace Bookstore.Faults;

/// <summary>The wall clock of the running sample host jumps; libfaketime makes it.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private const int Copies = 1_000_000;
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(5);

    [Needs(nameof(Tool.Faketime))]
    public async Task Orders_and_keys_work_when_the_clock_is_set_back_and_beyond_the_time_that_keys_are_kept()
    {
        using var folder = new HostFolder();
        var clock = Path.Combine(folder.Root, "clock");
        await File.WriteAllTextAsync(clock, "+0");
        var buyers = new Buyers(8);
        await using (var host = await HostProcess.StartAsync(folder, FakeTime(clock).WithKey()))
        {
            await Shopping.ReceiveAsync(host, Shopping.Odyssey, Copies);
            using var stop = new CancellationTokenSource();
            var buying = buyers.BuyAsync(host, stop.Token);
            await buyers.ConfirmMoreAsync(50);
            var (key, order) = buyers.Confirmed.First();

            foreach (var (setting, shift) in new[] { ("-1h", TimeSpan.FromHours(-1)), ("+1d", TimeSpan.FromDays(1)), ("+3d", TimeSpan.FromDays(3)), ("-30d", TimeSpan.FromDays(-30)) })
            {
                await File.WriteAllTextAsync(clock, setting);
                await Eventually.TrueAsync(async () => await IsShiftedAsync(host, shift), () => $"the clock to be at {setting}");
                await buyers.ConfirmMoreAsync(50);
                using var again = await host.PostAsync("/api/orders", Shopping.Order(Shopping.Odyssey, customer: key), key);
                again.StatusCode.ShouldBe(HttpStatusCode.Created);
                JsonNode.Parse(await again.Content.ReadAsStringAsync())!["order_id"]!.GetValue<string>().ShouldBe(order, "the key still stands for its order");
            }

            await stop.CancelAsync();
            await buying;
            await buyers.FinishAsync(host);
            await Shopping.SettleAsync(host);

            await buyers.CheckAsync(host, Shopping.OdysseyStock + Copies);
            (await host.StopAsync()).ShouldBe(0, host.Output);
        }

        await Shopping.VerifyAsync(folder);
        output.Report("clock_jumps", 4);
        output.Report("clock_orders_confirmed", buyers.Confirmed.Count);
    }

    // The timers stay true, as they do when a real clock is set.
    private static HostLaunch FakeTime(string clock) => new()
    {
        Environment =
        [
            ("LD_PRELOAD", Tool.Faketime.Require()),
            ("FAKETIME_TIMESTAMP_FILE", clock),
            ("FAKETIME_NO_CACHE", "1"),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ],
    };

    // Every answer says what time it is for the host.
    private static async Task<bool> IsShiftedAsync(HostProcess host, TimeSpan shift)
    {
        using var answer = await host.Http.GetAsync("/api/books");
        return answer.Headers.Date is { } date && (date - (DateTimeOffset.UtcNow + shift)).Duration() < Slack;
    }
}
