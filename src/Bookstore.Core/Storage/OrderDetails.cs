using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Bookstore.Storage;

/// <summary>What most orders do not have, as one text that stores keep beside an order and never read.</summary>
/// <remarks>
/// An order that has none of it has no text. A text is JSON; what it says of lines and adjustments is in their order. The counts of an order that was only ever handled whole
/// follow from its status.
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public static class OrderDetails
{
    // Most orders have the name of their client and nothing else, and a shop has few clients.
    private static readonly RecentTexts TextsByClient = new();
    private static readonly RecentTexts ClientsByText = new();

    /// <summary>The text to keep for an order.</summary>
    /// <param name="order">The order.</param>
    /// <returns>The text; <see langword="null"/> when the order has none.</returns>
    public static string? Format(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (order.Adjustments.Count == 0 && order.Metadata.Count == 0 && order is { CaptureAmount: null, PaymentAttempt: 1, DeclinedAttempts: 0, Refunds: null, AuthorizedUntil: null, Dispute: null } && AreWhole(order))
        {
            return order.PlacedBy is { } client ? OfClient(client) : null;
        }

        var body = new OrderDetailsBody
        {
            PlacedBy = order.PlacedBy,
            CaptureAmount = order.CaptureAmount?.MinorUnits,
            PaymentAttempt = order.PaymentAttempt - 1,
            DeclinedAttempts = order.DeclinedAttempts,
            AuthorizedUntil = order.AuthorizedUntil,
            Dispute = order.Dispute is { } dispute ? DisputeDetails.Of(dispute) : null,
            Metadata = order.Metadata.Count == 0 ? null : new Dictionary<string, string>(order.Metadata, StringComparer.Ordinal),
            Lines = AreWhole(order) ? null : [.. order.Lines.Select(LineDetails.Of)],
            Adjustments = order.Adjustments.All(static adjustment => AdjustmentDetails.Of(adjustment) == AdjustmentDetails.None)
                ? null
                : [.. order.Adjustments.Select(AdjustmentDetails.Of)],
            Refunds = order.Refunds is { } sums ? new RefundDetails { Succeeded = sums.Succeeded, Pending = sums.Pending } : null,
        };
        return body == OrderDetailsBody.None ? null : JsonSerializer.Serialize(body, OrderDetailsJsonContext.Default.OrderDetailsBody);
    }

    /// <summary>Gives an order what its text says.</summary>
    /// <param name="order">The order without it.</param>
    /// <param name="text">The text; <see langword="null"/> when the order has none.</param>
    /// <returns>The order with it.</returns>
    /// <exception cref="FormatException">The text is damaged, or not of this order.</exception>
    public static Order Apply(Order order, string? text)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (text is null)
        {
            return Whole(order) is var whole && ReferenceEquals(whole, order.Lines) ? order : order with { Lines = whole };
        }

        if (ClientsByText.Find(text) is { } client)
        {
            return order with { PlacedBy = client, Lines = Whole(order) };
        }

        var body = Read(text);
        if (body.PlacedBy is { } only && body == new OrderDetailsBody { PlacedBy = only })
        {
            ClientsByText.Add(text, only);
        }

        if (body.Refunds is { } refunds)
        {
            order = order with { Refunded = Money.FromStored(refunds.Succeeded, order.Total.Currency), RefundPending = Money.FromStored(refunds.Pending, order.Total.Currency) };
        }

        return order with
        {
            PlacedBy = body.PlacedBy,
            CaptureAmount = body.CaptureAmount is { } amount ? Money.FromStored(amount, order.Total.Currency) : null,
            PaymentAttempt = body.PaymentAttempt + 1,
            DeclinedAttempts = body.DeclinedAttempts,
            AuthorizedUntil = body.AuthorizedUntil,
            Dispute = body.Dispute?.ToDispute(order.Total.Currency),
            Metadata = body.Metadata is { } metadata ? metadata.AsReadOnly() : order.Metadata,
            Lines = body.Lines is { } lines ? Pairs(order.Lines, lines).Select(static pair => pair.Second.ApplyTo(pair.First)).ToArray() : Whole(order),
            Adjustments = body.Adjustments is { } adjustments ? [.. Pairs(order.Adjustments, adjustments).Select(static pair => pair.Second.ApplyTo(pair.First))] : order.Adjustments,
        };
    }

    /// <summary>Whether two states of an order have the same text, without writing it: members that were not replaced are the same.</summary>
    /// <param name="before">The order before.</param>
    /// <param name="now">The order now.</param>
    /// <returns><see langword="false"/> when the text may have changed.</returns>
    public static bool IsSame(Order before, Order now)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(now);
        return HaveSameLines(before, now) && ReferenceEquals(before.Adjustments, now.Adjustments) && ReferenceEquals(before.Metadata, now.Metadata)
            && before.CaptureAmount == now.CaptureAmount && before.PaymentAttempt == now.PaymentAttempt && before.DeclinedAttempts == now.DeclinedAttempts && before.Refunds == now.Refunds
            && before.AuthorizedUntil == now.AuthorizedUntil && before.Dispute == now.Dispute && string.Equals(before.PlacedBy, now.PlacedBy, StringComparison.Ordinal);
    }

    // The lines' counts follow from the order's status, and nothing was allocated to them.
    private static bool AreWhole(Order order)
    {
        for (var i = 0; i < order.Lines.Count; i++)
        {
            if (order.Lines[i].WaitingNumber != 0 || order.Lines[i].Allocated.MinorUnits != 0 || order.Lines[i].AllocatedShipping.MinorUnits != 0 || !OrderGoods.IsWhole(order.Lines[i], order.Status, order.IsDispatched))
            {
                return false;
            }
        }

        return true;
    }

    private static IReadOnlyList<OrderLine> Whole(Order order) => order is { IsDispatched: false, Status: OrderStatus.Pending or OrderStatus.Created or OrderStatus.Rejected }
        ? order.Lines
        : order.Lines.Select(line => OrderGoods.Whole(line, order.Status, order.IsDispatched)).ToArray();

    private static bool HaveSameLines(Order before, Order now)
    {
        var wereWhole = AreWhole(before);
        return wereWhole == AreWhole(now) && (wereWhole || ReferenceEquals(before.Lines, now.Lines));
    }

    private static string OfClient(string client)
    {
        if (TextsByClient.Find(client) is { } known)
        {
            return known;
        }

        var text = JsonSerializer.Serialize(new OrderDetailsBody { PlacedBy = client }, OrderDetailsJsonContext.Default.OrderDetailsBody);
        TextsByClient.Add(client, text);
        return text;
    }

    private static OrderDetailsBody Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, OrderDetailsJsonContext.Default.OrderDetailsBody) ?? throw new FormatException("The details of the order are null.");
        }
        catch (JsonException fault)
        {
            throw new FormatException("The details of the order are no JSON of an order's details.", fault);
        }
    }

    private static IEnumerable<(TItem First, TDetails Second)> Pairs<TItem, TDetails>(IReadOnlyList<TItem> items, IReadOnlyList<TDetails> details) => items.Count == details.Count
        ? items.Zip(details)
        : throw new FormatException("The details of the order are of another number of lines or adjustments.");
}

