namespace Bookstore.Onix.Import;

/// <summary>Pages, sizes in millimetres and weight in grams.</summary>
internal static class MappedSizes
{
    private const string PagesUnit = "03";

    // The first one that a record has is shown.
    private static readonly string[] PageTypes = [OnixExtentTypes.MainContent, OnixExtentTypes.ContentPages, OnixExtentTypes.AbsolutePages, OnixExtentTypes.NumberedPages, OnixExtentTypes.ProductionPages, OnixExtentTypes.PrintCounterpart];

    public static int? PagesOf(OnixProduct product)
    {
        foreach (var type in PageTypes)
        {
            if (product.Extents.FirstOrDefault(extent => extent.Type == type && extent.Unit is null or PagesUnit) is { Value: >= 1 and <= BookDetails.MaxPages } pages)
            {
                return (int)pages.Value;
            }
        }

        return null;
    }

    public static BookDimensions? DimensionsOf(OnixProduct product)
    {
        var (height, width, thickness) = (Length(product, OnixMeasureTypes.Height), Length(product, OnixMeasureTypes.Width), Length(product, OnixMeasureTypes.Thickness));
        return height is null && width is null && thickness is null ? null : new BookDimensions(height, width, thickness);
    }

    public static int? WeightOf(OnixProduct product) => Measure(product, OnixMeasureTypes.Weight, GramsPer) is >= 0.5m and <= BookDetails.MaxWeight and { } grams ? (int)Math.Round(grams, MidpointRounding.AwayFromZero) : null;

    private static decimal? Length(OnixProduct product, string type) =>
        Measure(product, type, MillimetresPer) is >= 0 and <= BookDimensions.MaxMillimetres and { } length ? Math.Round(length, 1, MidpointRounding.AwayFromZero) : null;

    private static decimal? Measure(OnixProduct product, string type, Func<string?, decimal?> factorOf)
    {
        foreach (var measure in product.Measures)
        {
            // Larger numbers are no sizes, and could not be multiplied.
            if (measure.Type == type && measure.Value is >= 0 and <= 1_000_000 && factorOf(measure.Unit) is { } factor)
            {
                return measure.Value * factor;
            }
        }

        return null;
    }

    private static decimal? MillimetresPer(string? unit) => unit switch
    {
        "mm" => 1m,
        "cm" => 10m,
        "in" => 25.4m,
        _ => null,
    };

    private static decimal? GramsPer(string? unit) => unit switch
    {
        "gr" => 1m,
        "kg" => 1_000m,
        "oz" => 28.349523125m,
        "lb" => 453.59237m,
        _ => null,
    };
}
