namespace Bookstore.Onix;

/// <summary>A message to import, and how.</summary>
public sealed record OnixImportOptions
{
    /// <summary>Opens the file, from its beginning. Called again where an import that was stopped cannot continue because the file has changed. The import closes what it opened.</summary>
    public required Func<CancellationToken, ValueTask<Stream>> Open { get; init; }

    /// <summary>The limits of the reader. Default <see langword="null"/>: those of <see cref="OnixReaderOptions"/>.</summary>
    public OnixReaderOptions? Reader { get; init; }

    /// <summary>The currency of the shop's prices, ISO 4217. Default <see langword="null"/>: that of the first price that can be used.</summary>
    public string? Currency { get; init; }

    /// <summary>The country of the shop, ISO 3166-1. Prices and markets of other countries are left out. Default <see langword="null"/>: all count.</summary>
    public string? Country { get; init; }

    /// <summary>The types of prices that become the price of a book, the first one that there is. Default: fixed, recommended, the publisher's own, each with tax, then without.</summary>
    public IReadOnlyList<string> PriceTypes { get; init; } =
    [
        OnixPriceTypes.FixedWithTax, OnixPriceTypes.Recommended, OnixPriceTypes.PublisherWithTax, OnixPriceTypes.FixedWithoutTax, OnixPriceTypes.RecommendedWithoutTax,
    ];

    /// <summary>Whether a book that the catalogue has keeps its price. Default <see langword="false"/>.</summary>
    public bool KeepPrices { get; init; }

    /// <summary>Whether nothing is written: the report says what would be. Default <see langword="false"/>.</summary>
    public bool DryRun { get; init; }

    /// <summary>After how many records is kept how far the import came.</summary>
    internal int RecordsPerCheckpoint { get; init; } = 1_024;

    /// <summary>Makes options for a file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The options.</returns>
    public static OnixImportOptions ForFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new OnixImportOptions { Open = _ => ValueTask.FromResult<Stream>(new FileStream(path, new FileStreamOptions { Options = FileOptions.Asynchronous | FileOptions.SequentialScan })) };
    }

    /// <summary>Throws unless the options can be used.</summary>
    internal static void Check(OnixImportOptions options)
    {
        if (options.Reader is { } reader)
        {
            OnixReaderOptions.Check(reader);
        }

        var broken = options switch
        {
            { Open: null } => "Open is missing: it opens the file.",
            { PriceTypes: null } => "PriceTypes is missing: the types of prices that count.",
            { Currency: { } currency } when !Money.TryCreate(0, currency, out _) => "Currency is a code of ISO 4217 in upper case, such as EUR.",
            { Country: { Length: not 2 } } => "Country is a code of ISO 3166-1, such as DE.",
            _ => null,
        };
        if (broken is not null)
        {
            throw new ArgumentException(broken, nameof(options));
        }
    }
}
