using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>A book of the catalogue with its price and what can be sold now.</summary>
public sealed record BookResource
{
    /// <summary>The book's entity tag, for <c>If-Match</c>. Not part of the body: <see langword="null"/> when the response has none, as in lists.</summary>
    [JsonIgnore]
    public string? ETag { get; init; }

    /// <summary>The ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>The title.</summary>
    [JsonPropertyName("title")]
    [StringLength(500)]
    public required string Title { get; init; }

    /// <summary>The author or authors, as printed.</summary>
    [JsonPropertyName("author")]
    [StringLength(500)]
    public required string Author { get; init; }

    /// <summary>The price of one copy, with at most the currency's decimals.</summary>
    [JsonPropertyName("price")]
    [Range(0d, 100_000_000_000d)]
    public required decimal Price { get; init; }

    /// <summary>The price's currency, ISO 4217.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    public required string Currency { get; init; }

    /// <summary>Copies that can be sold now: on hand less reserved.</summary>
    [JsonPropertyName("stock")]
    [Range(0, 1_000_000_000)]
    public required int Stock { get; init; }

    /// <summary>The publisher, where known.</summary>
    [JsonPropertyName("publisher")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Publisher { get; init; }

    /// <summary>When it was or will be published, where known: a day such as <c>2026-11-28</c>, a month such as <c>2026-11</c>, or a year such as <c>2026</c>.</summary>
    [JsonPropertyName("published_on")]
    [StringLength(10, MinimumLength = 4)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublishedOn { get; init; }

    /// <summary>The language, where known, as a BCP 47 tag or as the source wrote it.</summary>
    [JsonPropertyName("language")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>The format, where known: hardcover, paperback.</summary>
    [JsonPropertyName("format")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }

    /// <summary>From when on it can be ordered, in UTC. An order or a reservation before is refused <c>not_sellable_yet</c>. Omitted for at once.</summary>
    [JsonPropertyName("sellable_from")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? SellableFrom { get; init; }

    /// <summary>Until when no copy leaves the shop, in UTC. It can be ordered before; its dispatch is refused <c>embargoed</c>. Without it, the later of <c>embargo_on</c> and <c>on_sale_on</c> counts, at 12:00 UTC of the day.</summary>
    [JsonPropertyName("embargo_until")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? EmbargoUntil { get; init; }

    /// <summary>How many copies can be ordered beyond those that are there. Omitted for none.</summary>
    [JsonPropertyName("backorder_limit")]
    [Range(1, 1_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BackorderLimit { get; init; }

    /// <summary>Copies that can be ordered now: <c>stock</c>, and what can still be on back-order. Omitted without a <c>backorder_limit</c>.</summary>
    [JsonPropertyName("orderable")]
    [Range(0, 1_001_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Orderable { get; init; }

    /// <summary>The subtitle: up to 500 characters.</summary>
    [JsonPropertyName("subtitle")]
    [StringLength(500)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Subtitle { get; init; }

    /// <summary>Who made the book, in the order in which they are named: up to 100. <c>author</c> is the text as printed.</summary>
    [JsonPropertyName("contributors")]
    [MaxLength(100)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BookContributorResource>? Contributors { get; init; }

    /// <summary>The series that it is part of: up to 10.</summary>
    [JsonPropertyName("series")]
    [MaxLength(10)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BookSeriesResource>? Series { get; init; }

    /// <summary>The publisher's brand: up to 200 characters.</summary>
    [JsonPropertyName("imprint")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Imprint { get; init; }

    /// <summary>What it is about, by the codes of classifications: up to 100.</summary>
    [JsonPropertyName("subjects")]
    [MaxLength(100)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BookSubjectResource>? Subjects { get; init; }

    /// <summary>The product form, such as the ONIX code <c>BC</c>: up to 50 characters. <c>format</c> is for people.</summary>
    [JsonPropertyName("product_form")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProductForm { get; init; }

    /// <summary>The number of pages: 1 to 100,000.</summary>
    [JsonPropertyName("pages")]
    [Range(1, 100_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Pages { get; init; }

    /// <summary>How large it is.</summary>
    [JsonPropertyName("dimensions")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BookDimensionsResource? Dimensions { get; init; }

    /// <summary>The weight in grams: 1 to 1,000,000.</summary>
    [JsonPropertyName("weight")]
    [Range(1, 1_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Weight { get; init; }

    /// <summary>Whether a law or a contract binds <c>price</c>: an order or a quote that would lower it is refused <c>price_fixed</c>. Default <c>false</c>.</summary>
    [JsonPropertyName("fixed_price")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? FixedPrice { get; init; }

    /// <summary>The prices that the trade lists: up to 100. They are shown and never charged: <c>price</c> is.</summary>
    [JsonPropertyName("prices")]
    [MaxLength(100)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<BookPriceResource>? Prices { get; init; }

    /// <summary>The publishing status, such as <c>active</c> or <c>forthcoming</c>: up to 50 characters.</summary>
    [JsonPropertyName("publishing_status")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublishingStatus { get; init; }

    /// <summary>Whether the supplier can deliver it, such as <c>available</c>: up to 50 characters. It says nothing about the shop's own stock.</summary>
    [JsonPropertyName("availability")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Availability { get; init; }

    /// <summary>The first day on which copies may be given out, as the trade has it.</summary>
    [JsonPropertyName("embargo_on")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? EmbargoOn { get; init; }

    /// <summary>The first day on which it may be sold over the counter, as the trade has it.</summary>
    [JsonPropertyName("on_sale_on")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? OnSaleOn { get; init; }

    /// <summary>The last day on which the supplier takes copies back.</summary>
    [JsonPropertyName("last_return_on")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? LastReturnOn { get; init; }

    /// <summary>Who supplies it: up to 200 characters.</summary>
    [JsonPropertyName("supplier")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Supplier { get; init; }

    /// <summary>Whether the supplier takes copies back, such as <c>returnable</c>: up to 50 characters.</summary>
    [JsonPropertyName("returnability")]
    [StringLength(50)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Returnability { get; init; }

    /// <summary>A picture of the cover: an absolute <c>http</c> or <c>https</c> address of up to 2,000 characters.</summary>
    [JsonPropertyName("image_url")]
    [StringLength(2_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ImageUrl { get; init; }
}
