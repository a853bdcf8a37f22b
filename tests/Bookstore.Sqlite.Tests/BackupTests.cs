using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>The shop is copied while it sells, and while other connections write.</summary>
public sealed class BackupTests : IAsyncLifetime
{
    private readonly BackedUpDatabase _database = new();

    [Fact]
    public async Task BackupAsync_while_orders_are_placed_copy_verifies_and_holds_all_that_was_answered_before()
    {
        await _database.OpenFilledAsync();
        await using var shop = Shop(_database.Path);
        var before = new List<Guid>();
        for (var i = 0; i < 20; i++)
        {
            before.Add(await PlaceAsync(shop));
        }

        var during = 0;
        var hooked = new BackupHook(_ => during += PlaceAsync(shop).Result == Guid.Empty ? 0 : 1);
        await shop.GetRequiredService<SqliteBackup>().BackupAsync(_database.Target, hooked).WaitAsync(BackedUpDatabase.Patience);

        during.ShouldBeGreaterThan(2, "orders are placed between the steps");
        await using var copy = Shop(_database.Target);
        foreach (var id in before)
        {
            (await copy.GetRequiredService<ISalesService>().FindOrderAsync(id)).ShouldNotBeNull();
        }

        var report = await copy.GetRequiredService<IBookstoreAudit>().VerifyAsync();
        report.Findings.ShouldBeEmpty();
        report.Checked.ShouldBeGreaterThan(before.Count);
        await PlaceAsync(copy);
        BackedUpDatabase.Scalar(_database.Target, "PRAGMA integrity_check").ShouldBe("ok");
        BackedUpDatabase.Scalar(_database.Target, "PRAGMA journal_mode").ShouldBe("wal");
    }

    [Fact]
    public async Task BackupAsync_reports_pages_that_only_increase_to_all()
    {
        var store = await _database.OpenFilledAsync();
        var reports = new List<SqliteBackupProgress>();

        await store.BackupAsync(_database.Target, new BackupHook(reports.Add), CancellationToken.None);

        reports.Count.ShouldBeGreaterThan(2);
        reports.Zip(reports.Skip(1)).ShouldAllBe(static pair => pair.First.PagesDone < pair.Second.PagesDone);
        reports[^1].PagesDone.ShouldBe(reports[^1].PagesTotal);
        (reports[^1].PagesTotal * 4_096L).ShouldBe(new FileInfo(_database.Target).Length);
    }

    [Fact]
    public async Task BackupAsync_own_commits_do_not_start_it_again()
    {
        var store = await _database.OpenFilledAsync();
        var steps = 0;
        var time = new Pauses(() => steps++);
        var other = _database.OpenStore(time: time);
        var number = BackedUpDatabase.Books;

        await other.BackupAsync(_database.Target, new BackupHook(_ => BackedUpDatabase.SaveAsync(other, ++number).Wait(BackedUpDatabase.Patience)), CancellationToken.None);

        steps.ShouldBeLessThanOrEqualTo((int)(new FileInfo(_database.Target).Length / 4_096 / 32) + 1);
        BackedUpDatabase.Scalar(_database.Target, "SELECT count(*) FROM books").ShouldBe((long)number - 1, "all but the book that is saved after the last step");
    }

    [Fact]
    public async Task BackupAsync_another_connection_writes_a_few_times_copy_is_whole()
    {
        await _database.OpenFilledAsync();
        using var connection = _database.Connect();
        var writes = 0;
        var store = _database.OpenStore(time: new Pauses(() => writes += writes < 5 ? Touch(connection) : 0));
        var reports = new List<SqliteBackupProgress>();

        await store.BackupAsync(_database.Target, new BackupHook(reports.Add), CancellationToken.None);

        writes.ShouldBe(5);
        reports.Zip(reports.Skip(1)).ShouldAllBe(static pair => pair.First.PagesDone < pair.Second.PagesDone);
        BackedUpDatabase.Scalar(_database.Target, "PRAGMA integrity_check").ShouldBe("ok");
        BackedUpDatabase.Scalar(_database.Target, "SELECT count(*) FROM books WHERE title LIKE '%!!!!!'").ShouldBe(1L);
    }

    [Fact]
    public async Task BackupAsync_another_connection_writes_all_the_time_fails_and_says_what_to_do()
    {
        await _database.OpenFilledAsync();
        using var connection = _database.Connect();
        var store = _database.OpenStore(time: new Pauses(() => Touch(connection)));

        var fault = await Should.ThrowAsync<SqliteBackupException>(() => store.BackupAsync(_database.Target, null, CancellationToken.None).WaitAsync(BackedUpDatabase.Patience));

        fault.Failure.ShouldBe(SqliteBackupFailure.WrittenByOthers);
        fault.Message.ShouldContain("was started again 17 times and found the file locked 0 times");
        fault.Message.ShouldContain("call BackupAsync in the process that writes most");
        _database.ShouldLeaveNothing();
    }

    [Fact]
    public async Task BackupAsync_while_one_runs_is_refused()
    {
        var store = await _database.OpenFilledAsync();
        Task? second = null;

        await store.BackupAsync(_database.Target, new BackupHook(_ => second ??= store.BackupAsync(_database.Target + "2", null, CancellationToken.None)), CancellationToken.None);

        (await Should.ThrowAsync<SqliteBackupException>(() => second!)).Failure.ShouldBe(SqliteBackupFailure.AlreadyRunning);
        await store.BackupAsync(_database.Target + "2", null, CancellationToken.None);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static ServiceProvider Shop(string path)
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseSqlite($"Data Source={path}").UseSimulatedPayments();
        return services.BuildServiceProvider();
    }

    private static async Task<Guid> PlaceAsync(ServiceProvider shop)
    {
        await shop.GetRequiredService<IInventoryService>().ReceiveStockAsync(new StockChange { Isbn = Samples.Isbn(1), Quantity = 1, Reason = "delivery" }).ConfigureAwait(false);
        var placed = await shop.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = Samples.Id().ToString(),
            Lines = [new PlaceOrderLine(Samples.Isbn(1), 1)],
            Payment = new PaymentToken("4242424242424242"),
        }).ConfigureAwait(false);
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        return placed.Order!.Id;
    }

    private static int Touch(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE books SET title = title || '!' WHERE isbn = (SELECT min(isbn) FROM books)";
        return command.ExecuteNonQuery();
    }

    // Each pause is over at once; something is done in it.
    private sealed class Pauses(Action act) : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            act();
            return base.CreateTimer(callback, state, dueTime > TimeSpan.Zero ? TimeSpan.Zero : dueTime, period);
        }
    }
}
