namespace Bookstore;

/// <summary>What was paid for the copies of an order and for its shipping, and what of it refunds have not given back. Pure.</summary>
/// <remarks>Where less was captured than the order costs, each copy and the shipping were paid for in proportion: what was paid for all of them sums to what was captured, to the minor unit.</remarks>
internal sealed class CopyPrices
{
    private readonly Order _order;
    private readonly List<Refund> _counted;
    private readonly List<Refund> _refused;

    // By line, and for the shipping at the end; null where all was captured that the copies cost.
    private readonly long[]? _parts;

    /// <summary>Reads the prices of an order.</summary>
    /// <param name="order">The order.</param>
    /// <param name="refunds">Its refunds.</param>
    public CopyPrices(Order order, IReadOnlyCollection<RefundRecord> refunds)
    {
        (_order, _counted) = (order, RefundRules.Counted(refunds));
        _refused = [.. refunds.Where(static refund => refund.Refund is { Status: RefundStatus.Failed, Attention: not null }).Select(static refund => refund.Refund)];
        var full = new long[order.Lines.Count + 1];
        for (var i = 0; i < order.Lines.Count; i++)
        {
            full[i] = ChargedFor(order.Lines[i]);
        }

        full[^1] = RefundRules.ShippingOf(order)?.MinorUnits ?? 0;
        var isPart = order.CaptureAmount is not null && RefundSums.IsCaptured(order.PaymentStatus) && order.Captured.MinorUnits < full.Sum() && Array.TrueForAll(full, static part => part >= 0);
        _parts = isPart ? InProportion(full, order.Captured.MinorUnits) : null;
    }

    /// <summary>How many copies of a line refunds have paid back, those that were never charged included.</summary>
    public long PaidBack(OrderLine line) => RefundRules.CopiesOf(_counted, line.Isbn) + line.Uncharged;

    /// <summary>What was paid for copies of a line that no refund has paid back. The last one has what rounding and refunds that failed have left over.</summary>
    /// <remarks>A refund that was refused and can be retried keeps its share where its copies are left: with the others it sums to what was paid, whichever is made first.</remarks>
    /// <param name="index">The line.</param>
    /// <param name="copies">How many: at most those that are left.</param>
    public long Of(int index, int copies)
    {
        var line = _order.Lines[index];
        var (before, refused) = ((int)PaidBack(line), RefundRules.CopiesOf(_refused, line.Isbn));
        var known = _counted;
        if (refused > 0 && before + refused + copies <= line.Quantity)
        {
            before += (int)refused;
            known = [.. _counted, .. _refused];
        }

        if (before + copies == line.Quantity && AmountOf(known, line.Isbn) is { } paidBack)
        {
            return (_parts?[index] ?? ChargedFor(line)) - paidBack;
        }

        if (_parts is null)
        {
            return line.WorthOf(copies, before).MinorUnits;
        }

        return OrderLine.ShareOfCopies(_parts[index], line.Quantity - line.Uncharged, copies, before + copies == line.Quantity);
    }

    /// <summary>What was paid for shipping; <see langword="null"/> for nothing.</summary>
    public Money? Shipping => _parts is null ? RefundRules.ShippingOf(_order) : _parts[^1] > 0 ? Money.FromStored(_parts[^1], _order.Total.Currency) : null;

    // What refunds pay back for copies of a book; null where one of them does not say.
    private static long? AmountOf(List<Refund> refunds, Isbn isbn)
    {
        var sum = 0L;
        foreach (var refund in refunds)
        {
            for (var i = 0; i < refund.Items.Count; i++)
            {
                if (refund.Items[i].Isbn == isbn)
                {
                    if (refund.ItemAmounts.Count != refund.Items.Count)
                    {
                        return null;
                    }

                    sum += refund.ItemAmounts[i];
                }
            }
        }

        return sum;
    }

    private static long ChargedFor(OrderLine line) => line.WorthOf(line.Quantity - line.Uncharged, line.Uncharged).MinorUnits;

    // By largest remainder, among equals the first.
    private static long[] InProportion(long[] full, long captured)
    {
        var whole = full.Sum();
        var parts = Array.ConvertAll(full, part => (long)((Int128)part * captured / whole));
        var byRemainder = Enumerable.Range(0, full.Length).OrderByDescending(i => (Int128)full[i] * captured % whole).ThenBy(static i => i).ToArray();
        var left = (int)(captured - parts.Sum());
        for (var i = 0; i < left; i++)
        {
            parts[byRemainder[i]]++;
        }

        return parts;
    }
}
