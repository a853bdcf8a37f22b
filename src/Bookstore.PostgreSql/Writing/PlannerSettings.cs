using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>The settings of the server's planner that a unit turns off, where the server knows them.</summary>
/// <remarks>
/// A unit only looks rows up by their keys: a plan that was made while a table was small must not read it from end to end later, or lock in another order than that of the keys. Nor is any statement worth being
/// compiled. An engine that lacks one of them refuses to have it set.
/// </remarks>
internal static class PlannerSettings
{
    /// <summary>Those of PostgreSQL, in all versions.</summary>
    public static IReadOnlyList<string> All { get; } = ["enable_seqscan", "enable_hashjoin", "enable_mergejoin", "jit"];

    /// <summary>Reads which of them the server knows.</summary>
    public static async Task<IReadOnlyList<string>> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var known = await connection.ReadAsync<string[]>("SELECT array_agg(name) FROM pg_settings WHERE name = ANY($1)", cancellationToken, (object)All.ToArray()).ConfigureAwait(false);
        return [.. All.Where((known ?? []).Contains)];
    }
}
