namespace Bookstore.PostgreSql;

/// <summary>How many connections each of the store's two pools may have. Both together stay within the connection string's <c>Maximum Pool Size</c>.</summary>
/// <param name="Writes">For commit workers, for finding out outcomes, for the feed of events, for look-ups, and for the lists that the background work reads.</param>
/// <param name="Reads">For lists and searches; no more of them are made at a time.</param>
/// <param name="Feed">For those who read the events of the feed, beside <paramref name="Reads"/>, so that lists and searches never wait behind them; zero where there are few connections, which all share.</param>
/// <param name="Work">How many of the connections for writes the background work's lists may have at a time.</param>
/// <param name="LookUps">How many of the connections for writes are kept for look-ups, see <see cref="LookUp"/>.</param>
internal readonly record struct PoolSizes(int Writes, int Reads, int Feed, int Work, int LookUps)
{
    private const int MostWork = 3;

    // One for each kind, and spare ones: a look-up that hangs keeps none of its kind waiting.
    private const int MostLookUps = (int)LookUp.NewestOrders + 4;

    // Operations that are retried apart from the commit workers have units of their own.
    private const int DeferredUnits = 2;

    // Numbering, and the unit that removes old events.
    private const int FeedWrites = 2;

    private const int Time = 1;

    // Consumers at the end of the feed share one read; the others are those that are behind, and clients.
    private const int MostFeed = 2;

    // Below it, lists and searches need all that there are.
    private const int FewReads = 8;

    /// <summary>The smallest <c>Maximum Pool Size</c>: a connection for each unit, one to find out an outcome, one to number events, and one for reads.</summary>
    public static int Least(int maxOpenUnits) => maxOpenUnits + 3;

    /// <summary>How many units the write path has in progress at the most.</summary>
    public static int UnitsOf(PostgreSqlStoreOptions options) => options.MaxOpenUnits + Math.Min(options.MaxOpenUnits, DeferredUnits);

    /// <summary>Divides the connections.</summary>
    /// <param name="options">The store's options.</param>
    /// <param name="maximumPoolSize">What the connection string says; <see langword="null"/> when it says nothing.</param>
    public static PoolSizes Of(PostgreSqlStoreOptions options, int? maximumPoolSize)
    {
        // A unit whose outcome is unknown keeps its connection while another one asks.
        var needed = (2 * UnitsOf(options)) + FeedWrites + Time;
        var writes = needed + MostWork + MostLookUps;
        if (maximumPoolSize is not { } all)
        {
            return new PoolSizes(writes, options.MaxReaders, MostFeed, MostWork, MostLookUps);
        }

        writes = Math.Min(writes, Math.Max(2 * all / 3, Least(options.MaxOpenUnits) - 1));
        var work = Math.Clamp((writes - needed) / 2, 1, MostWork);
        var feed = all - writes >= FewReads ? MostFeed : 0;
        return new PoolSizes(writes, Math.Min(options.MaxReaders, all - writes - feed), feed, work, Math.Clamp(writes - needed - work, 1, MostLookUps));
    }
}
