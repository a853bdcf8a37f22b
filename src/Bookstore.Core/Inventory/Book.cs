namespace Bookstore;

/// <summary>The catalogue's data of one book. It says nothing about stock: see <see cref="StockLevel"/>.</summary>
/// <remarks>Immutable and safe to share between threads. The limits are checked when the book is saved.</remarks>
public sealed record Book
{
    /// <summary>The longest <see cref="Title"/> and <see cref="Author"/>, in Unicode code points: 500.</summary>
    public const int MaxTextLength = 500;

    /// <summary>The longest <see cref="Publisher"/>, <see cref="Language"/> and <see cref="Format"/>, in Unicode code points: 200.</summary>
    public const int MaxShortTextLength = 200;

    /// <summary>The highest price, in minor units of its currency: 100,000,000,000.</summary>
    public const long MaxPriceInMinorUnits = 100_000_000_000;

    /// <summary>The highest <see cref="BackorderLimit"/>: 1,000,000 copies.</summary>
    public const int MaxBackorderLimit = 1_000_000;

    /// <summary>The book's ISBN, always in its 13-digit form.</summary>
    public required Isbn Isbn { get; init; }

    /// <summary>The title: 1 to 500 characters.</summary>
    public required string Title { get; init; }

    /// <summary>The author or authors as printed: up to 500 characters.</summary>
    public required string Author { get; init; }

    /// <summary>The price of one copy: zero or more.</summary>
    public required Money Price { get; init; }

    /// <summary>The publisher, where known: up to 200 characters.</summary>
    public string? Publisher { get; init; }

    /// <summary>When it was or will be published, where known: a day, a month or a year.</summary>
    public PublicationDate? PublishedOn { get; init; }

    /// <summary>The language, where known, as a BCP 47 tag or as the source wrote it: up to 200 characters.</summary>
    public string? Language { get; init; }

    /// <summary>The format, where known ("hardcover", "paperback"): up to 200 characters.</summary>
    public string? Format { get; init; }

    /// <summary>From when on it can be ordered, in UTC; <see langword="null"/>, the default, for at once. An order or a cart's reservation before it is refused, see <see cref="PlaceOrderOutcome.NotSellableYet"/>.</summary>
    public DateTimeOffset? SellableFrom { get; init => field = value?.ToUniversalTime(); }

    /// <summary>Until when no copy leaves the house, in UTC; <see langword="null"/>, the default, for 12:00 UTC of the trade's <see cref="BookDetails.EmbargoOn"/> or <see cref="BookDetails.OnSaleOn"/>, the later one, else for no embargo. It can be ordered before, and a dispatch is refused, see <see cref="MoveDeliveryOutcome.Embargoed"/>.</summary>
    public DateTimeOffset? EmbargoUntil { get; init => field = value?.ToUniversalTime(); }

    /// <summary>How many copies can be ordered beyond those on hand. Default 0: what is not there cannot be ordered. Range 0 to 1,000,000.</summary>
    /// <remarks>Such an order waits for its copies, see <see cref="OrderLine.Waiting"/>. The limit cannot be set below the copies that are promised already.</remarks>
    public int BackorderLimit { get; init; }

    /// <summary>What the trade knows beside it: contributors, subjects, prices and more; <see langword="null"/> for nothing. A shop that sells by title and price needs none of it.</summary>
    /// <remarks>Of a stored book they are read when they are first asked for.</remarks>
    /// <exception cref="BookstoreStoreException">What the store has on record cannot be read: it is damaged.</exception>
    public BookDetails? Details
    {
        get => StoredDetails?.ValueOf(Isbn);
        init => StoredDetails = StoredDetails.Of(value);
    }

    /// <summary>Until when no copy leaves the house: <see cref="EmbargoUntil"/>, or the later of the trade's <see cref="BookDetails.EmbargoOn"/> and <see cref="BookDetails.OnSaleOn"/>.</summary>
    internal DateTimeOffset? EmbargoEnd => EmbargoUntil ?? (HasDetails && Details!.LastEmbargo is { } day ? BeginOf(day) : null);

    /// <summary>When a day of the trade has begun everywhere: it is named without a time zone, and the last one begins it at noon in UTC.</summary>
    internal static DateTimeOffset BeginOf(DateOnly day) => new(day, new TimeOnly(12, 0), TimeSpan.Zero);

    /// <summary>Whether there are <see cref="Details"/>, which are not read for it.</summary>
    internal bool HasDetails => StoredDetails is not null;

    /// <summary>This book with what a newer version has kept in the details of the one before, which nobody who uses this version can give. Without details where there are none in them.</summary>
    internal Book KeepUnknown(Book? before)
    {
        var unknown = before?.HasDetails == true ? before.Details!.Unknown : null;
        return unknown is not null ? this with { Details = (Details ?? BookDetails.None) with { Unknown = unknown } }
            : HasDetails && Details!.Equals(BookDetails.None) ? this with { Details = null }
            : this;
    }

    /// <summary>This book of a stream with the terms of sale of the one before where it has none of its own: a feed of the trade knows nothing of them.</summary>
    internal Book KeepTerms(Book? before) => before is null or { SellableFrom: null, EmbargoUntil: null, BackorderLimit: 0 } ? this : this with
    {
        SellableFrom = SellableFrom ?? before.SellableFrom,
        EmbargoUntil = EmbargoUntil ?? before.EmbargoUntil,
        BackorderLimit = BackorderLimit == 0 ? before.BackorderLimit : BackorderLimit,
    };

    /// <summary>The details as a value or as a store's text.</summary>
    internal StoredDetails? StoredDetails { get; init; }
}