/// <summary>The text's form. A member is left out where it has its default.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed record OrderDetailsBody
{
    public static readonly OrderDetailsBody None = new();

    public string? PlacedBy { get; init; }

    public long? CaptureAmount { get; init; }

    /// <summary>The attempts before the last one.</summary>
    public int PaymentAttempt { get; init; }

    public int DeclinedAttempts { get; init; }

    public DateTimeOffset? AuthorizedUntil { get; init; }

    public DisputeDetails? Dispute { get; init; }

    public Dictionary<string, string>? Metadata { get; init; }

    public LineDetails[]? Lines { get; init; }

    public AdjustmentDetails[]? Adjustments { get; init; }

    public RefundDetails? Refunds { get; init; }
}

/// <summary>The sums of an order's refunds, in minor units.</summary>
internal sealed record RefundDetails
{
    public long Succeeded { get; init; }

    public long Pending { get; init; }
}

/// <summary>A dispute, its amount in minor units.</summary>
internal sealed record DisputeDetails
{
    public string? Id { get; init; }

    public int Status { get; init; }

    public long Amount { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset Since { get; init; }

    public static DisputeDetails Of(OrderDispute dispute) =>
        new() { Id = dispute.Id, Status = (int)dispute.Status, Amount = dispute.Amount.MinorUnits, Reason = dispute.Reason, Since = dispute.Since };

    public OrderDispute ToDispute(string currency) => new(Id ?? string.Empty, (DisputeStatus)Status, Money.FromStored(Amount, currency), Reason, Since);
}

/// <summary>What most lines do not have.</summary>
internal sealed record LineDetails
{
    public int Cancelled { get; init; }

    public int Dispatched { get; init; }

    public int Delivered { get; init; }

    public int Returned { get; init; }

    public int Lost { get; init; }

    public int Uncharged { get; init; }

    public int Waiting { get; init; }

    public long WaitingNumber { get; init; }

    public long Allocated { get; init; }

    public long AllocatedShipping { get; init; }

    public static LineDetails Of(OrderLine line) => new()
    {
        Cancelled = line.Cancelled,
        Dispatched = line.Dispatched,
        Delivered = line.Delivered,
        Returned = line.Returned,
        Lost = line.Lost,
        Uncharged = line.Uncharged,
        Waiting = line.Waiting,
        WaitingNumber = line.WaitingNumber,
        Allocated = line.Allocated.MinorUnits,
        AllocatedShipping = line.AllocatedShipping.MinorUnits,
    };

    public OrderLine ApplyTo(OrderLine line) => line with
    {
        Cancelled = Cancelled,
        Dispatched = Dispatched,
        Delivered = Delivered,
        Returned = Returned,
        Lost = Lost,
        Uncharged = Uncharged,
        Waiting = Waiting,
        WaitingNumber = WaitingNumber,
        Allocated = Money.FromStored(Allocated, line.UnitPrice.Currency),
        AllocatedShipping = Money.FromStored(AllocatedShipping, line.UnitPrice.Currency),
    };
}

/// <summary>What most adjustments do not have.</summary>
internal sealed record AdjustmentDetails
{
    public static readonly AdjustmentDetails None = new();

    public string? Label { get; init; }

    public long? Isbn { get; init; }

    public bool IsIncluded { get; init; }

    public static AdjustmentDetails Of(OrderAdjustment adjustment) => new() { Label = adjustment.Label, Isbn = adjustment.Isbn?.ToInt64(), IsIncluded = adjustment.IsIncluded };

    public OrderAdjustment ApplyTo(OrderAdjustment adjustment) =>
        adjustment with { Label = Label, Isbn = Isbn is { } isbn ? Bookstore.Isbn.FromStored(isbn) : null, IsIncluded = IsIncluded };
}

[Experimental(StorageDiagnostics.Experimental)]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(OrderDetailsBody))]
internal sealed partial class OrderDetailsJsonContext : JsonSerializerContext;
