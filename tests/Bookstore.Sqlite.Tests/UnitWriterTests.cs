using Bookstore.Storage;
using Shouldly;
using SQLitePCL;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class UnitWriterTests : IAsyncLifetime
{
    private readonly TestDatabase _database = new();
    private readonly RecordCache _cache = new(capacity: 100);
    private SqliteDatabase? _connection;

    [Fact]
    public void Remember_order_with_work_left_is_kept()
    {
        var order = Samples.Order(Samples.Id());

        Write(records => records.InsertOrder(order));

        _cache.Orders.TryGet(order.Order.Id, out var kept).ShouldBeTrue();
        kept.Record.ShouldBe(order);
    }

    [Fact]
    public void Remember_order_with_no_work_left_is_forgotten()
    {
        var id = Samples.Id();
        Write(records => records.InsertOrder(Samples.Order(id)));

        Write(records => records.Orders.Put(id, records.Orders.Find(id)! with { DueAt = null }), keys => keys.Orders.Add(id));

        _cache.Orders.TryGet(id, out _).ShouldBeFalse();
        OrderRows.Find(_connection!, id)!.DueAt.ShouldBeNull();
    }

    public async Task InitializeAsync()
    {
        await _database.OpenStore().InitializeAsync(CancellationToken.None);
        _connection = SqliteDatabase.Open(_database.Path, raw.SQLITE_OPEN_READWRITE, TimeSpan.FromSeconds(1));
    }

    public async Task DisposeAsync()
    {
        _connection?.Dispose();
        await _database.DisposeAsync();
    }

    private void Write(Action<WorkingSet> stage, Action<RecordKeys>? keys = null)
    {
        var needed = new RecordKeys();
        keys?.Invoke(needed);
        var writer = new UnitWriter(_connection!, _cache, new FileClock(TimeProvider.System));
        var records = writer.Load(needed);
        stage(records);
        writer.Write(records, Samples.Mark());
        writer.Remember(records);
    }
}
