using Bookstore.Storage;
using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Audit;

/// <summary>Audits that are started and run in the background.</summary>
public sealed class StartedAuditTests
{
    [Fact]
    public async Task StartAsync_runs_in_the_background_and_one_of_a_kind_is_under_way()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceCapturedAsync(TestShop.Martian);

        var started = await shop.Audit.StartAsync();

        (started.Status, started.Kind, started.Checked, started.PartsDone, started.Parts).ShouldBe((AuditRunStatus.Running, AuditKind.Verification, 0, 0, 7));
        (started.StartedAt, started.UpdatedAt).ShouldBe((shop.Time.GetUtcNow(), shop.Time.GetUtcNow()));
        (await shop.Audit.StartAsync()).RunId.ShouldBe(started.RunId);
        var other = await shop.Audit.StartAsync(AuditKind.Reconciliation);
        other.RunId.ShouldNotBe(started.RunId);

        (await shop.Maintenance.RunOnceAsync()).AuditStepsDone.ShouldBe(2);

        var ended = (await shop.Audit.FindRunAsync(started.RunId))!;
        var report = await shop.Audit.VerifyAsync();
        (ended.Status, ended.IsComplete, ended.Checked, ended.PartsDone).ShouldBe((AuditRunStatus.Completed, true, report.Checked, 7));
        (await shop.Audit.FindRunAsync(other.RunId))!.Status.ShouldBe(AuditRunStatus.Completed);
        (await shop.Maintenance.RunOnceAsync()).AuditStepsDone.ShouldBe(0);
        (await shop.Audit.StartAsync()).RunId.ShouldNotBe(started.RunId);
    }

    [Fact]
    public async Task StartAsync_names_who_started_the_audit_in_the_feed_once()
    {
        await using var shop = await TestShop.OpenAsync();
        using var acting = Actor.Use(new Actor("back-office", "user-17"));
        var started = await shop.Audit.StartAsync(AuditKind.Reconciliation);
        await shop.Audit.StartAsync(AuditKind.Reconciliation);
        await shop.Maintenance.RunOnceAsync();

        var happened = (await shop.Events.ReadPageAsync(new EventQuery { Types = ["audit.*"] })).Events.ShouldHaveSingleItem();

        (happened.Type, happened.Resource, happened.Sequence).ShouldBe((EventTypes.AuditStarted, $"audits/{started.RunId}", 1));
        System.Text.Encoding.UTF8.GetString(happened.Data.Span).ShouldBe($$$"""{"audit_id":"{{{started.RunId}}}","kind":"reconcile","actor":{"client":"back-office","sub":"user-17"}}""");
        happened.Id.Version.ShouldBe(7);
    }

    [Fact]
    public async Task ListRunsAsync_returns_the_newest_first_page_by_page()
    {
        await using var shop = await TestShop.OpenAsync();
        var first = await shop.Audit.StartAsync();
        var second = await shop.Audit.StartAsync(AuditKind.Reconciliation);
        await shop.Maintenance.RunOnceAsync();
        var third = await shop.Audit.StartAsync();

        var page = await shop.Audit.ListRunsAsync(new PageRequest { Limit = 2 });
        var rest = await shop.Audit.ListRunsAsync(new PageRequest { Limit = 2, After = page.Next });

        page.Items.Select(static run => (run.RunId, run.Status)).ShouldBe([(third.RunId, AuditRunStatus.Running), (second.RunId, AuditRunStatus.Completed)]);
        rest.Items.ShouldHaveSingleItem().RunId.ShouldBe(first.RunId);
        rest.Next.ShouldBeNull();
        await Should.ThrowAsync<InvalidCursorException>(() => shop.Audit.ListRunsAsync(new PageRequest { After = "nonsense" }).AsTask());
    }

    [Fact]
    public async Task StartAsync_of_no_kind_is_refused()
    {
        await using var shop = await TestShop.OpenAsync();

        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => shop.Audit.StartAsync((AuditKind)3));
    }

    [Fact]
    public async Task Killed_in_the_middle_is_resumed_by_another_host_when_the_lease_is_over()
    {
        var memory = new InMemoryStore();
        await FillAsync(memory, 12_000);
        using var kill = new CancellationTokenSource();
        Guid runId;
        await using (var first = await TestShop.OpenAsync(decorate: _ => new CommitWatchingStore(new SharedStore(memory), records => KillAfterAStep(records, kill))))
        {
            runId = (await first.Audit.StartAsync()).RunId;
            await Should.ThrowAsync<OperationCanceledException>(() => first.Audits.RunOnceAsync(kill.Token));
        }

        await using var second = await TestShop.OpenAsync(decorate: _ => new SharedStore(memory));
        (await second.Audit.FindRunAsync(runId))!.Checked.ShouldBe(5_000);
        (await second.Audits.RunOnceAsync(default)).ShouldBe(0, "the first host still has the lease");

        second.Time.Advance(TimeSpan.FromMinutes(3));
        (await second.Audits.RunOnceAsync(default)).ShouldBe(2);

        var run = (await second.Audit.FindRunAsync(runId))!;
        var report = await second.Audit.VerifyAsync();
        (run.Status, run.Checked).ShouldBe((AuditRunStatus.Completed, report.Checked));
        run.Findings.ShouldBe(report.Findings);
        run.Findings.ShouldHaveSingleItem().Code.ShouldBe("stock_level_mismatch");
    }

    [Fact]
    public async Task A_slice_ends_after_ten_seconds_and_the_host_continues_under_its_lease()
    {
        var memory = new InMemoryStore();
        await FillAsync(memory, 12_000);
        TestShop? shop = null;
        await using var host = shop = await TestShop.OpenAsync(decorate: _ => new CommitWatchingStore(memory, records => Wait(shop, records)));
        await shop.Audit.StartAsync();

        var steps = new List<int>();
        for (var round = 0; round < 4; round++)
        {
            steps.Add(await shop.Audits.RunOnceAsync(default));
        }

        steps.ShouldBe([1, 1, 1, 0]);
    }

    [Fact]
    public async Task Steps_that_fail_are_repeated_after_growing_pauses_and_given_up_after_twenty()
    {
        await using var shop = await TestShop.OpenAsync();
        await shop.PlaceCapturedAsync(TestShop.Martian);
        shop.Gateway.OnList = static _ => throw new InvalidOperationException("card 4111");
        var started = await shop.Audit.StartAsync(AuditKind.Reconciliation);

        for (var attempt = 1; attempt < 20; attempt++)
        {
            (await shop.Audits.RunOnceAsync(default)).ShouldBe(0);
            (await shop.Audits.RunOnceAsync(default)).ShouldBe(0);
            (await shop.Audit.FindRunAsync(started.RunId))!.Status.ShouldBe(AuditRunStatus.Running);
            shop.Time.Advance(TimeSpan.FromHours(2));
        }

        await shop.Audits.RunOnceAsync(default);
        var failed = (await shop.Audit.FindRunAsync(started.RunId))!;
        failed.Status.ShouldBe(AuditRunStatus.Failed);
        failed.Failure.ShouldNotBeNull().ShouldNotContain("4111");
        failed.Failure.ShouldContain(nameof(InvalidOperationException));

        shop.Gateway.OnList = null;
        (await shop.Audit.StartAsync(AuditKind.Reconciliation)).RunId.ShouldNotBe(started.RunId);
        var resumed = await shop.Audit.RunAsync(started.RunId, AuditKind.Reconciliation);
        (resumed.Status, resumed.Failure).ShouldBe((AuditRunStatus.Completed, null));
    }

    [Fact]
    public async Task A_job_whose_run_was_removed_begins_again()
    {
        await using var shop = await TestShop.OpenAsync();
        var started = await shop.Audit.StartAsync();
        shop.Time.Advance(TimeSpan.FromDays(91));
        (await shop.Housekeeping.RunOnceAsync()).ShouldBe(1);
        (await shop.Audit.FindRunAsync(started.RunId)).ShouldBeNull();

        var again = await shop.Audit.StartAsync();
        (again.RunId, again.Status).ShouldBe((started.RunId, AuditRunStatus.Running));
        await shop.Audits.RunOnceAsync(default);

        (await shop.Audit.FindRunAsync(started.RunId))!.Status.ShouldBe(AuditRunStatus.Completed);
    }

    [Fact]
    public async Task Decide_lease_that_another_host_has_acquired_is_not_extended()
    {
        var id = AuditJobs.IdOf(AuditKind.Verification);
        var records = new WorkingSet();
        records.Documents.Load(id, AuditJobs.Documents.Write(id.Id, new AuditJobBody { RunId = id.Id, Fence = 2 }, null));

        (await records.DecideAsync(new MoveAuditJob(AuditKind.Verification, new AuditJobBody { RunId = id.Id, Fence = 1 }, 0, DateTimeOffset.MaxValue))).ShouldBeNull();
        records.HasChanges.ShouldBeFalse();
        (await records.DecideAsync(new MoveAuditJob(AuditKind.Verification, new AuditJobBody { RunId = id.Id, Fence = 2 }, 0, DateTimeOffset.MaxValue))).ShouldNotBeNull().Fence.ShouldBe(3);
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

    private static bool IsStep(WorkingSet records) =>
        records.Documents.Touched.Any(static change => change.Current is { Id.Kind: "audit-run" } run && AuditRuns.Documents.Read(run).Steps > 0);

    private static void KillAfterAStep(WorkingSet records, CancellationTokenSource kill)
    {
        if (IsStep(records))
        {
            kill.Cancel();
        }
    }

    private static void Wait(TestShop? shop, WorkingSet records)
    {
        if (IsStep(records))
        {
            shop!.Time.Advance(TimeSpan.FromSeconds(11));
        }
    }
}
