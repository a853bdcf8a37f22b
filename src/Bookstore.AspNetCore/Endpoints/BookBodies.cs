using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads what the trade knows of a book.</summary>
internal static class BookBodies
{
    /// <summary>Reads the details of a book.</summary>
    /// <param name="body">The body, whose limits were checked.</param>
    /// <param name="details">The details; <see langword="null"/> when it has none.</param>
    /// <param name="problem">What is wrong.</param>
    public static bool TryReadDetails(SaveBookBody body, out BookDetails? details, out ApiProblem? problem)
    {
        (details, problem) = (null, null);
        if (IsPlain(body))
        {
            return true;
        }

        var errors = new FieldErrors();
        details = new BookDetails
        {
            Subtitle = body.Subtitle,
            Contributors = [.. (body.Contributors ?? []).Select(static contributor => new BookContributor(contributor.Name, contributor.Role))],
            Series = [.. (body.Series ?? []).Select(static series => new BookSeries(series.Title) { Number = series.Number })],
            Imprint = body.Imprint,
            Subjects = [.. (body.Subjects ?? []).Select((subject, index) => Read(subject, index, errors))],
            ProductForm = body.ProductForm,
            Pages = body.Pages,
            Dimensions = body.Dimensions is { } size ? new BookDimensions(size.Height, size.Width, size.Thickness) : null,
            Weight = body.Weight,
            FixedPrice = body.FixedPrice == true,
            Prices = [.. (body.Prices ?? []).Select((price, index) => Read(price, index, errors))],
            PublishingStatus = body.PublishingStatus,
            Availability = body.Availability,
            EmbargoOn = body.EmbargoOn,
            OnSaleOn = body.OnSaleOn,
            LastReturnOn = body.LastReturnOn,
            Supplier = body.Supplier,
            Returnability = body.Returnability,
            ImageUrl = body.ImageUrl,
        };
        problem = errors.Any ? Problems.Invalid(ProblemCodes.InvalidBook, Problems.InvalidBody, errors) : null;
        return problem is null;
    }

    /// <summary>Reads a time of a body, whose form was checked.</summary>
    public static DateTimeOffset? TimeOf(string? text) => text is not null && Rfc3339.TryParse(text, out var time) ? time : null;

    // Most books that are saved by hand.
    private static bool IsPlain(SaveBookBody body) => body is
    {
        Subtitle: null, Contributors: null, Series: null, Imprint: null, Subjects: null, ProductForm: null, Pages: null, Dimensions: null, Weight: null, Prices: null, FixedPrice: null,
        PublishingStatus: null, Availability: null, EmbargoOn: null, OnSaleOn: null, LastReturnOn: null, Supplier: null, Returnability: null, ImageUrl: null,
    };

    private static BookSubject Read(BookSubjectResource subject, int index, FieldErrors errors)
    {
        if (subject.Scheme.Contains(':', StringComparison.Ordinal))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"/subjects/{index}/scheme"), "must not have a colon");
        }

        return new BookSubject(subject.Scheme, subject.Code) { Heading = subject.Heading };
    }

    private static BookPrice Read(BookPriceResource price, int index, FieldErrors errors)
    {
        if (price.ValidFrom > price.ValidUntil)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"/prices/{index}/valid_until"), "must not be before valid_from");
        }

        return new BookPrice(price.Type, new Money(price.Amount, price.Currency)) { TaxRate = price.TaxRate, ValidFrom = price.ValidFrom, ValidUntil = price.ValidUntil, Territory = price.Territory };
    }
}
