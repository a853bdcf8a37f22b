using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

/// <summary>Runs of audits that are stored: they are resumed where they stopped.</summary>
public sealed class AuditRunTests
{
    private static readonly Guid RunId = Guid.CreateVersion7();

    [Fact]
    public async Task RunAsync_sound_shop_is_stored_with_its_result()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceCapturedAsync(TestShop.Martian);
        (await shop.Audit.FindRunAsync(RunId)).ShouldBeNull();

        var run = await shop.Audit.RunAsync(RunId);

        var report = await shop.Audit.VerifyAsync();
        (run.RunId, run.Kind, run.Checked, run.Findings.Count, run.IsComplete).ShouldBe((RunId, AuditKind.Verification, report.Checked, 0, true));
        foreach (var again in (AuditProgress[])[(await shop.Audit.FindRunAsync(RunId))!, await shop.Audit.RunAsync(RunId)])
        {
            (again.RunId, again.Kind, again.Checked, again.Findings.Count, again.IsComplete).ShouldBe((RunId, AuditKind.Verification, report.Checked, 0, true));
        }

        (await shop.Audit.RunAsync(Guid.CreateVersion7(), AuditKind.Reconciliation)).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task RunAsync_stopped_between_two_steps_is_resumed_by_another_process()
    {
        var memory = new InMemoryStore();
        const int Books = 12_000;
        await FillAsync(memory, Books);
        using var stop = new CancellationTokenSource();
        await using (var first = await TestShop.OpenAsync(decorate: _ => new CommitWatchingStore(new SharedStore(memory), records => StopAfterAStep(records, stop))))
        {
            await Should.ThrowAsync<OperationCanceledException>(() => first.Audit.RunAsync(RunId, cancellationToken: stop.Token));
        }

        await using var second = await TestShop.OpenAsync(decorate: _ => new SharedStore(memory));
        var stopped = (await second.Audit.FindRunAsync(RunId))!;
        (stopped.Checked, stopped.IsComplete).ShouldBe((5_000, false));

        var run = await second.Audit.RunAsync(RunId);

        var report = await second.Audit.VerifyAsync();
        (run.IsComplete, run.Checked).ShouldBe((true, report.Checked));
        run.Findings.ShouldBe(report.Findings);
        run.Findings.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RunAsync_ended_run_is_removed_after_its_retention_and_its_id_starts_a_new_one()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Audit.RunAsync(RunId);
        shop.Time.Advance(TimeSpan.FromDays(89));
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(0);
        (await shop.Audit.FindRunAsync(RunId)).ShouldNotBeNull();

        shop.Time.Advance(TimeSpan.FromDays(2));

        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);
        (await shop.Audit.FindRunAsync(RunId)).ShouldBeNull();
        (await shop.Audit.RunAsync(RunId, AuditKind.Reconciliation)).Kind.ShouldBe(AuditKind.Reconciliation);
    }

    [Fact]
    public async Task RunAsync_many_runs_are_removed_up_to_a_thousand_a_round()
    {
        await using var shop = await TestShop.OpenAsync();
        for (var run = 0; run < 1_001; run++)
        {
            await shop.Audit.RunAsync(Guid.CreateVersion7());
        }

        shop.Time.Advance(TimeSpan.FromDays(91));

        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1_000);
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task RemoveDocument_run_got_a_further_step_meanwhile_is_kept()
    {
        var listed = AuditRuns.Documents.Write(RunId, new AuditRunBody(), null) with { DueAt = OneOrder.Now };
        var records = new WorkingSet();
        records.Documents.Load(listed.Id, listed with { DueAt = OneOrder.Later });

        (await records.DecideAsync(new RemoveDocument(listed))).ShouldBeFalse();
        records.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public async Task RunAsync_of_another_kind_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.Audit.RunAsync(RunId);

        await Should.ThrowAsync<ArgumentException>(() => shop.Audit.RunAsync(RunId, AuditKind.Reconciliation));
        await Should.ThrowAsync<ArgumentException>(() => shop.Audit.RunAsync(Guid.Empty));
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => shop.Audit.RunAsync(RunId, (AuditKind)3));
    }

    [Fact]
    public async Task Decide_step_of_a_slower_host_keeps_the_step_of_the_faster_one()
    {
        var begun = new AuditRunBody();
        var faster = begun.After(new AuditReport(5, [], "1:b"), OneOrder.Now);
        var records = new WorkingSet();
        records.Documents.Load(AuditRuns.Documents.IdOf(RunId), AuditRuns.Documents.Write(RunId, faster, null));

        var kept = await records.DecideAsync(new SaveAuditStep(RunId, begun.After(new AuditReport(3, [], "1:a"), OneOrder.Now), DateTimeOffset.MaxValue));

        (kept.Position, kept.Checked).ShouldBe(("1:b", 5));
        records.HasChanges.ShouldBeFalse();
    }

    // Levels without movements; one of them is wrong, in the first step.
    private static async Task FillAsync(InMemoryStore memory, int books)
    {
        var keys = new RecordKeys();
        for (var i = 0; i < books; i++)
        {
            keys.Stock.Add(Isbn.FromStored(9_780_000_000_000 + i));
        }

        await using var unit = await memory.OpenAsync(keys, default);
        foreach (var isbn in keys.Stock)
        {
            unit.Records.Stock.Put(isbn, StockLevel.Empty(isbn) with { OnHand = isbn.ToInt64() == 9_780_000_000_007 ? 1 : 0 });
        }

        await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, DateTimeOffset.UnixEpoch));
    }

    private static void StopAfterAStep(WorkingSet records, CancellationTokenSource stop)
    {
        if (records.Documents.HasChanges)
        {
            stop.Cancel();
        }
    }
}
