using System.Runtime.InteropServices;

namespace Bookstore;

/// <summary>How much a request to refund is about. Pure.</summary>
/// <param name="Outcome">Whether an order with its refunds can give that much back.</param>
/// <param name="Amount">The amount, unless what the request names is wrong.</param>
/// <param name="Isbn">The first book that is wrong.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RefundPrice(CreateRefundOutcome Outcome, Money Amount, Isbn? Isbn = null)
{
    /// <summary>What each of the request's items is worth, in minor units.</summary>
    public IReadOnlyList<long>? ItemAmounts { get; init; }

    /// <summary>Whether the request itself is wrong, independent of earlier refunds.</summary>
    public bool IsInvalid => Outcome is CreateRefundOutcome.InvalidAmount or CreateRefundOutcome.InvalidItems;

    /// <summary>Works out the amount.</summary>
    /// <param name="order">The order.</param>
    /// <param name="refunds">Its refunds.</param>
    /// <param name="request">The request.</param>
    public static RefundPrice Of(Order order, IReadOnlyCollection<RefundRecord> refunds, CreateRefundRequest request)
    {
        var price = request.Amount is { } amount ? OfAmount(order, amount)
            : request.Items.Count > 0 || request.Shipping ? OfParts(order, refunds, request)
            : Of(order.Refundable);
        var exceeds = price.Amount.MinorUnits <= 0 || price.Amount.MinorUnits > order.Refundable.MinorUnits;
        return price.Outcome == CreateRefundOutcome.Created && exceeds ? price with { Outcome = CreateRefundOutcome.ExceedsCaptured } : price;
    }

    private static RefundPrice OfAmount(Order order, decimal given) =>
        Money.TryCreate(given, order.Total.Currency, out var amount) ? Of(amount) : new RefundPrice(CreateRefundOutcome.InvalidAmount, order.Total * 0);

    // What is wrong with the request is found before what was refunded already, wherever it is named.
    private static RefundPrice OfParts(Order order, IReadOnlyCollection<RefundRecord> refunds, CreateRefundRequest request)
    {
        var shipping = request.Shipping ? OfShipping(order, refunds) : Of(order.Total * 0);
        if (shipping.IsInvalid)
        {
            return shipping;
        }

        var items = OfItems(order, refunds, request.Items);
        var sum = items.Amount.Add(shipping.Amount);
        return items.Outcome != CreateRefundOutcome.Created ? items
            : shipping.Outcome != CreateRefundOutcome.Created ? shipping
            : sum.MinorUnits > 0 ? items with { Amount = sum }
            : new RefundPrice(CreateRefundOutcome.InvalidItems, sum);
    }

    private static RefundPrice OfItems(Order order, IReadOnlyCollection<RefundRecord> refunds, IReadOnlyList<RefundItem> items)
    {
        var prices = new CopyPrices(order, refunds);
        var amounts = new List<long>(items.Count);
        var outcome = CreateRefundOutcome.Created;
        foreach (var item in items)
        {
            var index = IndexOf(order, item.Isbn);
            if (index < 0 || item.Quantity > order.Lines[index].Quantity)
            {
                return new RefundPrice(CreateRefundOutcome.InvalidItems, order.Total * 0, item.Isbn);
            }

            var isLeft = prices.PaidBack(order.Lines[index]) + item.Quantity <= order.Lines[index].Quantity;
            amounts.Add(isLeft ? prices.Of(index, item.Quantity) : 0);
            outcome = isLeft ? outcome : CreateRefundOutcome.ExceedsCaptured;
        }

        return new RefundPrice(outcome, (order.Total * 0).Plus(amounts.Sum())) { ItemAmounts = amounts };
    }

    private static int IndexOf(Order order, Isbn isbn)
    {
        var index = order.Lines.Count - 1;
        while (index >= 0 && order.Lines[index].Isbn != isbn)
        {
            index--;
        }

        return index;
    }

    private static RefundPrice OfShipping(Order order, IReadOnlyCollection<RefundRecord> refunds)
    {
        if (new CopyPrices(order, refunds).Shipping is not { } shipping)
        {
            return new RefundPrice(CreateRefundOutcome.InvalidItems, order.Total * 0);
        }

        return RefundRules.Counted(refunds).Exists(static refund => refund.Shipping) ? new RefundPrice(CreateRefundOutcome.ExceedsCaptured, order.Total * 0) : Of(shipping);
    }

    private static RefundPrice Of(Money amount) => new(CreateRefundOutcome.Created, amount);
}
