using System.Diagnostics;
using System.Text.RegularExpressions;
using Bookstore.Support;

namespace Bookstore.Faults;

/// <summary>The disk fills up under the running sample host, and is emptied again.</summary>
public sealed partial class FullDiskTests(ITestOutputHelper output)
{
    private const int Copies = 1_000_000;
    private const int Refusals = 8;

    // Ignored, so that a write beyond the limit fails instead of ending the process.
    private static readonly string[] IgnoringFileSizeSignal = ["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"];

    [LongFact]
    public async Task Orders_on_a_full_disk_are_refused_and_continue_when_there_is_space()
    {
        using var folder = new HostFolder();
        using var disk = SmallDisk.MountIfAllowed(folder.Root);
        if (disk is null)
        {
            output.WriteLine("not root: the disk is not filled; a limit on the size of files stands in for it");
            await TryLimitAsync(folder);
            return;
        }

        await TryAsync(folder, new HostLaunch(), _ => disk.Fill(), IsRefusedAsync, disk.Free);
    }

    [Needs(nameof(Tool.Prlimit))]
    public async Task Orders_beyond_a_limit_on_file_sizes_are_refused_and_continue_without_it()
    {
        using var folder = new HostFolder();
        await TryLimitAsync(folder);
    }

    private Task TryLimitAsync(HostFolder folder)
    {
        var id = 0;
        return TryAsync(
            folder,
            new HostLaunch { Launcher = IgnoringFileSizeSignal },
            host => Limit(id = host.Id, $"{new FileInfo(folder.DatabasePath + "-wal").Length + 65_536}"),
            FailsAsync,
            () => Limit(id, "unlimited"));
    }

    private async Task TryAsync(HostFolder folder, HostLaunch launch, Action<HostProcess> fill, Func<HostProcess, Buyers, Task> isFullAsync, Action free)
    {
        var buyers = new Buyers(8);
        await using (var host = await HostProcess.StartAsync(folder, launch.WithKey()))
        {
            await Shopping.ReceiveAsync(host, Shopping.Odyssey, Copies);
            using var stop = new CancellationTokenSource();
            var buying = buyers.BuyAsync(host, stop.Token);
            await buyers.ConfirmMoreAsync(50);
            fill(host);
            await isFullAsync(host, buyers);
            await ReadsGoOnAsync(host, buyers);

            free();
            await buyers.ConfirmMoreAsync(100);
            await stop.CancelAsync();
            await buying;
            await buyers.FinishAsync(host);
            await buyers.CheckAsync(host, Shopping.OdysseyStock + Copies);
            (await host.StopAsync()).ShouldBe(0, host.Output);
            Fault().IsMatch(host.Output).ShouldBeTrue("the log says what is wrong");
        }

        await Shopping.VerifyAsync(folder);
        output.Report("full_disk_orders_confirmed", buyers.Confirmed.Count);
        output.Report("full_disk_refusals", buyers.Refused);
    }

    // Tried again for a while, and then told that nothing was written. The payments' ledger may meet the full disk first: the store's log
    // has room until it has to grow, and meanwhile orders are answered as pending.
    private static Task IsRefusedAsync(HostProcess host, Buyers buyers) =>
        Eventually.TrueAsync(() => buyers.Refused >= Refusals && Fault().IsMatch(host.Output), () => $"orders to be refused by a full store; {buyers.Refused} were refused");

    // Kept waiting until it is known whether they took effect.
    private static Task FailsAsync(HostProcess host, Buyers buyers) =>
        Eventually.TrueAsync(() => Fault().IsMatch(host.Output), () => $"a write to fail; {buyers.Confirmed.Count} orders were confirmed");

    [GeneratedRegex("is full|disk I/O error", RegexOptions.None, 1_000)]
    private static partial Regex Fault();

    private static async Task ReadsGoOnAsync(HostProcess host, Buyers buyers)
    {
        using var client = host.NewClient();
        client.Timeout = TimeSpan.FromMinutes(1);
        using var books = await client.GetAsync("/api/books");
        books.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var order = await client.GetAsync($"/api/orders/{buyers.Confirmed.First().Value}");
        order.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static void Limit(int process, string size)
    {
        using var prlimit = Process.Start(Tool.Prlimit.Require(), ["--pid", $"{process}", $"--fsize={size}:unlimited"]);
        prlimit.WaitForExit(60_000).ShouldBeTrue();
        prlimit.ExitCode.ShouldBe(0);
    }
}
