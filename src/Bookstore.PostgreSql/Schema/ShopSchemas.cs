using Npgsql;

namespace Bookstore.PostgreSql;

/// <summary>Which shop of an application has which schema, so that two of them never sell each other's stock. Thread-safe.</summary>
/// <remarks>Connection strings are compared as they are written: a server under two names is not found.</remarks>
internal sealed class ShopSchemas
{
    private readonly Dictionary<(string Hosts, int Port, string? Database, string Schema), string?> _shops = [];
    private readonly Lock _lock = new();

    /// <summary>Notes a shop's schema, when its store is made.</summary>
    /// <returns>How many shops have one now.</returns>
    /// <exception cref="InvalidOperationException">It is another shop's.</exception>
    public int Claim(PostgreSqlStoreOptions options, string? shop)
    {
        var parts = new NpgsqlConnectionStringBuilder(options.ConnectionString);
        var place = ((parts.Host ?? string.Empty).ToUpperInvariant(), parts.Port, parts.Database ?? parts.Username, options.Schema);
        lock (_lock)
        {
            if (!_shops.TryAdd(place, shop))
            {
                throw new InvalidOperationException(
                    $"Two shops have the same PostgreSQL schema, {options.Schema}: {Describe(_shops[place])} and {Describe(shop)}. Give each a schema of its own: PostgreSqlStoreOptions.Schema.");
            }

            return _shops.Count;
        }
    }

    private static string Describe(string? shop) => shop is null ? "the shop without a name" : $"the shop '{shop}'";
}
