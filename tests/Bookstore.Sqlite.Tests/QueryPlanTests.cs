using System.Reflection;
using Shouldly;
using Xunit;

namespace Bookstore.Sqlite;

public sealed class QueryPlanTests : IAsyncLifetime
{
    // The writers are bounded in number and looked through once a start and once a second; so are couriers, and what is owed to gateways, once a minute; all holds are read for verification alone.
    private static readonly string[] ReadWhole = ["WriterRows.DeleteOldest", "WriterRows.SelectNewest", "HoldRows.SelectOfBooks", "DeliveryRows.CountDue", "OrderRows.CountDueByGateway"];

    // Orders whose work has a status of its own are few, and so are gateways, which are counted once a minute.
    private static readonly string[] Sorted =
        ["WriterRows.DeleteOldest", "WriterRows.SelectNewest", "HoldRows.SelectOfBooks", "OrderRows.SelectDueOfStatus", "OrderRows.CountDueByGateway"];

    // The elements of an array that is bound.
    private const string Parameter = "SCAN json_each";

    private readonly TestDatabase _database = new();

    [Fact]
    public async Task EveryStatement_is_answered_by_an_index_in_its_own_order()
    {
        await _database.OpenStore().InitializeAsync(CancellationToken.None);
        using var connection = _database.Connect();
        var statements = Statements();
        statements.Count.ShouldBeGreaterThan(30);

        foreach (var (name, sql) in statements)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"EXPLAIN QUERY PLAN {sql}";
            for (var i = sql.Count(character => character == '?'); i > 0; i--)
            {
                command.Parameters.AddWithValue($"@p{i}", 1);
            }

            command.CommandText = Number(command.CommandText);
            using var plan = command.ExecuteReader();
            while (plan.Read())
            {
                var step = plan.GetString(3);
                (step.StartsWith("SCAN", StringComparison.Ordinal) && !step.StartsWith(Parameter, StringComparison.Ordinal) && !ReadWhole.Contains(name)).ShouldBeFalse($"{name}: {step}");
                (step.Contains("TEMP B-TREE", StringComparison.Ordinal) && !Sorted.Contains(name)).ShouldBeFalse($"{name}: {step}");
            }
        }
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _database.DisposeAsync();

    // All SQL of the store stands in constants.
    private static List<(string Name, string Sql)> Statements()
    {
        var statements = new List<(string, string)>();
        foreach (var type in typeof(SqliteStore).Assembly.GetTypes())
        {
            foreach (var field in type.GetFields(BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
            {
                if (field is { IsLiteral: true } && field.GetRawConstantValue() is string sql
                    && (sql.StartsWith("SELECT", StringComparison.Ordinal) || sql.Contains("WHERE", StringComparison.Ordinal))
                    && !sql.StartsWith("EXISTS", StringComparison.Ordinal) && !sql.StartsWith("FROM", StringComparison.Ordinal))
                {
                    statements.Add(($"{type.Name}.{field.Name}", sql));
                }
            }
        }

        return statements;
    }

    private static string Number(string sql)
    {
        var parts = sql.Split('?');
        var numbered = parts[0];
        for (var i = 1; i < parts.Length; i++)
        {
            numbered += $"@p{i}{parts[i]}";
        }

        return numbered;
    }
}
