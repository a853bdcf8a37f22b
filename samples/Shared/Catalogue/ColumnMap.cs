namespace Bookstore.Samples;

/// <summary>Which column of a table is what. Names are compared as they are written.</summary>
internal sealed record ColumnMap
{
    /// <summary>The table of goodbooks-10k.</summary>
    public static ColumnMap Goodbooks { get; } = new()
    {
        Isbn = "isbn",
        Isbn13 = "isbn13",
        Title = "title",
        Author = "authors",
        Language = "language_code",
    };

    /// <summary>The export of products of Shopify. A product has further rows for its pictures.</summary>
    public static ColumnMap Shopify { get; } = new()
    {
        Isbn = "Variant Barcode",
        Title = "Title",
        Author = "Vendor",
        Price = "Variant Price",
        Format = "Type",
        Image = "Image Src",
        HasContinuations = true,
    };

    /// <summary>The export of products of WooCommerce.</summary>
    public static ColumnMap WooCommerce { get; } = new()
    {
        Isbn = "GTIN, UPC, EAN, or ISBN",
        Isbn13 = "SKU",
        Title = "Name",
        Author = "Brands",
        Price = "Regular price",
        Image = "Images",
    };

    public required string Isbn { get; init; }

    public string? Isbn13 { get; init; }

    public required string Title { get; init; }

    public string? Author { get; init; }

    public string? Price { get; init; }

    public string? Currency { get; init; }

    public string? Publisher { get; init; }

    public string? Published { get; init; }

    public string? Language { get; init; }

    public string? Format { get; init; }

    public string? Image { get; init; }

    /// <summary>Whether a row without a title and an ISBN belongs to the one before it.</summary>
    public bool HasContinuations { get; init; }

    private static (string Name, ColumnMap Map)[] Known => [("goodbooks", Goodbooks), ("shopify", Shopify), ("woocommerce", WooCommerce)];

    /// <summary>Finds the map that a header is made for; that of goodbooks-10k where there is none.</summary>
    public static ColumnMap For(IReadOnlyCollection<string> header) => Array.Find(Known, known => known.Map.Missing(header).Count == 0).Map ?? Goodbooks;

    /// <summary>Reads a map from a command line: the name of a known one, or pairs.</summary>
    /// <exception cref="FormatException">It is neither.</exception>
    public static ColumnMap Parse(string text)
    {
        if (Array.Find(Known, known => string.Equals(known.Name, text, StringComparison.OrdinalIgnoreCase)).Map is { } map)
        {
            return map;
        }

        map = new ColumnMap { Isbn = string.Empty, Title = string.Empty };
        foreach (var pair in text.Split(','))
        {
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            map = at < 0 ? throw new FormatException($"--columns has pairs such as isbn=EAN, not '{pair}'.") : map.With(pair[..at].Trim(), pair[(at + 1)..].Trim());
        }

        return map is { Isbn.Length: > 0, Title.Length: > 0 } ? map : throw new FormatException("--columns has to name the columns of isbn and title.");
    }

    /// <summary>Returns the columns that have to be there and are not.</summary>
    public IReadOnlyList<string> Missing(IReadOnlyCollection<string> header) => [.. Required().Where(column => !header.Contains(column, StringComparer.Ordinal))];

    private IEnumerable<string> Required() => ReferenceEquals(this, Goodbooks) ? [Isbn, Isbn13!, Author!, Title] : [Isbn, Title];

    private ColumnMap With(string name, string column) => name switch
    {
        "isbn" => this with { Isbn = column },
        "isbn13" => this with { Isbn13 = column },
        "title" => this with { Title = column },
        "author" => this with { Author = column },
        "price" => this with { Price = column },
        "currency" => this with { Currency = column },
        "publisher" => this with { Publisher = column },
        "published" => this with { Published = column },
        "language" => this with { Language = column },
        "format" => this with { Format = column },
        "image" => this with { Image = column },
        _ => throw new FormatException($"--columns knows no '{name}': isbn, isbn13, title, author, price, currency, publisher, published, language, format and image."),
    };
}
