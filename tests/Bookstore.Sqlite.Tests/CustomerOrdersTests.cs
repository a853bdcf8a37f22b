using Bookstore.Storage;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class CustomerOrdersTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly Guid[] _ids = [.. Enumerable.Range(0, 6).Select(static _ => Samples.Id())];

    [Fact]
    public async Task List_orders_that_came_in_another_order_is_newest_first()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids[2]);
        await InsertAsync(store, _ids[5], _ids[0], _ids[3]);
        await InsertAsync(store, _ids[1], _ids[4]);

        (await ListAsync(store)).ShouldBe(_ids.Reverse());
    }

    [Fact]
    public async Task List_two_stores_on_one_file_has_the_orders_of_both()
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
    public async Task List_in_pages_has_each_order_once()
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
    public async Task List_after_an_order_of_another_customer_continues_with_older_ones()
    {
        var store = _database.OpenStore();
        await InsertAsync(store, [.. _ids.Where((_, i) => i != 3)]);
        await Samples.WriteAsync(store, _ => { }, records => records.InsertOrder(Samples.Order(_ids[3], "bob", Samples.Isbn(1))));

        (await ListAsync(store, after: _ids[3])).ShouldBe([_ids[2], _ids[1], _ids[0]]);
        (await ListAsync(store, after: Guid.Empty)).ShouldBeEmpty();
        (await ListAsync(store, after: Guid.AllBitsSet)).Count.ShouldBe(5);
    }

    [Fact]
    public async Task List_after_a_commit_that_failed_has_nothing_of_it()
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
    public async Task CommitAsync_order_that_is_there_already_is_a_conflict_and_changes_nothing(int again)
    {
        var store = _database.OpenStore();
        await InsertAsync(store, _ids);

        await Should.ThrowAsync<StoreConflictException>(() => InsertAsync(store, _ids[again]));

        (await ListAsync(store)).ShouldBe(_ids.Reverse());
    }

    [Fact]
    public async Task List_order_that_another_leads_to_is_missing_says_that_the_database_is_damaged()
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
