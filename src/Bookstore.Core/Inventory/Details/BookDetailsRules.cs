using System.Globalization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>What the details of a book have to be.</summary>
internal static class BookDetailsRules
{
    /// <summary>What is wrong with the details; <see langword="null"/> when nothing is.</summary>
    public static string? Problem(BookDetails details) =>
        Optional("The subtitle", details.Subtitle, BookDetails.MaxTextLength)
        ?? Optional("The imprint", details.Imprint, BookDetails.MaxNameLength)
        ?? Optional("The supplier", details.Supplier, BookDetails.MaxNameLength)
        ?? Optional("The product form", details.ProductForm, BookDetails.MaxCodeLength)
        ?? Optional("The publishing status", details.PublishingStatus, BookDetails.MaxCodeLength)
        ?? Optional("The availability", details.Availability, BookDetails.MaxCodeLength)
        ?? Optional("The returnability", details.Returnability, BookDetails.MaxCodeLength)
        ?? Range("The number of pages", details.Pages, 1, BookDetails.MaxPages)
        ?? Range("The weight in grams", details.Weight, 1, BookDetails.MaxWeight)
        ?? ProblemOf(details.Dimensions)
        ?? ProblemOfImage(details.ImageUrl)
        ?? Each("contributors", details.Contributors, BookDetails.MaxContributors, static contributor =>
            Text("name", contributor.Name, 1, BookDetails.MaxNameLength) ?? Text("role", contributor.Role, 1, BookDetails.MaxCodeLength))
        ?? Each("series", details.Series, BookDetails.MaxSeries, static series =>
            Text("title", series.Title, 1, BookDetails.MaxTextLength) ?? Optional("number", series.Number, BookDetails.MaxCodeLength))
        ?? Each("subjects", details.Subjects, BookDetails.MaxSubjects, ProblemOf)
        ?? Each("prices", details.Prices, BookDetails.MaxPrices, ProblemOf);

    private static bool IsImageUrl(string text) =>
        text.Length <= BookDetails.MaxUrlLength && Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);

    private static string? ProblemOf(BookSubject subject) =>
        Text("scheme", subject.Scheme, 1, BookDetails.MaxCodeLength)
        ?? (subject.Scheme.Contains(BookFacets.SchemeEnd, StringComparison.Ordinal) ? "scheme must not have a colon." : null)
        ?? Text("code", subject.Code, 1, BookSubject.MaxSubjectCodeLength)
        ?? Optional("heading", subject.Heading, BookDetails.MaxTextLength);

    private static string? ProblemOf(BookPrice price) =>
        Text("type", price.Type, 1, BookDetails.MaxCodeLength)
        ?? Optional("territory", price.Territory, BookPrice.MaxTerritoryLength)
        ?? (price.Amount.IsDefault || price.Amount.MinorUnits is < 0 or > Book.MaxPriceInMinorUnits ? $"amount has a currency and is 0 to {Book.MaxPriceInMinorUnits} minor units." : null)
        ?? (price.TaxRate is < 0 or > 100 ? "tax rate is 0 to 100 per cent." : null)
        ?? (price.ValidFrom > price.ValidUntil ? "last day is before its first." : null);

    private static string? ProblemOf(BookDimensions? dimensions) =>
        dimensions is null || (IsLength(dimensions.Height) && IsLength(dimensions.Width) && IsLength(dimensions.Thickness))
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"The dimensions are each 0 to {BookDimensions.MaxMillimetres:N0} millimetres.");

    private static bool IsLength(decimal? value) => value is null or (>= 0 and <= BookDimensions.MaxMillimetres);

    private static string? ProblemOfImage(string? text) =>
        text is null || IsImageUrl(text) ? null : string.Create(CultureInfo.InvariantCulture, $"The image is an absolute http or https address of up to {BookDetails.MaxUrlLength:N0} characters.");

    private static string? Each<T>(string name, IReadOnlyList<T>? items, int max, Func<T, string?> problemOf)
        where T : class
    {
        if (items is null || items.Count > max)
        {
            return $"The {name} must be a list of up to {max}.";
        }

        for (var i = 0; i < items.Count; i++)
        {
            if ((items[i] is null ? "is missing." : problemOf(items[i])) is { } problem)
            {
                return string.Create(CultureInfo.InvariantCulture, $"Number {i + 1} of the {name}: {problem}");
            }
        }

        return null;
    }

    private static string? Range(string name, int? value, int min, int max) =>
        value is null || (value >= min && value <= max) ? null : string.Create(CultureInfo.InvariantCulture, $"{name} is {min} to {max:N0}.");

    private static string? Optional(string name, string? value, int max) => value is null ? null : Text(name, value, 0, max);

    private static string? Text(string name, string? value, int min, int max) => Require.TextProblem(value, min, max) is { } problem ? $"{name} {problem}" : null;
}
