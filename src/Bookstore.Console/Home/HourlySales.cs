namespace Bookstore.Operating;

/// <summary>The orders of the last 24 hours, hour by hour.</summary>
/// <param name="Hours">The hours, the oldest first.</param>
/// <param name="Currency">The currency of the amounts: the one with the most orders.</param>
/// <param name="IsPart">Whether there were more orders than are looked at: the oldest hours lack some.</param>
internal sealed record HourlySales(IReadOnlyList<SalesHour> Hours, string Currency, bool IsPart)
{
    /// <summary>The books that were sold, those of most orders first.</summary>
    public IReadOnlyList<Isbn> Sold { get; init; } = [];

    /// <summary>Those of them of which few copies are left, the fewest first.</summary>
    public IReadOnlyList<BookListing> LowStock { get; init; } = [];

    /// <summary>When it was read.</summary>
    public DateTimeOffset ReadAt { get; init; }

    public int Orders => Hours.Sum(static hour => hour.Orders);

    public long MinorUnits => Hours.Sum(static hour => hour.MinorUnits);
}

/// <summary>One hour.</summary>
/// <param name="Begin">When it begins, in UTC.</param>
/// <param name="Orders">The orders that were confirmed, in every currency.</param>
/// <param name="MinorUnits">Their totals, in the currency of the chart.</param>
internal readonly record struct SalesHour(DateTimeOffset Begin, int Orders, long MinorUnits);
