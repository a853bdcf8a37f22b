using Bookstore.Support;

namespace Bookstore.Samples;

/// <summary>The host is killed under load: what was acknowledged is there, and sending the rest again ends the story.</summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Connections = 16;
    private const int AnswersBeforeTheKill = 400;

    // Its sibling of the fault tests runs each time.
    [LongFact]
    public async Task Killed_under_16_connections_and_sent_again_there_is_one_order_a_key()
    {
        using var folder = new HostFolder();
        var buyers = new Buyers(Connections);
        await using (var host = await HostProcess.StartAsync(folder))
        {
            await Shopping.ReceiveAsync(host, Shopping.Odyssey, 1_000_000);
            var buying = buyers.BuyAsync(host, CancellationToken.None);
            await buyers.ConfirmMoreAsync(AnswersBeforeTheKill);
            await host.KillAsync();
            await buying;
        }

        buyers.Unfinished.ShouldNotBeEmpty();
        await using (var host = await HostProcess.StartAsync(folder))
        {
            output.WriteLine($"{buyers.Confirmed.Count} orders were acknowledged before the kill, {buyers.Unfinished.Count} were sent again");
            await buyers.FinishAsync(host);
            await buyers.CheckAsync(host, Shopping.OdysseyStock + 1_000_000);
            (await host.StopAsync()).ShouldBe(0, host.Output);
        }

        await Shopping.VerifyAsync(folder);
    }
}
