namespace Bookstore;

/// <summary>What a refund may be, and what the refunds of an order make of its payment. Pure.</summary>
internal static class RefundRules
{
    /// <summary>Whether an order's money can be given back by a refund.</summary>
    /// <remarks>Not while another payment action moves it. A refund that a version without refunds of their own has on record as refused is resolved first.</remarks>
    public static bool IsRefundable(Order order, PaymentAction? pending, IReadOnlyCollection<RefundRecord> refunds) =>
        RefundSums.IsCaptured(order.PaymentStatus) && pending is null && (order.Attention is null or { Reason: AttentionReason.Disputed } || refunds.Any(static refund => refund.Refund.Attention is not null));

    /// <summary>Works out what goes back for copies that the customer does not get or has given back. Those that a refund by items has paid back already are not paid back again.</summary>
    /// <param name="before">The lines before they were cancelled, lost or returned.</param>
    /// <param name="order">The order after that.</param>
    /// <param name="refunds">Its refunds.</param>
    /// <returns>The copies that are paid back, and the amount: never more than can be refunded.</returns>
    private static RefundWorth PriceCopies(IReadOnlyList<OrderLine> before, Order order, IReadOnlyCollection<RefundRecord> refunds)
    {
        var prices = new CopyPrices(order, refunds);
        var items = new List<RefundItem>();
        var amounts = new List<long>();
        for (var i = 0; i < before.Count; i++)
        {
            var line = order.Lines[i];
            var gone = OrderGoods.Gone(line);
            var due = (int)Math.Clamp(gone - prices.PaidBack(line), 0, gone - OrderGoods.Gone(before[i]));
            if (due > 0)
            {
                items.Add(new RefundItem(line.Isbn, due));
                amounts.Add(prices.Of(i, due));
            }
        }

        return new RefundWorth(Money.FromStored(Math.Min(amounts.Sum(), order.Refundable.MinorUnits), order.Total.Currency), items, false) { ItemAmounts = amounts };
    }

    /// <summary>Works out what goes back for copies and shipping: for each copy what was paid for it, the last one of a line with what rounding left over, and never more than can be refunded.</summary>
    /// <param name="before">The lines before the copies were taken back.</param>
    /// <param name="order">The order after that.</param>
    /// <param name="refunds">Its refunds.</param>
    /// <param name="withShipping">Whether shipping goes back, unless it has.</param>
    public static RefundWorth PriceParts(IReadOnlyList<OrderLine> before, Order order, IReadOnlyCollection<RefundRecord> refunds, bool withShipping)
    {
        var worth = PriceCopies(before, order, refunds);
        var shipping = withShipping ? ShippingLeft(order, refunds) : null;
        var due = worth.Amount.MinorUnits + (shipping?.MinorUnits ?? 0);
        return worth with { Amount = Money.FromStored(Math.Min(due, order.Refundable.MinorUnits), order.Total.Currency), Shipping = shipping is not null };
    }

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

    /// <summary>Why an order needs a person because of a dispute or of its refunds: for one that was refused before one that is still tried. <see langword="null"/> when it needs none.</summary>
    public static OrderAttention? AttentionOf(Order order, IReadOnlyCollection<RefundRecord> refunds) =>
        order.Attention is { Reason: AttentionReason.Disputed } disputed ? disputed : AttentionOfRefunds(order, refunds);

    /// <summary>Why an order needs a person because of its refunds alone.</summary>
    public static OrderAttention? AttentionOfRefunds(Order order, IReadOnlyCollection<RefundRecord> refunds) => order.Refunded.MinorUnits >= order.Captured.MinorUnits
        ? null
        : refunds.Select(static refund => refund.Refund.Attention).Where(static attention => attention is not null).OrderBy(static attention => attention!.Reason).ThenBy(static attention => attention!.Since).FirstOrDefault();

    /// <summary>The refunds that count as given back: all but those that failed.</summary>
    public static List<Refund> Counted(IEnumerable<RefundRecord> refunds) => [.. refunds.Where(static refund => refund.Refund.Status != RefundStatus.Failed).Select(static refund => refund.Refund)];

    /// <summary>How many copies of a book refunds pay back.</summary>
    public static long CopiesOf(IEnumerable<Refund> counted, Isbn isbn) => counted.Sum(refund => refund.Items.Where(known => known.Isbn == isbn).Sum(static known => (long)known.Quantity));

    /// <summary>The shipping that can still be given back; <see langword="null"/> for none.</summary>
    public static Money? ShippingLeft(Order order, IReadOnlyCollection<RefundRecord> refunds) =>
        Counted(refunds).Exists(static refund => refund.Shipping) ? null : new CopyPrices(order, refunds).Shipping;

    /// <summary>Whether the money of copies that are to leave the house has gone back, or is on its way back.</summary>
    /// <remarks>Refunds by items are for copies that are gone, then for those that have left the house, and then for those that are held. Free copies leave also when nothing else is left of the order.</remarks>
    public static bool IsGivenBack(Order order, Consignment consignment, IReadOnlyCollection<RefundRecord> refunds)
    {
        if (!RefundSums.IsCaptured(order.PaymentStatus))
        {
            return false;
        }

        var prices = new CopyPrices(order, refunds);
        var isFree = true;
        foreach (var line in order.Lines)
        {
            var held = OrderGoods.Held(line);
            var copies = consignment.Copies.Count == 0 ? held : consignment.Copies.Where(copy => copy.Isbn == line.Isbn).Sum(static copy => copy.Quantity);
            if (copies > held - Math.Max(0, prices.PaidBack(line) - line.Cancelled - line.Dispatched))
            {
                return copies <= held;
            }

            isFree &= copies == 0 || line.WorthOf(Math.Min(copies, line.Quantity)).MinorUnits <= 0;
        }

        return !isFree && order.Refundable.MinorUnits == 0;
    }

    /// <summary>Whether the shop has kept the money of copies that are gone: it took them back by a return without a refund.</summary>
    public static bool IsWithheld(IReadOnlyList<OrderLine> lines, IReadOnlyCollection<RefundRecord> refunds)
    {
        var counted = Counted(refunds);
        return lines.Any(line => line.Returned > 0 && OrderGoods.Gone(line) > CopiesOf(counted, line.Isbn) + line.Uncharged);
    }

    /// <summary>The shipping that an order's customer paid; <see langword="null"/> for none.</summary>
    public static Money? ShippingOf(Order order)
    {
        var shipping = order.Adjustments.Where(static adjustment => adjustment is { Kind: OrderAdjustment.Shipping, IsIncluded: false }).Sum(static adjustment => adjustment.Amount.MinorUnits);
        return shipping > 0 ? Money.FromStored(shipping, order.Total.Currency) : null;
    }
}
