using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>The catalogue's data of a book. It never changes stock.</summary>
public sealed record SaveBookBody
{
    /// <summary>The ISBN; if sent, it names the same book as the path.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(32)]
    [DataType("isbn")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Isbn { get; init; }

    /// <summary>The title: 1 to 500 characters.</summary>
    [JsonPropertyName("title")]
    [StringLength(500, MinimumLength = 1)]
    public required string Title { get; init; }

    /// <summary>The author or authors, as printed: up to 500 characters.</summary>
    [JsonPropertyName("author")]
    [StringLength(500)]
    public required string Author { get; init; }

    /// <summary>The price of one copy, with at most the currency's decimals; up to 100,000,000,000 minor units.</summary>
    [JsonPropertyName("price")]
    [Range(0d, 100_000_000_000d)]
    [DataType(DataType.Currency)]
    public required decimal Price { get; init; }

    /// <summary>The price's currency, ISO 4217. Default: that of the book as it is; for a new one the shop's own, <c>USD</c> unless configured otherwise.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    [DataType("currency")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Currency { get; init; }

    /// <summary>The publisher, where known: up to 200 characters.</summary>
    [JsonPropertyName("publisher")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Publisher { get; init; }

    /// <summary>When it was or will be published, where known: a day such as <c>2026-11-28</c>, a month such as <c>2026-11</c>, or a year such as <c>2026</c>.</summary>
    [JsonPropertyName("published_on")]
    [StringLength(10, MinimumLength = 4)]
    [DataType("publication-date")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PublishedOn { get; init; }

    /// <summary>The language, where known, as a BCP 47 tag or as the source wrote it: up to 200 characters.</summary>
    [JsonPropertyName("language")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Language { get; init; }

    /// <summary>The format, where known: up to 200 characters.</summary>
    [JsonPropertyName("format")]
    [StringLength(200)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Format { get; init; }

    /// <summary>From when on it can be ordered, RFC 3339, such as <c>2026-12-24T00:00:00Z</c>: from 2000 to 2099. An order or a reservation before is refused <c>not_sellable_yet</c>. Default: at once.</summary>
    [JsonPropertyName("sellable_from")]
    [StringLength(35, MinimumLength = 20)]
    [DataType("planned-time")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? SellableFrom { get; init; }

    /// <summary>Until when no copy leaves the shop, RFC 3339: from 2000 to 2099. It can be ordered before; its dispatch is refused <c>embargoed</c>. Default: 12:00 UTC of <c>embargo_on</c> or <c>on_sale_on</c>, the later one, or no embargo.</summary>
    [JsonPropertyName("embargo_until")]
    [StringLength(35, MinimumLength = 20)]
    [DataType("planned-time")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? EmbargoUntil { get; init; }

    /// <summary>How many copies can be ordered beyond those that are there: 0 to 1,000,000. Such an order waits for its copies. Not below those that are promised already: <c>backorder_limit_in_use</c>. Default 0.</summary>
    [JsonPropertyName("backorder_limit")]
    [Range(0, 1_000_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BackorderLimit { get; init; }

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
    [DataType("web-address")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ImageUrl { get; init; }
}
