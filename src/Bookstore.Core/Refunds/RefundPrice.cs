using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>How much a request to refund is about. Pure.</summary>
/// <param name="Outcome">Whether an order with its refunds can give that much back.</param>
/// <param name="Amount">The amount, unless what the request names is wrong.</param>
/// <param name="Isbn">The first book that is wrong.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RefundPrice(CreateRefundOutcome Outcome, Money Amount, Isbn? Isbn = null)
{
    /// <summary>Whether the request itself is wrong, independent of earlier refunds.</summary>
    public bool IsInvalid => Outcome is CreateRefundOutcome.InvalidAmount or CreateRefundOutcome.InvalidItems;

    /// <summary>Works out the amount.</summary>
    /// <param name="order">The order.</param>
    /// <param name="refunds">Its refunds.</param>
    /// <param name="request">The request.</param>
    public static RefundPrice Of(Order order, IReadOnlyCollection<RefundRecord> refunds, CreateRefundRequest request)
    {
        var price = request.Amount is { } amount ? OfAmount(order, amount)
            : request.Items.Count > 0 || request.Shipping ? OfParts(order, RefundRules.Counted(refunds), request)
            : Of(order.Refundable);
        var exceeds = price.Amount.MinorUnits <= 0 || price.Amount.MinorUnits > order.Refundable.MinorUnits;
        return price.Outcome == CreateRefundOutcome.Created && exceeds ? price with { Outcome = CreateRefundOutcome.ExceedsCaptured } : price;
    }

    private static RefundPrice OfAmount(Order order, decimal given) =>
        Money.TryCreate(given, order.Total.Currency, out var amount) ? Of(amount) : new RefundPrice(CreateRefundOutcome.InvalidAmount, order.Total * 0);

    // What is wrong with the request is found before what was refunded already, wherever it is named.
    private static RefundPrice OfParts(Order order, List<Refund> counted, CreateRefundRequest request)
    {
        var shipping = request.Shipping ? OfShipping(order, counted) : Of(order.Total * 0);
        if (shipping.IsInvalid)
        {
            return shipping;
        }

        var items = OfItems(order, counted, request.Items);
        var sum = items.Amount.Add(shipping.Amount);
        return items.Outcome != CreateRefundOutcome.Created ? items
            : shipping.Outcome != CreateRefundOutcome.Created ? shipping
            : sum.MinorUnits > 0 ? Of(sum)
            : new RefundPrice(CreateRefundOutcome.InvalidItems, sum);
    }

    private static RefundPrice OfItems(Order order, List<Refund> counted, IReadOnlyList<RefundItem> items)
    {
        var price = Of(order.Total * 0);
        foreach (var item in items)
        {
            if (order.Lines.FirstOrDefault(line => line.Isbn == item.Isbn) is not { } line || item.Quantity > line.Quantity)
            {
                return new RefundPrice(CreateRefundOutcome.InvalidItems, price.Amount, item.Isbn);
            }

            var before = RefundRules.CopiesOf(counted, item.Isbn) + line.Uncharged;
            price = before + item.Quantity > line.Quantity
                ? price with { Outcome = CreateRefundOutcome.ExceedsCaptured }
                : price with { Amount = price.Amount + line.WorthOf(item.Quantity, (int)before) };
        }

        return price;
    }

    private static RefundPrice OfShipping(Order order, List<Refund> counted)
    {
        if (RefundRules.ShippingOf(order) is not { } shipping)
        {
            return new RefundPrice(CreateRefundOutcome.InvalidItems, order.Total * 0);
        }

        return counted.Exists(static refund => refund.Shipping) ? new RefundPrice(CreateRefundOutcome.ExceedsCaptured, order.Total * 0) : Of(shipping);
    }

    private static RefundPrice Of(Money amount) => new(CreateRefundOutcome.Created, amount);
}
