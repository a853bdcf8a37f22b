using Npgsql;

namespace Bookstore;

/// <summary>How the PostgreSQL store works. Checked at start; each message names what to change.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>
    /// The connection string, as <see cref="NpgsqlConnectionStringBuilder"/> reads it. <c>Host</c> may name the primary and its standbys,
    /// separated by commas: the one that takes writes is used. <c>Maximum Pool Size</c> limits all connections of this process, which are
    /// divided between writes and reads; at least <see cref="MaxOpenUnits"/> + 3. Behind a pooler in transaction mode (PgBouncer), add
    /// <c>Max Auto Prepare=0</c>. Required.
    /// </summary>
    public string ConnectionString { get; set; } = string.Empty;

    /// <summary>The schema of the tables: lower-case letters, digits and underscores, up to 63. It is made when it is not there. Default <c>bookstore</c>.</summary>
    public string Schema { get; set; } = "bookstore";

    /// <summary>
    /// How many batches of this process are in progress at a time: one for what leaves stock alone, such as confirmations, and the others for
    /// stock, each book's in one of them. Each has two connections of its own, so that lists never keep a write waiting. 1 to 64. Default 3.
    /// </summary>
    public int MaxOpenUnits { get; set; } = 3;

    /// <summary>
    /// How many lists and searches are made at a time, each over a connection of its own; more wait. Look-ups by a key do not wait behind them. Fewer where <c>Maximum Pool Size</c>
    /// leaves fewer. 1 to 1,000. Default 32.
    /// </summary>
    public int MaxReaders { get; set; } = 32;

    /// <summary>
    /// How long a list or search waits while <see cref="MaxReaders"/> others are made, before it throws a <see cref="BookstoreStoreException"/> that is
    /// transient. 0 to 1 minute. Default 5 seconds.
    /// </summary>
    public TimeSpan ReadQueueTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long one read may take before the database cancels it, and it throws a <see cref="BookstoreStoreException"/> that is transient.
    /// <see cref="CommandTimeout"/> limits it too. 100 milliseconds to 10 minutes. Default 10 seconds.
    /// </summary>
    public TimeSpan ReadTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for the database's answer. A commit is not cancelled then: its outcome is found out. 1 second to 10 minutes. Default 10 seconds.</summary>
    public TimeSpan CommandTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The longest time to wait for a row that another transaction has locked. The write path waits less, a tenth of <see cref="WritePathOptions.RetryTimeout"/>, and then
    /// continues without the operations that need the row. 100 milliseconds to 10 minutes. Default 5 seconds.
    /// </summary>
    public TimeSpan LockTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// After how long the transaction of a host that does nothing ends, so that one that is frozen or cut off does not keep its locks: between two requests the database ends it,
    /// in the middle of one another host does, up to half as long later, if its role may end the other's sessions (the same role may). 1 second to 10 minutes. Default 5 seconds.
    /// </summary>
    public TimeSpan IdleTransactionTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Which servers lists and searches are read from; look-ups by a key, the feed and all writes use the primary. <see cref="PostgreSqlReadFrom.Standbys"/> needs a primary and its standbys in <c>Host</c>, <c>synchronous_commit</c> at
    /// <c>remote_apply</c>, and all those standbys in <c>synchronous_standby_names</c> (<c>FIRST n</c>): the start is refused otherwise. While one of them is lost, reads go to the primary. Default <see cref="PostgreSqlReadFrom.Primary"/>.
    /// </summary>
    /// <remarks>A reader sees what was committed before the read began. What is being committed can be seen on a standby up to the wait for the other standbys earlier than on the primary.</remarks>
    public PostgreSqlReadFrom ReadFrom { get; set; } = PostgreSqlReadFrom.Primary;

    /// <summary>Changes how connections are made, such as passwords that expire or certificates. Called once for each of the store's two pools, for writes and for reads, and once more for reads from standbys. Default: nothing.</summary>
    public Action<NpgsqlDataSourceBuilder>? ConfigureDataSource { get; set; }
}
