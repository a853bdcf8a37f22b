using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore;

/// <summary>What the trade knows of a book and a shop shows, beside <see cref="Book"/>'s own members. All of it is optional.</summary>
/// <remarks>
/// Equal by content, lists in their order. Words that name something, such as a role, are kept as they are given: the constants beside them are the known ones.
/// Immutable and safe to share between threads.
/// </remarks>
public sealed record BookDetails
{
    /// <summary>The longest <see cref="Subtitle"/>, title of a series and heading of a subject, in Unicode code points: 500.</summary>
    public const int MaxTextLength = Book.MaxTextLength;

    /// <summary>The longest name of a contributor, <see cref="Imprint"/> and <see cref="Supplier"/>, in Unicode code points: 200.</summary>
    public const int MaxNameLength = Book.MaxShortTextLength;

    /// <summary>The longest code or word, such as a role, in Unicode code points: 50.</summary>
    public const int MaxCodeLength = 50;

    /// <summary>The longest <see cref="ImageUrl"/>, in characters: 2,000.</summary>
    public const int MaxUrlLength = 2_000;

    /// <summary>The most <see cref="Contributors"/>: 100.</summary>
    public const int MaxContributors = 100;

    /// <summary>The most <see cref="Series"/>: 10.</summary>
    public const int MaxSeries = 10;

    /// <summary>The most <see cref="Subjects"/>: 100.</summary>
    public const int MaxSubjects = 100;

    /// <summary>The most <see cref="Prices"/>: 100.</summary>
    public const int MaxPrices = 100;

    /// <summary>The most <see cref="Pages"/>: 100,000.</summary>
    public const int MaxPages = 100_000;

    /// <summary>The highest <see cref="Weight"/>, in grams: 1,000,000.</summary>
    public const int MaxWeight = 1_000_000;

    /// <summary>No details. A book that is saved with them has none.</summary>
    internal static BookDetails None { get; } = new();

    /// <summary>The subtitle: up to 500 characters.</summary>
    public string? Subtitle { get; init; }

    /// <summary>Who made the book, in the order in which they are named: up to 100. <see cref="Book.Author"/> is the text as printed.</summary>
    public IReadOnlyList<BookContributor> Contributors { get; init => field = value ?? []; } = [];

    /// <summary>The series that it is part of: up to 10.</summary>
    public IReadOnlyList<BookSeries> Series { get; init => field = value ?? []; } = [];

    /// <summary>The publisher's brand: up to 200 characters.</summary>
    public string? Imprint { get; init; }

    /// <summary>What it is about, by the codes of classifications: up to 100. <see cref="BookQuery.Subject"/> finds books by them.</summary>
    public IReadOnlyList<BookSubject> Subjects { get; init => field = value ?? []; } = [];

    /// <summary>The product form, such as the ONIX code <c>BC</c> for a paperback: up to 50 characters. <see cref="Book.Format"/> is for people.</summary>
    public string? ProductForm { get; init; }

    /// <summary>The number of pages: 1 to 100,000.</summary>
    public int? Pages { get; init; }

    /// <summary>How large it is.</summary>
    public BookDimensions? Dimensions { get; init; }

    /// <summary>The weight in grams: 1 to 1,000,000.</summary>
    public int? Weight { get; init; }

    /// <summary>Whether a law or a contract binds <see cref="Book.Price"/>: orders and quotes that would lower it are refused (<see cref="PlaceOrderOutcome.PriceFixed"/>). Default <see langword="false"/>.</summary>
    public bool FixedPrice { get; init; }

    /// <summary>The prices that the trade lists, in the order in which they were given: up to 100. They are shown and never charged: <see cref="Book.Price"/> is.</summary>
    public IReadOnlyList<BookPrice> Prices { get; init => field = value ?? []; } = [];

    /// <summary>The publishing status, such as <see cref="PublishingStatuses.Active"/>: up to 50 characters. <see cref="BookQuery.PublishingStatus"/> finds books by it.</summary>
    public string? PublishingStatus { get; init; }

    /// <summary>Whether the supplier can deliver it, such as <see cref="SupplierAvailability.Available"/>: up to 50 characters. It says nothing about the shop's own stock.</summary>
    public string? Availability { get; init; }

    /// <summary>The first day on which copies may be given out, as the trade has it.</summary>
    public DateOnly? EmbargoOn { get; init; }

    /// <summary>The first day on which it may be sold over the counter, as the trade has it.</summary>
    public DateOnly? OnSaleOn { get; init; }

    /// <summary>The day before which no copy is given to a customer.</summary>
    internal DateOnly? LastEmbargo => EmbargoOn > OnSaleOn ? EmbargoOn : OnSaleOn ?? EmbargoOn;

    /// <summary>The last day on which the supplier takes copies back.</summary>
    public DateOnly? LastReturnOn { get; init; }

    /// <summary>Who supplies it: up to 200 characters.</summary>
    public string? Supplier { get; init; }

    /// <summary>Whether the supplier takes copies back, such as <see cref="SupplierReturns.Returnable"/> or a code as it was given: up to 50 characters.</summary>
    public string? Returnability { get; init; }

    /// <summary>A picture of the cover: an absolute <c>http</c> or <c>https</c> address of up to 2,000 characters.</summary>
    public string? ImageUrl { get; init; }

    /// <summary>What a newer version keeps in the text and this one does not know.</summary>
    [JsonInclude]
    [JsonExtensionData]
    internal Dictionary<string, JsonElement>? Unknown { get; set; }

    /// <summary>Compares all members, lists item by item.</summary>
    /// <param name="other">Other details.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(BookDetails? other) => ReferenceEquals(this, other) || (other is not null
        && (Subtitle, Imprint, ProductForm, Pages, Dimensions, Weight) == (other.Subtitle, other.Imprint, other.ProductForm, other.Pages, other.Dimensions, other.Weight)
        && (PublishingStatus, Availability, EmbargoOn, OnSaleOn, LastReturnOn) == (other.PublishingStatus, other.Availability, other.EmbargoOn, other.OnSaleOn, other.LastReturnOn)
        && (Supplier, Returnability, ImageUrl, FixedPrice) == (other.Supplier, other.Returnability, other.ImageUrl, other.FixedPrice)
        && Contributors.SequenceEqual(other.Contributors) && Series.SequenceEqual(other.Series)
        && Subjects.SequenceEqual(other.Subjects) && Prices.SequenceEqual(other.Prices)
        && HasSameUnknown(other));

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Subtitle, Imprint, ProductForm, Pages, PublishingStatus, ImageUrl, Contributors.Count, Subjects.Count);

    private bool HasSameUnknown(BookDetails other) => ReferenceEquals(Unknown, other.Unknown) || (Unknown is not null && other.Unknown is not null && Unknown.Count == other.Unknown.Count
        && Unknown.All(member => other.Unknown.TryGetValue(member.Key, out var theirs) && JsonElement.DeepEquals(member.Value, theirs)));
}
