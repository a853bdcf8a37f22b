using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <content>What the trade knows of a book. A list without items is left out.</content>
internal static partial class Resources
{
    private static BookResource WithDetails(BookResource resource, BookDetails details) => resource with
    {
        Subtitle = details.Subtitle,
        Contributors = ListOf(details.Contributors, static contributor => new BookContributorResource { Name = contributor.Name, Role = contributor.Role }),
        Series = ListOf(details.Series, static series => new BookSeriesResource { Title = series.Title, Number = series.Number }),
        Imprint = details.Imprint,
        Subjects = ListOf(details.Subjects, static subject => new BookSubjectResource { Scheme = subject.Scheme, Code = subject.Code, Heading = subject.Heading }),
        ProductForm = details.ProductForm,
        Pages = details.Pages,
        Dimensions = details.Dimensions is { } size ? new BookDimensionsResource { Height = size.Height, Width = size.Width, Thickness = size.Thickness } : null,
        Weight = details.Weight,
        FixedPrice = details.FixedPrice ? true : null,
        Prices = ListOf(details.Prices, From),
        PublishingStatus = details.PublishingStatus,
        Availability = details.Availability,
        EmbargoOn = details.EmbargoOn,
        OnSaleOn = details.OnSaleOn,
        LastReturnOn = details.LastReturnOn,
        Supplier = details.Supplier,
        Returnability = details.Returnability,
        ImageUrl = details.ImageUrl,
    };

    private static BookPriceResource From(BookPrice price) => new()
    {
        Type = price.Type,
        Amount = price.Amount.Amount,
        Currency = price.Amount.Currency,
        TaxRate = price.TaxRate,
        ValidFrom = price.ValidFrom,
        ValidUntil = price.ValidUntil,
        Territory = price.Territory,
    };

    private static TResource[]? ListOf<TItem, TResource>(IReadOnlyList<TItem> items, Func<TItem, TResource> resourceOf) =>
        items.Count == 0 ? null : [.. items.Select(resourceOf)];
}
