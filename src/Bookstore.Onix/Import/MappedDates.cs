namespace Bookstore.Onix.Import;

/// <summary>The dates of a book.</summary>
internal static class MappedDates
{
    public static PublicationDate? PublicationOf(OnixProduct product)
    {
        var date = Find(product.PublishingDates, OnixDateRoles.Publication)
            ?? product.Supplies.Select(static supply => Find(supply.MarketDates, OnixDateRoles.Publication)).FirstOrDefault(static found => found is not null)
            ?? Find(product.PublishingDates, OnixDateRoles.FirstPublication);
        return date is not { } known ? null
            : known.Month is not { } month ? PublicationDate.OfYear(known.Year)
            : known.Day is null ? PublicationDate.OfMonth(known.Year, month)
            : known.FirstDay();
    }

    /// <summary>Returns the first day on which orders are taken: that of the publisher, else of the market.</summary>
    public static DateOnly? PreorderEmbargoOf(OnixProduct product) => DayOf(product.PublishingDates, OnixDateRoles.PreorderEmbargo)
        ?? product.Supplies.Select(static supply => DayOf(supply.MarketDates, OnixDateRoles.PreorderEmbargo)).FirstOrDefault(static day => day is not null);

    /// <summary>Returns the day with a role; <see langword="null"/> where less than a day is known.</summary>
    public static DateOnly? DayOf(IReadOnlyList<OnixRoleDate>? dates, string role) => dates is not null && Find(dates, role) is { Day: not null } date ? date.FirstDay() : null;

    public static DateOnly LastDayOf(OnixDate date)
    {
        var month = date.Month ?? 12;
        return new DateOnly(date.Year, month, date.Day ?? DateTime.DaysInMonth(date.Year, month));
    }

    private static OnixDate? Find(IReadOnlyList<OnixRoleDate> dates, string role) => dates.FirstOrDefault(date => date.Role == role)?.Date;
}
