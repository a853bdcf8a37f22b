namespace Bookstore.Onix.Reading;

/// <summary>Makes what is known of the publishing of a product.</summary>
internal static class PublishingMapping
{
    public static OnixProduct Add(OnixProduct product, OnixNode node) => product with
    {
        Imprints = node.Map(Tag.Imprint, static imprint => imprint[Tag.ImprintName]),
        Publishers = node.Map(Tag.Publisher, static publisher => publisher[Tag.PublisherName] is { } name ? new OnixPublisher(publisher[Tag.PublishingRole], name) : null),
        CountryOfPublication = node[Tag.CountryOfPublication],
        PublishingStatus = node[Tag.PublishingStatus],
        PublishingDates = OnixValues.With(
            node.Map(Tag.PublishingDate, static date => OnixValues.RoleDate(date[Tag.PublishingDateRole], date[Tag.Date])),
            OnixValues.RoleDate(OnixDateRoles.Publication, node[Tag.PublicationDate]),
            OnixValues.RoleDate(OnixDateRoles.FirstPublication, node[Tag.YearFirstPublished]),
            OnixValues.RoleDate(OnixDateRoles.OutOfPrint, node[Tag.OutOfPrintDate])),
    };
}
