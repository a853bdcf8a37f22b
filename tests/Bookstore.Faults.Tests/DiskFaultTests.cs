using Bookstore.Payments.Simulated;

namespace Bookstore.Faults;

/// <summary>The disk fails under the running sample host: strace lets its system calls fail.</summary>
public sealed class DiskFaultTests(ITestOutputHelper output)
{
    private const int Copies = 1_000_000;

    /// <summary>The host's files: the database, its write-ahead log, and the simulated gateway's ledger.</summary>
    private static readonly string[] Endings = ["bookstore.db", "bookstore.db-wal", "bookstore.payments"];

    [Needs(nameof(Tool.Strace), TakesLong = true)]
    public Task A_sync_of_the_log_that_fails_is_found_out_about_and_not_trusted() =>
        TryAsync("wal_syncs_failed", ["bookstore.db-wal"], "fdatasync,fsync:error=EIO:when=20+40");

    [Needs(nameof(Tool.Strace), TakesLong = true)]
    public Task A_sync_of_the_payment_ledger_that_fails_is_found_out_about_and_not_trusted() =>
        TryAsync("ledger_syncs_failed", ["bookstore.payments"], "fdatasync,fsync:error=EIO:when=20+40");

    [Needs(nameof(Tool.Strace), TakesLong = true)]
    public Task A_sync_of_the_payment_ledger_once_a_second_that_fails_is_found_out_about_and_not_trusted() =>
        TryAsync("ledger_syncs_once_a_second_failed", ["bookstore.payments"], LedgerSync.EverySecond, faults: 3, "fdatasync,fsync:error=EIO:when=1+2");

    [Needs(nameof(Tool.Strace))]
    public Task Any_sync_may_fail() =>
        TryAsync("syncs_failed", Endings, "fdatasync,fsync:error=EIO:when=7+11");

    [Needs(nameof(Tool.Strace), TakesLong = true)]
    public Task Any_write_may_find_the_disk_full() =>
        TryAsync("writes_without_space", Endings, "pwrite64,pwritev:error=ENOSPC:when=50+97", "ftruncate:error=EIO:when=2+2");

    private Task TryAsync(string figure, string[] files, params string[] injections) =>
        TryAsync(figure, files, LedgerSync.EachAnswer, Environs.IsLong ? 24 : 8, injections);

    // Faults come one after the other while customers buy; then the disk is well again.
    private async Task TryAsync(string figure, string[] files, LedgerSync sync, int faults, params string[] injections)
    {
        using var folder = new HostFolder();
        var log = Path.Combine(folder.Root, "strace.log");
        var buyers = new Buyers(8);
        await using var host = await HostProcess.StartAsync(folder, ("Bookstore__Payments__LedgerSync", sync.ToString()));
        await Shopping.ReceiveAsync(host, Shopping.Odyssey, Copies);
        using var stop = new CancellationTokenSource();
        var buying = buyers.BuyAsync(host, stop.Token);
        await buyers.ConfirmMoreAsync(50);
        await using var strace = await Strace.AttachAsync(host.Id, log, files.Select(file => Path.Combine(folder.Root, file)), injections);

        await Eventually.TrueAsync(() => strace.Injected >= faults, () => $"faults; there were {strace.Injected}: {host.Output}");
        using (var read = await host.Http.GetAsync("/api/books"))
        {
            read.StatusCode.ShouldBe(HttpStatusCode.OK, "reads go on");
        }

        await strace.DetachAsync();
        await buyers.ConfirmMoreAsync(50);
        await stop.CancelAsync();
        await buying;
        await buyers.FinishAsync(host);
        await buyers.CheckAsync(host, Shopping.OdysseyStock + Copies);
        (await host.StopAsync()).ShouldBe(0, host.Output);
        await Shopping.VerifyAsync(folder);

        var audit = SyncAudit.Of(strace.Lines());
        output.Report(figure, strace.Injected);
        output.Report("syncs_seen", audit.Syncs);
        output.Report("syncs_trusted_wrongly", audit.Findings.Count);
        audit.Syncs.ShouldBePositive();
        audit.Findings.ShouldBeEmpty();
    }
}
