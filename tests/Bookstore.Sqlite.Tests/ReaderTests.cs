using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

/// <summary>A read ends when its caller gives up or the store closes, in the middle of its work, and keeps no writer waiting.</summary>
public sealed class ReaderTests : IAsyncLifetime
{
    private const int IoErrorFsync = 1_034;

    private const string Endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestDatabase _database = new();

    public static TheoryData<string> Reads { get; } = new(Calls.Keys);

    // Each is given up when it has its connection, so that it has begun and has read nothing.
    private static Dictionary<string, Func<SqliteStore, CancellationToken, Task>> Calls => new()
    {
        ["book"] = static (store, token) => store.FindBookAsync(Samples.Isbn(1), token).AsTask(),
        ["books"] = static (store, token) => store.ListBooksAsync(BookFilter.All, null, 10, token).AsTask(),
        ["search"] = static (store, token) => store.ListBooksAsync(new BookFilter(["title"], ["author"]), null, 10, token).AsTask(),
        ["movements"] = static (store, token) => store.ListMovementsAsync(Samples.Isbn(1), null, 10, token).AsTask(),
        ["orders of a customer"] = static (store, token) => store.ListOrdersAsync(new OrderFilter { CustomerId = "ann", Status = OrderStatus.Delivered }, null, 10, token).AsTask(),
        ["orders"] = static (store, token) => store.ListOrdersAsync(new OrderFilter(), null, 10, token).AsTask(),
        ["due orders"] = static (store, token) => store.ListDueOrdersAsync(OrderWork.Recovery, null, Samples.Noon.AddDays(1), 10, token).AsTask(),
        ["keys"] = static (store, token) => store.ListKeysAsync(Samples.Noon, null, 10, token).AsTask(),
        ["audit of stock"] = static (store, token) => store.AuditStockAsync(null, 10, token).AsTask(),
        ["audit of orders"] = static (store, token) => store.AuditOrdersAsync(null, 10, token).AsTask(),
        ["audit of reservations"] = static (store, token) => store.AuditReservationsAsync(null, 10, token).AsTask(),
    };

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task AnyRead_caller_gives_up_when_it_has_begun_is_cancelled(string read)
    {
        using var giveUp = new CancellationTokenSource();
        var time = new HookedTime();
        var store = _database.OpenStore(time: time);
        await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(1)));
        await Samples.ReceiveAsync(store, Samples.Isbn(1), 1);
        await Samples.WriteAsync(store, _ => { }, records => records.InsertOrder(Samples.Order(Samples.Id(), "ann", Samples.Isbn(1))));
        await Calls[read](store, giveUp.Token);

        time.OnTimestamp = giveUp.Cancel;
        var call = Calls[read](store, giveUp.Token);

        (await Should.ThrowAsync<OperationCanceledException>(call)).CancellationToken.ShouldBe(giveUp.Token);
        time.OnTimestamp = null;
        await Calls[read](store, CancellationToken.None);
    }

    [Fact]
    public async Task ReadAsync_caller_gives_up_within_a_statement_is_cancelled()
    {
        using var giveUp = new CancellationTokenSource();
        var store = _database.OpenStore();
        await store.InitializeAsync(CancellationToken.None);
        var (started, read) = Start(store, static database => database.Scalar(Endless), giveUp.Token);

        await started.WaitAsync(Patience);
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => read.WaitAsync(Patience));
    }

    [Fact]
    public async Task LookUp_searches_run_long_is_made_meanwhile()
    {
        using var end = new CancellationTokenSource();
        var store = _database.OpenStore(options => options.MaxReaders = 1);
        var order = Samples.Order(Samples.Id(), "ann", Samples.Isbn(1));
        await Samples.SaveBooksAsync(store, Samples.Book(Samples.Isbn(1)));
        await Samples.WriteAsync(store, _ => { }, records => records.InsertOrder(order));
        var (started, search) = Start(store, static database => database.Scalar(Endless), end.Token);
        await started.WaitAsync(Patience);
        var waiting = store.FindBookAsync(Samples.Isbn(1), CancellationToken.None).AsTask();

        (await InTime(store.FindOrderAsync(order.Order.Id, CancellationToken.None)))!.Order.Id.ShouldBe(order.Order.Id);
        (await InTime(store.ListOrdersAsync(new OrderFilter { CustomerId = "ann" }, null, 10, CancellationToken.None))).Items.ShouldHaveSingleItem();
        (await InTime(store.ListDeliveriesAsync(new DeliveryFilter(), null, 1, CancellationToken.None))).Items.ShouldBeEmpty();
        (await InTime(store.FindReservationAsync(Samples.Id(), CancellationToken.None))).ShouldBeNull();
        (await InTime(store.FindDeliveryAsync(Samples.Id(), CancellationToken.None))).ShouldBeNull();
        (await InTime(store.FindDocumentByKeyAsync("kind", "key", CancellationToken.None))).ShouldBeNull();
        await InTime(store.ReadTimeAsync(new HostTime(Samples.Noon, null), CancellationToken.None));
        (search.IsCompleted, waiting.IsCompleted).ShouldBe((false, false));

        await end.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => search.WaitAsync(Patience));
        (await waiting.WaitAsync(Patience)).ShouldNotBeNull();
    }

    [Fact]
    public async Task LookUp_all_connections_are_in_use_waits_for_the_first_that_is_free_and_leaves_the_others()
    {
        using var end = new CancellationTokenSource();
        using var endOthers = new CancellationTokenSource();
        var store = _database.OpenStore(options => options.MaxReaders = 1);
        await store.InitializeAsync(CancellationToken.None);
        var running = Enumerable.Range(0, 1 + ReaderPool.KeptForLookUps).Select(i => StartLookUp(store, i == 0 ? end.Token : endOthers.Token)).ToArray();
        await Task.WhenAll(running.Select(static one => one.Started)).WaitAsync(Patience);
        using var giveUp = new CancellationTokenSource();
        var cancelled = store.FindOrderAsync(Samples.Id(), giveUp.Token).AsTask();
        var found = store.FindOrderAsync(Samples.Id(), CancellationToken.None).AsTask();
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        found.IsCompleted.ShouldBeFalse();

        await end.CancelAsync();

        (await found.WaitAsync(Patience)).ShouldBeNull();
        await endOthers.CancelAsync();
        foreach (var (_, read) in running)
        {
            await Should.ThrowAsync<OperationCanceledException>(() => read.WaitAsync(Patience));
        }

        (await InTime(store.FindBookAsync(Samples.Isbn(1), CancellationToken.None))).ShouldBeNull();
    }

    private static Task<T> InTime<T>(ValueTask<T> read) => read.AsTask().WaitAsync(Patience);

    private static (Task Started, Task<long> Read) StartLookUp(SqliteStore store, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return (started.Task, Task.Run(async () => await store.LookUpAsync(
            started,
            static (database, started) =>
            {
                started.SetResult();
                return database.Scalar(Endless);
            },
            cancellationToken)));
    }

    [Fact]
    public async Task ReadAsync_caller_gives_up_between_statements_is_cancelled()
    {
        using var giveUp = new CancellationTokenSource();
        var store = _database.OpenStore();
        await store.InitializeAsync(CancellationToken.None);
        var (started, read) = Start(store, RepeatForEver, giveUp.Token);

        await started.WaitAsync(Patience);
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => read.WaitAsync(Patience));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DisposeAsync_read_under_way_ends_it(bool isWithinAStatement)
    {
        var store = _database.OpenStore();
        await store.InitializeAsync(CancellationToken.None);
        var (started, read) = Start(store, isWithinAStatement ? static database => database.Scalar(Endless) : RepeatForEver, CancellationToken.None);
        await started.WaitAsync(Patience);

        await store.DisposeAsync().AsTask().WaitAsync(Patience);

        await Should.ThrowAsync<ObjectDisposedException>(() => read.WaitAsync(Patience));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WasCommittedAsync_read_under_way_does_not_wait_for_it(bool wasCommitted)
    {
        using var release = new ManualResetEventSlim();
        var store = _database.OpenStore();
        await Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(1), 1));
        var (started, read) = Start(
            store,
            database =>
            {
                database.Execute("BEGIN");
                var before = database.Scalar("SELECT on_hand FROM stock");
                release.Wait(Patience);
                var after = database.Scalar("SELECT on_hand FROM stock");
                database.Execute("COMMIT");
                return (before * 10) + after;
            },
            CancellationToken.None);
        await started.WaitAsync(Patience);
        store.CommitFault = isAfter => isAfter == wasCommitted ? IoErrorFsync : 0;
        var mark = Samples.Mark();
        var keys = new RecordKeys();
        keys.Stock.Add(Samples.Isbn(1));
        await using (var unit = await store.OpenAsync(keys, CancellationToken.None))
        {
            unit.Records.Stock.Put(Samples.Isbn(1), Samples.Level(Samples.Isbn(1), 7));
            await Should.ThrowAsync<StoreOutcomeUnknownException>(async () => await unit.CommitAsync(mark));
        }

        store.CommitFault = null;

        (await store.WasCommittedAsync(mark, CancellationToken.None).AsTask().WaitAsync(Patience)).ShouldBe(wasCommitted);
        await Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(2), 3)).WaitAsync(Patience);
        (await store.FindBookAsync(Samples.Isbn(1), CancellationToken.None).AsTask().WaitAsync(Patience)).ShouldBeNull();
        read.IsCompleted.ShouldBeFalse();
        release.Set();
        (await read).ShouldBe(11);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static long RepeatForEver(SqliteDatabase database)
    {
        while (true)
        {
            database.Scalar("SELECT 1");
        }
    }

    private static (Task Started, Task<long> Read) Start(SqliteStore store, Func<SqliteDatabase, long> read, CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = Task.Run(
            async () => await store.ReadAsync(
                read,
                (database, function) =>
                {
                    started.SetResult();
                    return function(database);
                },
                cancellationToken),
            CancellationToken.None);
        return (started.Task, running);
    }

    private sealed class HookedTime : TimeProvider
    {
        public Action? OnTimestamp { get; set; }

        public override long GetTimestamp()
        {
            OnTimestamp?.Invoke();
            return base.GetTimestamp();
        }
    }
}
