namespace Bookstore.PostgreSql;

/// <summary>How many connections each of the store's two pools may have. Both together stay within the connection string's <c>Maximum Pool Size</c>.</summary>
/// <param name="Writes">For commit workers, for finding out outcomes, for the feed of events, and for the lists that the background work reads.</param>
/// <param name="Reads">For all other reads; no more of them are made at a time.</param>
/// <param name="Work">How many of the connections for writes the background work's lists may have at a time.</param>
internal readonly record struct PoolSizes(int Writes, int Reads, int Work)
{
    // The lists of the background work, and the question for the time.
    private const int Spare = 4;

    // Numbering, and the unit that removes old events.
    private const int Feed = 2;

    /// <summary>The smallest <c>Maximum Pool Size</c>: a connection for each unit, one to find out an outcome, one to number events, and one for reads.</summary>
    public static int Least(int maxOpenUnits) => maxOpenUnits + 3;

    /// <summary>Divides the connections.</summary>
    /// <param name="options">The store's options.</param>
    /// <param name="maximumPoolSize">What the connection string says; <see langword="null"/> when it says nothing.</param>
    public static PoolSizes Of(PostgreSqlStoreOptions options, int? maximumPoolSize)
    {
        // A unit whose outcome is unknown keeps its connection while another one asks.
        var writes = (2 * options.MaxOpenUnits) + Feed + Spare;
        if (maximumPoolSize is not { } all)
        {
            return new PoolSizes(writes, options.MaxReaders, Spare - 1);
        }

        writes = Math.Min(writes, Math.Max(all / 2, Least(options.MaxOpenUnits) - 1));
        return new PoolSizes(writes, Math.Min(options.MaxReaders, all - writes), Math.Clamp(writes - (2 * options.MaxOpenUnits) - Feed - 1, 1, Spare - 1));
    }
}
