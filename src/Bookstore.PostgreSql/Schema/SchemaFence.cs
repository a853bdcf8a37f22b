using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Keeps a host from writing to a schema that a newer one has migrated since this host started.</summary>
/// <remarks>
/// Each unit shares an advisory lock from its beginning, which a migration takes for itself: a migration waits for the units in progress, and a unit that gets the lock after it
/// finds the new version when it writes its writer's row, the first write of every unit. No statement is added for it.
/// </remarks>
internal static class SchemaFence
{
    private const string Marker = "schema of a newer Bookstore.PostgreSql: version ";

    /// <summary>The batch number, or an error where the schema's version is not this program's any more.</summary>
    /// <param name="schema">The schema's quoted name.</param>
    /// <param name="batch">The parameter with the number.</param>
    public static string Guard(string schema, string batch) => string.Create(
        CultureInfo.InvariantCulture,
        $"CASE WHEN (SELECT max(version) FROM {schema}.schema_version) > {DatabaseSchema.Latest} THEN ('{Marker}' || (SELECT max(version) FROM {schema}.schema_version))::bigint ELSE {batch} END");

    /// <summary>Whether an error is the guard's.</summary>
    public static bool Raised(PostgresException error) =>
        error.SqlState == PostgresErrorCodes.InvalidTextRepresentation && error.MessageText.Contains(Marker, StringComparison.Ordinal);

    /// <summary>The lock of a schema: the same for every host that uses it, and for no other.</summary>
    public static long LockOf(string name) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes("Bookstore.PostgreSql schema " + name)));
}
