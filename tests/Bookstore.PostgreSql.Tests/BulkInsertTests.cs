using Bookstore.Storage;
using Npgsql;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>The text of a unit's statements, as a server that keeps the tables on other nodes needs it.</summary>
public sealed class BulkInsertTests
{
    private readonly UnitStatements _statements = new(new Tables("shop"), new PostgreSqlStoreOptions());

    [Fact]
    public void AddBegin_waits_and_the_planner_are_set_by_statements_that_are_sent_on()
    {
        using var batch = new NpgsqlBatch();

        _statements.AddBegin(batch, 1, TimeSpan.FromSeconds(2));

        var texts = Texts(batch);
        texts.ShouldContain("SET LOCAL lock_timeout = 2000");
        foreach (var setting in PlannerSettings.All)
        {
            texts.ShouldContain($"SET LOCAL {setting} = off");
        }
    }

    [Fact]
    public void AddWrites_each_insert_of_many_rows_returns_something()
    {
        var records = new WorkingSet();
        records.Stock.Load(Records.Isbn(1), null);
        records.Stock.Put(Records.Isbn(1), Records.Level(Records.Isbn(1), 1));
        records.Books.Load(Records.Isbn(1), null);
        records.Books.Put(Records.Isbn(1), Records.Book(Records.Isbn(1)));
        using var batch = new NpgsqlBatch();

        _statements.AddWritesAndCommit(batch, records, new CommitToken(Guid.NewGuid(), 1, Records.Time));

        var inserts = Texts(batch).Where(static text => text.StartsWith("INSERT", StringComparison.Ordinal) && text.Contains("unnest", StringComparison.Ordinal)).ToArray();
        inserts.ShouldNotBeEmpty();
        inserts.ShouldAllBe(static text => text.EndsWith("RETURNING 1", StringComparison.Ordinal));
    }

    private static string[] Texts(NpgsqlBatch batch) => [.. ((IEnumerable<NpgsqlBatchCommand>)batch.BatchCommands).Select(static command => command.CommandText)];
}
