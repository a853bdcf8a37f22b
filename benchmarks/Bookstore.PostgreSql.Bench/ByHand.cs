using System.Diagnostics;
using Npgsql;

namespace Bookstore;

/// <summary>The rows of an order's opening, into Bookstore's own tables, by plain statements.</summary>
internal static class ByHand
{
    private const string Lock = "SELECT isbn, on_hand, reserved, last_movement FROM bookstore.stock WHERE isbn = ANY($1) ORDER BY isbn FOR UPDATE";

    private const string Keys =
        "INSERT INTO bookstore.idempotency_keys SELECT 'bench', 'orders', k, '00112233-4455-6677-8899-aabbccddeeff', o, NULL, $3 FROM unnest($1::text[], $2::uuid[]) AS g (k, o)";

    private const string Orders =
        """
        INSERT INTO bookstore.orders
        SELECT id, 'customer', 'EUR', 999, jsonb_build_array(jsonb_build_object('isbn', isbn, 'quantity', 1, 'unit_price_minor', 999)), '[]', 1, 1, NULL, NULL, NULL, false,
            $3, $3, 1, id, $3, $3, 0, NULL FROM unnest($1::uuid[], $2::bigint[]) AS g (id, isbn)
        """;

    private const string Holds = "INSERT INTO bookstore.holds SELECT id, isbn, 1 FROM unnest($1::uuid[], $2::bigint[]) AS g (id, isbn)";

    private const string Movements =
        "INSERT INTO bookstore.movements SELECT isbn, number, 2, 0, 1, 10000000, 1, id, NULL, NULL, $4 FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS g (id, isbn, number)";

    private const string Stock =
        "UPDATE bookstore.stock s SET reserved = g.reserved, last_movement = g.number FROM unnest($1::bigint[], $2::integer[], $3::bigint[]) AS g (isbn, reserved, number) WHERE s.isbn = g.isbn";

    public static async Task<double> OneByOneAsync(string connectionString, int titles, int connections, TimeSpan time)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Max Auto Prepare=50;Auto Prepare Min Usages=2;No Reset On Close=true");
        return await RunAsync(source, titles, 1, connections, time);
    }

    public static async Task<double> InBatchesAsync(string connectionString, int titles, int size, TimeSpan time)
    {
        await using var source = NpgsqlDataSource.Create(connectionString + ";Max Auto Prepare=50;Auto Prepare Min Usages=2;No Reset On Close=true");
        return await RunAsync(source, titles, size, 1, time);
    }

    private static async Task<double> RunAsync(NpgsqlDataSource source, int titles, int size, int connections, TimeSpan time)
    {
        await WriteAsync(source, titles, size, new Random(0), 40);
        var started = Stopwatch.GetTimestamp();
        var orders = await Task.WhenAll(Enumerable.Range(0, connections).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            var count = 0;
            for (; Stopwatch.GetElapsedTime(started) < time; count += size)
            {
                await WriteAsync(source, titles, size, random, 1);
            }

            return count;
        })));
        return orders.Sum() / Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task WriteAsync(NpgsqlDataSource source, int titles, int size, Random random, int times)
    {
        await using var connection = await source.OpenConnectionAsync();
        for (; times > 0; times--)
        {
            var isbns = Enumerable.Range(0, size).Select(_ => Shelves.Isbns[random.Next(titles)].ToInt64()).Order().ToArray();
            await using var transaction = await connection.BeginTransactionAsync();
            var levels = await LockAsync(connection, isbns);
            await using var batch = new NpgsqlBatch(connection);
            Fill(batch, isbns, levels);
            await batch.ExecuteNonQueryAsync();
            await transaction.CommitAsync();
        }
    }

    private static async Task<Dictionary<long, (int Reserved, long Number)>> LockAsync(NpgsqlConnection connection, long[] isbns)
    {
        await using var command = new NpgsqlCommand(Lock, connection) { Parameters = { Parameter(isbns.Distinct().ToArray()) } };
        await using var reader = await command.ExecuteReaderAsync();
        var levels = new Dictionary<long, (int, long)>();
        while (await reader.ReadAsync())
        {
            levels.Add(reader.GetInt64(0), (reader.GetInt32(2), reader.GetInt64(3)));
        }

        return levels;
    }

    private static void Fill(NpgsqlBatch batch, long[] isbns, Dictionary<long, (int Reserved, long Number)> levels)
    {
        var ids = Array.ConvertAll(isbns, _ => Guid.CreateVersion7());
        var numbers = Array.ConvertAll(isbns, isbn => (levels[isbn] = (levels[isbn].Reserved + 1, levels[isbn].Number + 1)).Number);
        var now = DateTime.UtcNow.Ticks;
        Add(batch, Keys, Parameter(Array.ConvertAll(ids, _ => Guid.NewGuid().ToString())), Parameter(ids), Parameter(now));
        Add(batch, Orders, Parameter(ids), Parameter(isbns), Parameter(now));
        Add(batch, Holds, Parameter(ids), Parameter(isbns));
        Add(batch, Movements, Parameter(ids), Parameter(isbns), Parameter(numbers), Parameter(now));
        Add(batch, Stock, Parameter(levels.Keys.ToArray()), Parameter(levels.Values.Select(level => level.Reserved).ToArray()), Parameter(levels.Values.Select(level => level.Number).ToArray()));
    }

    private static void Add(NpgsqlBatch batch, string sql, params NpgsqlParameter[] parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(parameters);
        batch.BatchCommands.Add(command);
    }

    private static NpgsqlParameter<T> Parameter<T>(T value) => new() { TypedValue = value };
}
