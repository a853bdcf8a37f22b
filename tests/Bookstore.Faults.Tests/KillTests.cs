namespace Bookstore.Faults;

/// <summary>The sample host is killed and told to end while it is loaded.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Connections = 16;
    private const int Copies = 1_000_000;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_however_often_the_host_is_killed()
    {
        var kills = Environs.IsLong ? 12 : 2;
        var random = new Random(20_27);
        using var folder = new HostFolder();
        var buyers = new Buyers(Connections);
        for (var kill = 0; kill < kills; kill++)
        {
            await using var host = await HostProcess.StartAsync(folder);
            if (kill == 0)
            {
                await Shopping.ReceiveAsync(host, Shopping.Odyssey, Copies);
            }

            var buying = buyers.BuyAsync(host, CancellationToken.None);
            await buyers.ConfirmMoreAsync(random.Next(50, 300));
            await host.KillAsync();
            await buying;
        }

        var acknowledged = buyers.Confirmed.Count;
        var unanswered = buyers.Unfinished.Count;
        unanswered.ShouldBeGreaterThan(0);
        await FinishAsync(folder, buyers);

        output.Report("kills_survived", kills);
        output.Report("kill_orders_acknowledged", acknowledged);
        output.Report("kill_orders_sent_again", unanswered);
    }

    [Fact]
    public async Task On_SIGTERM_under_load_the_host_ends_with_0_and_loses_nothing()
    {
        using var folder = new HostFolder();
        var buyers = new Buyers(Connections);
        await using (var host = await HostProcess.StartAsync(folder))
        {
            await Shopping.ReceiveAsync(host, Shopping.Odyssey, Copies);
            var buying = buyers.BuyAsync(host, CancellationToken.None);
            await buyers.ConfirmMoreAsync(100);
            (await host.StopAsync()).ShouldBe(0, host.Output);
            await buying;
            buyers.Refused.ShouldBe(0, "whoever is answered at all is answered well");
        }

        await FinishAsync(folder, buyers);
    }

    // What was not answered is sent again with its key: half of the time the first one had taken effect.
    private static async Task FinishAsync(HostFolder folder, Buyers buyers)
    {
        await using (var host = await HostProcess.StartAsync(folder))
        {
            await buyers.FinishAsync(host);
            await buyers.CheckAsync(host, Shopping.OdysseyStock + Copies);
            (await host.StopAsync()).ShouldBe(0, host.Output);
        }

        await Shopping.VerifyAsync(folder);
    }
}
