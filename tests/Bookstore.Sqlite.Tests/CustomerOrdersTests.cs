using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class CustomerOrdersTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly Guid[] _ids = [.. Enumerable.Range(0, 6).Select(static _ => Samples.Id())];

    [Fact]
    public async Task List_OrdersThatCameInAnotherOrder_IsNewestFirst()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids[2]);
        await InsertAsync(store, _ids[5], _ids[0], _ids[3]);
        await InsertAsync(store, _ids[1], _ids[4]);

        (await ListAsync(store)).ShouldBe(_ids.Reverse());
    }

    [Fact]
    public async Task List_TwoStoresOnOneFile_HasTheOrdersOfBoth()
    {
        var (first, second) = (_database.OpenStore(), _database.OpenStore());
        for (var i = 0; i < _ids.Length; i += 2)
        {
            await InsertAsync(second, _ids[i + 1]);
            await InsertAsync(first, _ids[i]);
        }

        (await ListAsync(first)).ShouldBe(_ids.Reverse());
    }

    [Fact]
    public async Task List_InPages_HasEachOrderOnce()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids);
        var seen = new List<Guid>();
        for (Guid? after = null; await ListAsync(store, after, limit: 4) is { Count: > 0 } page; after = page[^1])
        {
            seen.AddRange(page);
        }

        seen.ShouldBe(_ids.Reverse());
    }

    [Fact]
    public async Task List_AfterAnOrderOfSomebodyElse_GoesOnWithOlderOnes()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, [.. _ids.Where((_, i) => i != 3)]);
        await Samples.WriteAsync(store, _ => { }, records => records.InsertOrder(Samples.Order(_ids[3], "bob", Samples.Isbn(1))));

        (await ListAsync(store, after: _ids[3])).ShouldBe([_ids[2], _ids[1], _ids[0]]);
        (await ListAsync(store, after: Guid.Empty)).ShouldBeEmpty();
        (await ListAsync(store, after: Guid.AllBitsSet)).Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task List_AfterOneWasRemoved_HasTheOthers(int removed)
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids);

        await Samples.WriteAsync(store, keys => keys.Orders.Add(_ids[removed]), records => records.Orders.Remove(_ids[removed]));

        (await ListAsync(store)).ShouldBe(_ids.Reverse().Where(id => id != _ids[removed]));
    }

    [Fact]
    public async Task List_AfterAllWereRemoved_IsEmptyAndTheCustomerIsForgotten()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids[0]);

        await Samples.WriteAsync(store, keys => keys.Orders.Add(_ids[0]), records => records.Orders.Remove(_ids[0]));

        (await ListAsync(store)).ShouldBeEmpty();
        _database.Scalar("SELECT count(*) FROM customers").ShouldBe(0L);
        await InsertAsync(store, _ids[1]);
        (await ListAsync(store)).ShouldBe([_ids[1]]);
    }

    [Fact]
    public async Task List_AfterACommitThatFailed_HasNothingOfIt()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids[0]);
        await Samples.SetStockAsync(store, Samples.Level(Samples.Isbn(1), onHand: 1));

        await Should.ThrowAsync<BookstoreStoreException>(() => Samples.WriteAsync(store, keys => keys.Stock.Add(Samples.Isbn(1)), records =>
        {
            records.InsertOrder(Samples.Order(_ids[1], "ann", Samples.Isbn(1)));
            records.Stock.Put(Samples.Isbn(1), Samples.Level(Samples.Isbn(1), onHand: 1, reserved: 2));
        }));
        await InsertAsync(store, _ids[2]);

        (await ListAsync(store)).ShouldBe([_ids[2], _ids[0]]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task CommitAsync_OrderThatIsThereAlready_IsAConflictAndChangesNothing(int again)
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids);

        await Should.ThrowAsync<StoreConflictException>(() => InsertAsync(store, _ids[again]));

        (await ListAsync(store)).ShouldBe(_ids.Reverse());
    }

    [Fact]
    public async Task List_OrderThatAnotherLeadsToIsMissing_SaysThatTheDatabaseIsDamaged()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids[0], _ids[1]);
        _database.Scalar("DELETE FROM orders WHERE previous IS NULL");

        (await Should.ThrowAsync<BookstoreStoreException>(() => ListAsync(store))).Message.ShouldContain("damaged");
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    private static Task InsertAsync(SqliteStore store, params Guid[] ids) => Samples.WriteAsync(store, _ => { }, records =>
    {
        foreach (var id in ids)
        {
            records.InsertOrder(Samples.Order(id, "ann", Samples.Isbn(1)));
        }
    });

    private static async Task<List<Guid>> ListAsync(SqliteStore store, Guid? after = null, int limit = 10) =>
        [.. (await store.ListOrdersAsync(new OrderFilter { CustomerId = "ann" }, after, limit, CancellationToken.None)).Items.Select(static order => order.Order.Id)];
}
