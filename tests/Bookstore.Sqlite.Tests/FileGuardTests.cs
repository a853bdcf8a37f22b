using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>Files that are moved, deleted or replaced under an open store are noticed before the next result of a write, and soon by reads.</summary>
public sealed class FileGuardTests : IAsyncLifetime
{
    private readonly WatchedDatabase _database = new();

    public static TheoryData<string> Losses { get; } = new(Harm.Keys);

    private static Dictionary<string, Action<string>> Harm => new()
    {
        ["all files deleted"] = static path =>
        {
            File.Delete(path);
            File.Delete(path + "-wal");
            File.Delete(path + "-shm");
        },
        ["database deleted"] = File.Delete,
        ["log deleted"] = static path => File.Delete(path + "-wal"),
        ["index deleted"] = static path => File.Delete(path + "-shm"),
        ["database moved"] = static path => File.Move(path, path + ".old"),
        ["database replaced"] = static path =>
        {
            File.Copy(path, path + ".copy");
            File.Move(path + ".copy", path, overwrite: true);
        },
        ["log replaced"] = static path =>
        {
            File.Copy(path + "-wal", path + ".copy");
            File.Move(path + ".copy", path + "-wal", overwrite: true);
        },
        ["folder renamed"] = static path => Directory.Move(Path.GetDirectoryName(path)!, Path.GetDirectoryName(path) + "-renamed"),
    };

    [LinuxTheory]
    [MemberData(nameof(Losses))]
    public async Task Commit_files_lost_is_refused_with_a_critical_log_and_so_is_all_that_follows(string harm)
    {
        var (store, path) = await _database.OpenInAFolderAsync(harm);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);

        Harm[harm](path);

        var first = await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        first.IsTransient.ShouldBeFalse();

        // Another file in the database's place is seen before the commit, which looks at its content.
        first.IsOutcomeUnknown.ShouldBe(harm != "database replaced");
        foreach (var next in (Func<Task>[])
        [
            () => Samples.ReceiveAsync(store, Samples.Isbn(1), 1),
            () => store.FindBookAsync(Samples.Isbn(1), CancellationToken.None).AsTask(),
            () => store.InitializeAsync(CancellationToken.None).AsTask(),
            () => store.WasCommittedAsync(Samples.Mark(), CancellationToken.None).AsTask(),
        ])
        {
            var lost = await Should.ThrowAsync<BookstoreStoreException>(next);
            lost.Message.ShouldContain("Stop this process");
            lost.IsUnavailable.ShouldBeTrue();
        }

        _database.Critical.ShouldBe(1);
    }

    [LinuxTheory]
    [MemberData(nameof(Losses))]
    public async Task AfterIdle_files_lost_nothing_is_written(string harm)
    {
        var (store, path) = await _database.OpenInAFolderAsync(harm);
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        Harm[harm](path);

        _database.Time.Advance(TimeSpan.FromSeconds(1));

        (await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1))).IsOutcomeUnknown.ShouldBeFalse();
        _database.Critical.ShouldBe(1);
    }

    [LinuxTheory]
    [MemberData(nameof(Losses))]
    public async Task Read_files_lost_is_refused_after_a_second_at_the_latest(string harm)
    {
        var (store, path) = await _database.OpenInAFolderAsync(harm);
        await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None);
        Harm[harm](path);

        _database.Time.Advance(TimeSpan.FromSeconds(1));

        await Should.ThrowAsync<BookstoreStoreException>(async () => await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None));
    }

    [LinuxFact]
    public async Task Commit_symbolic_link_leads_elsewhere_is_refused()
    {
        var link = Path.Combine(_database.Folder, "link.db");
        File.CreateSymbolicLink(link, _database.Path);
        var store = _database.Open(options => options.ConnectionString = $"Data Source={link}");
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);

        File.Delete(link);
        File.CreateSymbolicLink(link, Path.Combine(_database.Folder, "other.db"));

        await Should.ThrowAsync<BookstoreStoreException>(() => Samples.ReceiveAsync(store, Samples.Isbn(1), 1));
        File.Exists(Path.Combine(_database.Folder, "other.db")).ShouldBeFalse();
    }

    [LinuxFact]
    public async Task WasCommittedAsync_file_replaced_meanwhile_does_not_open_the_other()
    {
        var store = _database.Open();
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        File.Delete(_database.Path);

        await Should.ThrowAsync<BookstoreStoreException>(async () => await store.WasCommittedAsync(Samples.Mark(), CancellationToken.None));

        File.Exists(_database.Path).ShouldBeFalse("no new database is made in its place");
        _database.Critical.ShouldBe(1);
    }

    // No order is confirmed, and each caller has an answer.
    [LinuxFact]
    public async Task PlaceAsync_files_deleted_confirms_no_order()
    {
        var services = new ServiceCollection();
        services.AddBookstore().UseSimulatedPayments().UseSqlite($"Data Source={_database.Path}");
        await using var shop = services.BuildServiceProvider();
        var inventory = shop.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(Samples.Book(Samples.Isbn(1)));
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Samples.Isbn(1), Quantity = 100, Reason = "delivery" });
        Harm["all files deleted"](_database.Path);

        var request = new PlaceOrderRequest { CustomerId = "ann", Lines = [new PlaceOrderLine(Samples.Isbn(1), 1)], Payment = new PaymentToken("4111111111111111") };
        for (var i = 0; i < 10; i++)
        {
            await Should.ThrowAsync<BookstoreStoreException>(() => shop.GetRequiredService<IOrderWorkflow>().PlaceAsync(request).WaitAsync(TimeSpan.FromSeconds(60)));
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();
}
