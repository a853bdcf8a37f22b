using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>A quote as it is stored.</summary>
/// <remarks>Members are set, and not initialized, so that one that a body lacks keeps its default.</remarks>
internal sealed record QuoteBody : DocumentBody
{
    public static DocumentKind<QuoteBody> Documents { get; } = new("quote", 1, static () => QuoteJsonContext.Default.QuoteBody) { IsRemovedWhenDue = true };

    public string? CustomerId { get; set; }

    public string Currency { get; set; } = string.Empty;

    public IReadOnlyList<QuotedLineBody> Lines { get; set; } = [];

    public IReadOnlyList<QuotedAdjustmentBody> Adjustments { get; set; } = [];

    public static QuoteBody Of(Quote quote) => new()
    {
        CustomerId = quote.CustomerId,
        Currency = quote.Total.Currency,
        Lines = [.. quote.Lines.Select(static line => new QuotedLineBody { Isbn = line.Isbn.ToInt64(), Quantity = line.Quantity, UnitPrice = line.UnitPrice.MinorUnits })],
        Adjustments = [.. quote.Adjustments.Select(QuotedAdjustmentBody.Of)],
    };

    public OrderLine[] ToLines() => [.. Lines.Select(line => new OrderLine(Isbn.FromStored(line.Isbn), line.Quantity, Money.FromStored(line.UnitPrice, Currency)))];

    public OrderAdjustment[] ToAdjustments() => [.. Adjustments.Select(adjustment => adjustment.ToAdjustment(Currency))];
}

/// <summary>A line of a stored quote.</summary>
internal sealed record QuotedLineBody : DocumentBody
{
    public long Isbn { get; set; }

    public int Quantity { get; set; }

    public long UnitPrice { get; set; }
}

/// <summary>An adjustment of a stored quote.</summary>
internal sealed record QuotedAdjustmentBody : DocumentBody
{
    public string Kind { get; set; } = string.Empty;

    public string? Label { get; set; }

    public long Amount { get; set; }

    public long? Isbn { get; set; }

    public bool IsIncluded { get; set; }

    public static QuotedAdjustmentBody Of(OrderAdjustment adjustment) => new()
    {
        Kind = adjustment.Kind,
        Label = adjustment.Label,
        Amount = adjustment.Amount.MinorUnits,
        Isbn = adjustment.Isbn?.ToInt64(),
        IsIncluded = adjustment.IsIncluded,
    };

    public OrderAdjustment ToAdjustment(string currency) => new(Kind, Money.FromStored(Amount, currency))
    {
        Label = Label,
        Isbn = Isbn is { } isbn ? Bookstore.Isbn.FromStored(isbn) : null,
        IsIncluded = IsIncluded,
    };
}

/// <summary>How the bodies of quotes are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(QuoteBody))]
internal sealed partial class QuoteJsonContext : JsonSerializerContext;
