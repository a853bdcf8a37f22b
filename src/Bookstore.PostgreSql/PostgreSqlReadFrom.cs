namespace Bookstore;

/// <summary>Which servers of a PostgreSQL cluster lists and searches are read from, see <see cref="PostgreSqlStoreOptions.ReadFrom"/>.</summary>
public enum PostgreSqlReadFrom
{
    /// <summary>The server that takes writes.</summary>
    Primary = 1,

    /// <summary>The standbys that the connection string names, all of them synchronous; the primary while one of them is lost.</summary>
    Standbys = 2,
}
