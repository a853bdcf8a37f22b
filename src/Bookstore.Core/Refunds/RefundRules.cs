namespace Bookstore;

/// <summary>What a refund may be, and what the refunds of an order make of its payment. Pure.</summary>
internal static class RefundRules
{
    /// <summary>Whether an order's money can be given back by a refund.</summary>
    /// <remarks>Not while another payment action moves it. A refund that a version without refunds of their own has on record as refused is resolved first.</remarks>
    public static bool IsRefundable(Order order, PaymentAction? pending, IReadOnlyCollection<RefundRecord> refunds) =>
        RefundSums.IsCaptured(order.PaymentStatus) && pending is null && (order.Attention is null || refunds.Any(static refund => refund.Refund.Attention is not null));

    /// <summary>The status of an order's payment by its refunds.</summary>
    public static PaymentStatus StatusOf(Order order, IReadOnlyCollection<RefundRecord> refunds)
    {
        if (order.Refunded.MinorUnits >= order.Captured.MinorUnits)
        {
            return PaymentStatus.Refunded;
        }

        if (refunds.Any(static refund => refund.Refund is { Status: RefundStatus.Failed, Attention: not null }))
        {
            return PaymentStatus.RefundFailed;
        }

        if (order.Refunded.MinorUnits > 0)
        {
            return PaymentStatus.PartiallyRefunded;
        }

        return order.RefundPending.MinorUnits == 0 && refunds.Any(static refund => refund.Refund.Status == RefundStatus.Failed) ? PaymentStatus.RefundFailed : PaymentStatus.Captured;
    }

    /// <summary>Why an order needs a person because of its refunds: for one that was refused before one that is still tried. <see langword="null"/> when it needs none.</summary>
    public static OrderAttention? AttentionOf(Order order, IReadOnlyCollection<RefundRecord> refunds) => order.Refunded.MinorUnits >= order.Captured.MinorUnits
        ? null
        : refunds.Select(static refund => refund.Refund.Attention).Where(static attention => attention is not null).OrderBy(static attention => attention!.Reason).ThenBy(static attention => attention!.Since).FirstOrDefault();

    /// <summary>The refunds that count as given back: all but those that failed.</summary>
    public static List<Refund> Counted(IEnumerable<RefundRecord> refunds) => [.. refunds.Where(static refund => refund.Refund.Status != RefundStatus.Failed).Select(static refund => refund.Refund)];

    /// <summary>How many copies of a book refunds pay back.</summary>
    public static long CopiesOf(IEnumerable<Refund> counted, Isbn isbn) => counted.Sum(refund => refund.Items.Where(known => known.Isbn == isbn).Sum(static known => (long)known.Quantity));

    /// <summary>The shipping that an order's customer paid; <see langword="null"/> for none.</summary>
    public static Money? ShippingOf(Order order)
    {
        var shipping = order.Adjustments.Where(static adjustment => adjustment is { Kind: OrderAdjustment.Shipping, IsIncluded: false }).Sum(static adjustment => adjustment.Amount.MinorUnits);
        return shipping > 0 ? Money.FromStored(shipping, order.Total.Currency) : null;
    }
}
