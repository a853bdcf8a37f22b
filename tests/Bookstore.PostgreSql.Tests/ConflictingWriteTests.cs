using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>A write that another transaction blocks names the records that it may be about, so that the others are committed without them.</summary>
public sealed class ConflictingWriteTests : IAsyncLifetime
{
    private const int RecordsToLock = 6;

    private static readonly string[] NotWrittenByUnits = ["event_feed", "event_marks", "rounds", "schema_version"];

    private readonly string _schema = TestServer.NewSchema();
    private PostgreSqlStore _store = null!;
    private NpgsqlConnection _other = null!;
    private int _units;

    public async Task InitializeAsync()
    {
        _store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        await _store.InitializeAsync(default);
        _other = new NpgsqlConnection(await TestServer.ConnectionStringAsync() + ";Pooling=false");
        await _other.OpenAsync();
    }

    public async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        await _store.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task Commit_any_table_is_locked_names_the_records_that_are_written_to_it()
    {
        var tables = ((string)(await TestServer.ExecuteAsync($"SELECT string_agg(table_name, ',') FROM information_schema.tables WHERE table_schema = '{_schema}'"))!).Split(',');
        tables.ShouldContain("due");
        foreach (var table in tables)
        {
            var conflict = await CommitBesideAsync($"LOCK TABLE {_schema}.{table} IN SHARE MODE");
            (conflict is null).ShouldBe(NotWrittenByUnits.Contains(table), table);
            if (conflict is not null)
            {
                conflict.Reason.ShouldBe(StoreConflictReason.Locked, table);
                (conflict.Keys is null).ShouldBe(table == "writers", table);
                (conflict.Keys is { } keys ? Count(keys) : 1).ShouldBeInRange(1, table == "events" ? RecordsToLock : RecordsToLock - 1, table);
            }
        }
    }

    [Fact]
    public async Task Commit_a_deferred_trigger_waits_for_a_lock_names_all_records()
    {
        await TestServer.ExecuteAsync($"""
            CREATE TABLE {_schema}.log_of_another_program (at timestamptz);
            CREATE FUNCTION {_schema}.log() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO {_schema}.log_of_another_program VALUES (now()); RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER log AFTER INSERT ON {_schema}.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {_schema}.log();
            """);
        var conflict = await CommitBesideAsync($"LOCK TABLE {_schema}.log_of_another_program IN SHARE MODE");
        Count(conflict!.Keys!).ShouldBe(RecordsToLock);
    }

    private static int Count(RecordKeys keys) => keys.IdempotencyKeys.Count + keys.Orders.Count + keys.Reservations.Count + keys.Stock.Count + keys.BooksToWrite.Count + keys.Documents.Count;

    private async Task<StoreConflictException?> CommitBesideAsync(string lockIt)
    {
        await using var transaction = await _other.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(lockIt, _other, transaction);
        await command.ExecuteNonQueryAsync();
        await using var unit = await _store.OpenAsync(KeysOf(++_units), default);
        Stage(unit.Records, _units);
        try
        {
            await unit.CommitAsync(new CommitToken(Guid.NewGuid(), 1, Records.Time));
            return null;
        }
        catch (StoreConflictException conflict)
        {
            return conflict;
        }
    }

    private static RecordKeys KeysOf(int number)
    {
        var keys = new RecordKeys { LockWait = TimeSpan.FromMilliseconds(20) };
        keys.Books.Add(Records.Isbn(number));
        keys.Stock.Add(Records.Isbn(number));
        keys.Reservations.Add(Records.Id(number));
        keys.IdempotencyKeys.Add(Records.Key($"k{number}").Id);
        keys.Documents.Add(Records.Document(Records.Id(number)).Id);
        return keys;
    }

    // Something of each kind, and all of it new.
    private static void Stage(WorkingSet set, int number)
    {
        var (isbn, order) = (Records.Isbn(number), Records.Id(number));
        set.Books.Put(isbn, Records.Book(isbn));
        set.Stock.Put(isbn, Records.Level(isbn, 1));
        set.AppendMovement(Records.Movement(isbn, 1));
        set.InsertOrder(Records.Order(order, dueAt: Records.Time));
        set.InsertDelivery(Records.Delivery(Records.Id(1_000 + number), order));
        set.Reservations.Put(order, Records.Reservation(order));
        set.IdempotencyKeys.Put(Records.Key($"k{number}").Id, Records.Key($"k{number}"));
        set.Holds.Add(isbn, order, 1);
        var document = Records.Document(order);
        set.Documents.Put(document.Id, document);
        set.Events.Append(Records.Event());
    }
}
