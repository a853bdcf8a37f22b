namespace Bookstore.Storage;

/// <summary>How many records of bulk work, such as an import of books, a batch takes, so that the operations behind it wait for milliseconds.</summary>
/// <remarks>
/// The share doubles while batches that use all of it are quick, and is halved after a slow one. It is never less than an eighth of a batch: on a slow disk,
/// where the number of records makes no difference, an import would otherwise come to a standstill. Not thread-safe.
/// </remarks>
internal sealed class BulkShare(int maxRecords)
{
    private const int Smallest = 8;

    private static readonly TimeSpan Quick = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(10);

    private readonly int _min = Math.Max(1, maxRecords / Smallest);

    /// <summary>The most records of bulk work in the next batch. One operation is taken in any case.</summary>
    public int Records { get; private set; } = Math.Max(1, maxRecords / Smallest);

    /// <summary>Adapts the share to a batch with bulk work.</summary>
    /// <param name="taken">How long the batch took.</param>
    /// <param name="wasUsedUp">Whether more bulk work waited than the share allowed.</param>
    public void Adapt(TimeSpan taken, bool wasUsedUp)
    {
        if (taken > Slow)
        {
            Records = Math.Max(_min, Records / 2);
        }
        else if (taken < Quick && wasUsedUp)
        {
            Records = Math.Min(maxRecords, Records * 2);
        }
    }
}
