using System.Collections.ObjectModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Bookstore.Contracts;

/// <summary>An order as its customer and the shop see it.</summary>
public sealed record OrderResource
{
    /// <summary>The order's id.</summary>
    [JsonPropertyName("order_id")]
    [StringLength(36, MinimumLength = 36)]
    public required string OrderId { get; init; }

    /// <summary>Counts the changes of the order: 0 while it is as it was placed, 1 with the first change, such as its confirmation, then one more with each.</summary>
    [JsonPropertyName("version")]
    [Range(0, int.MaxValue)]
    public int Version { get; init; } = 1;

    /// <summary>The order's entity tag, for <c>If-Match</c>: its version in quotation marks.</summary>
    [JsonIgnore]
    public string ETag => string.Create(CultureInfo.InvariantCulture, $"\"{Version}\"");

    /// <summary>The shop's own name for the customer.</summary>
    [JsonPropertyName("customer_id")]
    [StringLength(100)]
    public required string CustomerId { get; init; }

    /// <summary>What was ordered, one line a book, by ascending ISBN.</summary>
    [JsonPropertyName("items")]
    [MaxLength(200)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public required IReadOnlyList<OrderItemResource> Items { get; init; }

    /// <summary>Shipping, tax and discounts beside the items; empty when there are none.</summary>
    [JsonPropertyName("adjustments")]
    [MaxLength(20)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public IReadOnlyList<OrderAdjustmentResource> Adjustments { get; init; } = [];

    /// <summary>What is charged: the items and the adjustments together, but those that are included in the prices.</summary>
    [JsonPropertyName("total")]
    public required decimal Total { get; init; }

    /// <summary>The order's currency, ISO 4217.</summary>
    [JsonPropertyName("currency")]
    [StringLength(3, MinimumLength = 3)]
    public required string Currency { get; init; }

    /// <summary>What was captured of the total: zero before the capture.</summary>
    [JsonPropertyName("captured")]
    public decimal Captured { get; init; }

    /// <summary>What was given back of what was captured: the sum of the refunds that succeeded.</summary>
    [JsonPropertyName("refunded")]
    public decimal Refunded { get; init; }

    /// <summary>What can still be refunded: what was captured without the refunds that succeeded or are pending.</summary>
    [JsonPropertyName("refundable")]
    public decimal Refundable { get; init; }

    /// <summary>The gateway's transaction id, once it is known.</summary>
    [JsonPropertyName("payment_tx_id")]
    [StringLength(200)]
    public string? PaymentTransactionId { get; init; }

    /// <summary>The status of the payment: one of <see cref="PaymentStatuses"/>.</summary>
    [JsonPropertyName("payment_status")]
    public required string PaymentStatus { get; init; }

    /// <summary>Until when the gateway holds the amount, in UTC, as it said when it authorized. Omitted when it does not say.</summary>
    [JsonPropertyName("authorized_until")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? AuthorizedUntil { get; init; }

    /// <summary>The dispute about the payment, the newest one. Omitted when there was none.</summary>
    [JsonPropertyName("dispute")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderDisputeResource? Dispute { get; init; }

    /// <summary>The step that the customer has to take before the payment is approved. Only in the response to the request that brought it; omitted otherwise.</summary>
    [JsonPropertyName("action")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderActionResource? Action { get; init; }

    /// <summary>The status of the order: one of <see cref="OrderStatuses"/>.</summary>
    [JsonPropertyName("status")]
    public required string Status { get; init; }

    /// <summary>How far its copies have got: one of <see cref="Fulfilments"/>. Copies that were cancelled do not count.</summary>
    [JsonPropertyName("fulfilment")]
    public string Fulfilment { get; init; } = Fulfilments.None;

    /// <summary>Why a person has to look at it. Omitted when there is no reason.</summary>
    [JsonPropertyName("attention")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OrderAttentionResource? Attention { get; init; }

    /// <summary>How a person resolved its payment. Omitted when no person had to.</summary>
    [JsonPropertyName("resolution")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaymentResolutionResource? Resolution { get; init; }

    /// <summary>The shop's own notes on the order; empty when there are none.</summary>
    [JsonPropertyName("metadata")]
    [MaxLength(20)]
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "The attributes only describe the limits: nothing here has them count by reflection.")]
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The client that placed it; omitted when the shop itself did.</summary>
    [JsonPropertyName("placed_by")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? PlacedBy { get; init; }

    /// <summary>When it was placed, in UTC.</summary>
    [JsonPropertyName("created_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    [JsonPropertyName("updated_at")]
    [JsonConverter(typeof(UtcMillisecondsConverter))]
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text without the customer, which is personal data.</summary>
    /// <returns>The type's name, the id and the status.</returns>
    public override string ToString() => $"{nameof(OrderResource)} {OrderId} {Status}";
}

/// <summary>One line of an order, at the catalogue's price when the order was placed.</summary>
public sealed record OrderItemResource
{
    /// <summary>The ISBN-13, without hyphens.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    public required string Isbn { get; init; }

    /// <summary>The copies.</summary>
    [JsonPropertyName("quantity")]
    [Range(1, 10_000)]
    public required int Quantity { get; init; }

    /// <summary>The price of one copy when the order was placed.</summary>
    [JsonPropertyName("unit_price")]
    public required decimal UnitPrice { get; init; }

    /// <summary>The copies that were ordered, the same as <see cref="Quantity"/>.</summary>
    [JsonPropertyName("ordered")]
    [Range(1, 10_000)]
    public int Ordered { get => Quantity; init => _ = value; }

    /// <summary>The copies that were cancelled before they left the shop.</summary>
    [JsonPropertyName("cancelled")]
    [Range(0, 10_000)]
    public int Cancelled { get; init; }

    /// <summary>The copies that have left the shop and have not come back undelivered.</summary>
    [JsonPropertyName("dispatched")]
    [Range(0, 10_000)]
    public int Dispatched { get; init; }

    /// <summary>The copies that the customer gave back after they had arrived.</summary>
    [JsonPropertyName("returned")]
    [Range(0, 10_000)]
    public int Returned { get; init; }

    /// <summary>The copies on back-order: the item waits for them, and they cannot be dispatched yet. Omitted for none.</summary>
    [JsonPropertyName("waiting")]
    [Range(1, 10_000)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Waiting { get; init; }

    /// <summary>The item's share of the order's adjustments, negative where discounts outweigh the rest. All shares together are the adjustments that are added.</summary>
    [JsonPropertyName("allocated")]
    public decimal Allocated { get; init; }
}

/// <summary>An amount beside the items of an order: shipping, tax, a discount (negative).</summary>
public sealed record OrderAdjustmentResource
{
    /// <summary>What it is: a kind that an order can be placed with, such as <c>shipping</c>, or a word of the shop's own.</summary>
    [JsonPropertyName("kind")]
    [StringLength(50)]
    public required string Kind { get; init; }

    /// <summary>What the customer is shown; omitted when there is nothing.</summary>
    [JsonPropertyName("label")]
    [StringLength(100)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Label { get; init; }

    /// <summary>The amount, in the order's currency; negative for a discount.</summary>
    [JsonPropertyName("amount")]
    public required decimal Amount { get; init; }

    /// <summary>The book that it belongs to, an ISBN-13 without hyphens; omitted when it belongs to the whole order.</summary>
    [JsonPropertyName("isbn")]
    [StringLength(13, MinimumLength = 13)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Isbn { get; init; }

    /// <summary><see langword="true"/> when it is part of the prices already: shown, not added. Omitted otherwise.</summary>
    [JsonPropertyName("included")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Included { get; init; }
}
