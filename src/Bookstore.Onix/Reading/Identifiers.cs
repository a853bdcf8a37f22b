namespace Bookstore.Onix.Reading;

/// <summary>Makes the identifiers of a record, of a supplier, of a series.</summary>
internal static class Identifiers
{
    public static OnixIdentifier? Map(OnixNode node, Tag type) =>
        node[Tag.IDValue] is { } value ? new OnixIdentifier(node[type] ?? string.Empty, value, node[Tag.IDTypeName]) : null;

    /// <summary>Returns the identifiers of a product, with those that 2.1 wrote in elements of their own.</summary>
    public static IReadOnlyList<OnixIdentifier> OfProduct(OnixNode product) => OnixValues.With(
        product.Map(Tag.ProductIdentifier, static node => Map(node, Tag.ProductIDType)),
        product[Tag.ISBN] is { } isbn ? new OnixIdentifier(OnixIdentifierTypes.Isbn10, isbn) : null,
        product[Tag.EAN13] is { } ean ? new OnixIdentifier(OnixIdentifierTypes.Gtin13, ean) : null);
}
