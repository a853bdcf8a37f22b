using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class WriterTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();

    [Fact]
    public async Task OpenAsync_while_a_unit_is_open_waits_for_its_end()
    {
        var store = _database.OpenStore();
        var first = await store.OpenAsync(new RecordKeys(), CancellationToken.None);

        var second = store.OpenAsync(new RecordKeys(), CancellationToken.None).AsTask();
        second.IsCompleted.ShouldBeFalse();
        await first.DisposeAsync();

        await (await second).DisposeAsync();
    }

    [Fact]
    public async Task OpenAsync_cancelled_while_it_waits_gives_up_and_is_skipped()
    {
        var store = _database.OpenStore();
        using var cancellation = new CancellationTokenSource();
        var first = await store.OpenAsync(new RecordKeys(), CancellationToken.None);
        var second = store.OpenAsync(new RecordKeys(), cancellation.Token).AsTask();
        var third = store.OpenAsync(new RecordKeys(), CancellationToken.None).AsTask();

        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await first.DisposeAsync();

        await (await third).DisposeAsync();
    }

    [Fact]
    public async Task OpenAsync_busy_committer_stays_on_the_writer_thread()
    {
        var store = _database.OpenStore();
        await store.InitializeAsync(CancellationToken.None);
        const string Writer = "Bookstore.Sqlite writer";
        var threads = new List<string?>();

        // A unit that was opened before its committer awaited it leaves the committer on its thread: from the first await that waits, it is on the writer's.
        await Task.Run(async () =>
        {
            for (var i = 0; i < 1_000 && threads.Count(OfWriter) < 5; i++)
            {
                var unit = await store.OpenAsync(new RecordKeys(), CancellationToken.None).ConfigureAwait(false);
                unit.Records.AppendMovement(Samples.Received(Samples.Isbn(1), i + 1, 1, i + 1));
                await unit.CommitAsync(Samples.Mark()).ConfigureAwait(false);
                threads.Add(Thread.CurrentThread.Name);
            }
        });

        threads.SkipWhile(name => !OfWriter(name)).ShouldBe(Enumerable.Repeat(Writer, 5));

        static bool OfWriter(string? name) => name == Writer;
    }

    [Fact]
    public async Task CommitAsync_twice_throws()
    {
        var store = _database.OpenStore();
        await using var unit = await store.OpenAsync(new RecordKeys(), CancellationToken.None);
        unit.Records.AppendMovement(Samples.Received(Samples.Isbn(1), 1, 1, 1));
        await unit.CommitAsync(Samples.Mark());

        await Should.ThrowAsync<InvalidOperationException>(async () => await unit.CommitAsync(Samples.Mark()));
    }

    [Fact]
    public async Task DisposeAsync_of_the_store_rolls_the_open_unit_back_and_refuses_those_that_wait()
    {
        var store = _database.OpenStore();
        var unit = await store.OpenAsync(new RecordKeys(), CancellationToken.None);
        unit.Records.AppendMovement(Samples.Received(Samples.Isbn(1), 1, 1, 1));
        var waiting = store.OpenAsync(new RecordKeys(), CancellationToken.None).AsTask();

        await store.DisposeAsync();

        await Should.ThrowAsync<ObjectDisposedException>(() => waiting);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await unit.CommitAsync(Samples.Mark()));
        await unit.DisposeAsync();
        _database.Scalar("SELECT count(*) FROM movements").ShouldBe(0L);
    }

    [Fact]
    public async Task DisposeAsync_of_the_store_leaves_one_file()
    {
        await using (var store = _database.OpenStore())
        {
            await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(1)));
            await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None);
        }

        Directory.GetFiles(_database.Folder).ShouldBe([_database.Path]);
    }

    [Fact]
    public async Task OpenAsync_file_locked_by_another_process_is_a_conflict()
    {
        var store = _database.OpenStore(options => options.BusyTimeout = TimeSpan.FromMilliseconds(20));
        await store.InitializeAsync(CancellationToken.None);
        using var other = _database.Connect();
        using (var transaction = other.BeginTransaction(deferred: false))
        {
            await Should.ThrowAsync<StoreConflictException>(async () => await store.OpenAsync(new RecordKeys(), CancellationToken.None));
        }

        await (await store.OpenAsync(new RecordKeys(), CancellationToken.None)).DisposeAsync();
    }

    [Fact]
    public async Task CommitAsync_new_record_that_is_there_already_is_a_conflict_and_nothing_is_written()
    {
        var store = _database.OpenStore();
        var order = Samples.Id();
        await Samples.WriteAsync(store, _ => { }, records => records.InsertOrder(Samples.Order(order)));

        await Should.ThrowAsync<StoreConflictException>(() => Samples.WriteAsync(store, _ => { }, records =>
        {
            records.AppendMovement(Samples.Received(Samples.Isbn(1), 1, 1, 1));
            records.InsertOrder(Samples.Order(order));
        }));

        _database.Scalar("SELECT (SELECT count(*) FROM movements) + (SELECT count(*) FROM deliveries)").ShouldBe(0L);
    }

    [Fact]
    public async Task TwoStoresOnOneFile_see_each_others_commits()
    {
        var one = _database.OpenStore();
        var two = _database.OpenStore();
        var isbn = Samples.Isbn(1);
        var order = Samples.Id();
        await Samples.WriteAsync(one, _ => { }, records => records.InsertOrder(Samples.Order(order)));

        for (var i = 0; i < 5; i++)
        {
            await Samples.ReceiveAsync(one, isbn, 1);
            await Samples.ReceiveAsync(two, isbn, 10);
        }

        await Samples.WriteAsync(two, keys => keys.Orders.Add(order), records =>
        {
            records.Orders.Find(order).ShouldNotBeNull();
            records.InsertDelivery(Samples.Delivery(Samples.Id(), order));
        });
        var keys = new RecordKeys();
        keys.Orders.Add(order);
        await using var unit = await one.OpenAsync(keys, CancellationToken.None);
        var delivery = (await two.ListDeliveriesAsync(new DeliveryFilter { OrderId = order }, null, 10, CancellationToken.None)).Items.ShouldHaveSingleItem().Delivery.Id;
        unit.Records.FindDelivery(order, delivery).ShouldNotBeNull();

        var audit = (await two.AuditStockAsync(null, 10, CancellationToken.None)).ShouldHaveSingleItem();
        audit.Level!.OnHand.ShouldBe(55);
        audit.OnHandSum.ShouldBe(55);
        audit.MovementCount.ShouldBe(10);
    }

    [Fact]
    public async Task TwoStoresOnOneFile_counting_at_once_lose_nothing()
    {
        const int Times = 100;
        var isbn = Samples.Isbn(1);
        async Task Count(SqliteStore store)
        {
            for (var i = 0; i < Times; i++)
            {
                await Samples.ReceiveAsync(store, isbn, 1);
            }
        }

        await Task.WhenAll(Count(_database.OpenStore()), Count(_database.OpenStore()));

        (await Samples.LoadStockAsync(_database.OpenStore(), isbn))!.OnHand.ShouldBe(2 * Times);
    }

    [Fact]
    public async Task OpenAsync_without_any_cache_still_chains_movements()
    {
        var store = _database.OpenStore(options => options.CachedRecords = 0);
        for (var i = 0; i < 3; i++)
        {
            await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
            await Samples.ReceiveAsync(store, Samples.Isbn(2), 1);
        }

        (await store.ListMovementsAsync(Samples.Isbn(1), null, 10, CancellationToken.None)).Items.Select(movement => movement.Number).ShouldBe([3, 2, 1]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();
}
