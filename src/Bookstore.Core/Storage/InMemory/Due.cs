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

    /// <summary>Lists what is due at every gateway or courier, one after the other.</summary>
    /// <param name="parties">The gateways or couriers, in any order; <see langword="null"/> comes first.</param>
    /// <param name="after">The position to continue from.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="list">Lists what is due at one of them.</param>
    public static KeysetPage<TRecord, PartyDuePosition> ListAll<TRecord>(
        IEnumerable<string?> parties, PartyDuePosition? after, int limit, Func<string?, DuePosition?, int, KeysetPage<TRecord, DuePosition>> list)
    {
        var found = new List<TRecord>();
        foreach (var party in parties.Where(party => after is null || string.CompareOrdinal(party, after.Value.Party) >= 0).Order(StringComparer.Ordinal))
        {
            DuePosition? from = after is { } position && string.Equals(party, position.Party, StringComparison.Ordinal) ? new DuePosition(position.DueAt, position.Id) : null;
            var page = list(party, from, limit - found.Count);
            found.AddRange(page.Items);
            if (page.Next is { } next)
            {
                return new KeysetPage<TRecord, PartyDuePosition>(found, new PartyDuePosition(party, next.DueAt, next.Id));
            }
        }

        return new KeysetPage<TRecord, PartyDuePosition>(found, null);
    }

    /// <summary>What follows a position.</summary>
    public static SortedKeys<(DateTimeOffset At, Guid Id)>.Walk After(SortedKeys<(DateTimeOffset At, Guid Id)> keys, DuePosition? after) =>
        after is { } position ? keys.After((position.DueAt, position.Id)) : keys.Ascending();
}
