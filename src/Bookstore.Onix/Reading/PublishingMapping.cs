namespace Bookstore.Onix.Reading;

/// <summary>Makes what is known of the publishing of a product.</summary>
internal static class PublishingMapping
{
    public static OnixPublisher? Publisher(OnixNode node) => node[Tag.PublisherName] is { } name ? new OnixPublisher(node[Tag.PublishingRole], name) : null;

    public static IReadOnlyList<OnixRoleDate> Dates(OnixNode node) => OnixValues.With(
        node.Map(Tag.PublishingDate, static date => OnixValues.RoleDate(date[Tag.PublishingDateRole], date[Tag.Date])),
        OnixValues.RoleDate(OnixDateRoles.Publication, node[Tag.PublicationDate]),
        OnixValues.RoleDate(OnixDateRoles.FirstPublication, node[Tag.YearFirstPublished]),
        OnixValues.RoleDate(OnixDateRoles.OutOfPrint, node[Tag.OutOfPrintDate]));
}
