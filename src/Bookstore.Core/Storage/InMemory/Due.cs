namespace Bookstore.Storage;

/// <summary>What is due in an index by time.</summary>
internal static class Due
{
    /// <summary>The earliest time of a group, which is not empty.</summary>
    public static DateTimeOffset Since(SortedKeys<(DateTimeOffset At, Guid Id)> keys)
    {
        var first = keys.Ascending();
        return first.MoveNext() ? first.Current.At : DateTimeOffset.MaxValue;
    }

    public static long Count(SortedKeys<(DateTimeOffset At, Guid Id)> keys, DateTimeOffset until) => keys.CountThrough((until, Guid.AllBitsSet));

    /// <summary>What follows a position.</summary>
    public static SortedKeys<(DateTimeOffset At, Guid Id)>.Walk After(SortedKeys<(DateTimeOffset At, Guid Id)> keys, DuePosition? after) =>
        after is { } position ? keys.After((position.DueAt, position.Id)) : keys.Ascending();
}
