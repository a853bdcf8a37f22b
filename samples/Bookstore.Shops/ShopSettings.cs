namespace Bookstore.Samples;

/// <summary>Where a shop keeps its data, from <c>Bookstore:Shops:name</c>. Beside it in the section are the shop's options and clients, which the SDK reads.</summary>
/// <param name="Name">The shop's name: the prefix of its addresses, the tag of its metrics, the name in its payments.</param>
/// <param name="Store"><c>sqlite</c>, <c>postgresql</c> or <c>memory</c>.</param>
/// <param name="ConnectionString">Of the store.</param>
/// <param name="Schema">Of a PostgreSQL store: shops that share a database have one each. Default: the name.</param>
internal sealed record ShopSettings(string Name, string Store, string ConnectionString, string Schema)
{
    public const string SectionName = "Bookstore:Shops";

    /// <exception cref="ShopSetupException">No shop is named, or one has no store.</exception>
    public static IReadOnlyList<ShopSettings> ReadAll(IConfiguration configuration)
    {
        ShopSettings[] shops = [.. configuration.GetSection(SectionName).GetChildren().Select(Read)];
        return shops.Length > 0 ? shops : throw new ShopSetupException($"No shop is configured. Name each in {SectionName}, such as {SectionName}:paris:ConnectionString=Data Source=paris.db");
    }

    private static ShopSettings Read(IConfigurationSection section)
    {
        var store = section["Store"] is { Length: > 0 } named ? named : "sqlite";
        if (store is not ("sqlite" or "postgresql" or "memory"))
        {
            throw new ShopSetupException($"{section.Path}:Store is \"{store}\". Use sqlite, postgresql or memory.");
        }

        var connection = section["ConnectionString"] ?? string.Empty;
        return connection.Length > 0 || store == "memory"
            ? new ShopSettings(section.Key, store, connection, section["Schema"] is { Length: > 0 } schema ? schema : section.Key.Replace('-', '_').Replace('.', '_'))
            : throw new ShopSetupException($"Set {section.Path}:ConnectionString to the connection string of the shop's {store} store.");
    }
}

/// <summary>The configuration names no shop, or none that can be started. The message says what to set.</summary>
internal sealed class ShopSetupException(string message) : Exception(message);
