using Microsoft.Data.Sqlite;

namespace Bookstore;

/// <summary>How the embedded store works. Checked at start; each message names what to change.</summary>
public sealed class SqliteStoreOptions
{
    /// <summary>
    /// The connection string, as <see cref="SqliteConnectionStringBuilder"/> reads it: <c>Data Source</c> names the file, <c>Mode=ReadWrite</c>
    /// forbids to make it. The file has to be on a local disk. Default <c>Data Source=bookstore.db</c>.
    /// </summary>
    public string ConnectionString { get; set; } = "Data Source=bookstore.db";

    /// <summary>How long a write waits for another process that is writing. 0 to 60 seconds. Default 5 seconds.</summary>
    public TimeSpan BusyTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How many reads are made at a time; more wait. Two more are kept for what writes look up first, such as an order by its id. 1 to 256. Default twice the processors, 16 at the most.</summary>
    public int MaxReaders { get; set; } = Math.Clamp(2 * Environment.ProcessorCount, 1, 16);

    /// <summary>The writer's page cache, in KiB; each reader has an eighth of it. 1,024 to 4,194,304. Default 16,384: SQLite looks through all of it at most commits, so a larger one makes writes slower.</summary>
    public int CacheSizeKiB { get; set; } = 16_384;

    /// <summary>After how many pages of 4 KiB the write-ahead log is copied into the file, in the background. 100 to 1,000,000. Default 20,000.</summary>
    public int CheckpointPages { get; set; } = 20_000;

    /// <summary>
    /// How large the write-ahead log may become while a read keeps it from starting anew, in bytes. From half of it on, a warning is logged once; from here on the reads of this process that have run
    /// for more than five seconds are ended with a transient <see cref="BookstoreStoreException"/>. Writes continue. A reader in another program cannot be ended.
    /// At least four times <see cref="CheckpointPages"/> pages of 4 KiB, at most 1 TiB. Default 1 GiB.
    /// </summary>
    public long MaxLogSize { get; set; } = 1L << 30;

    /// <summary>
    /// How many books with their stock and how many customers, and a quarter as many orders with work left to do, the writer remembers, so that it need not read what it wrote.
    /// Up to twice as many are kept. 0 to 10,000,000. Default 20,000.
    /// </summary>
    public int CachedRecords { get; set; } = 20_000;
}
