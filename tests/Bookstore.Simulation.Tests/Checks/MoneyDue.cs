namespace Bookstore.Simulation;

/// <summary>Works out what is due to an order's customer from the copies alone, and compares the shop's refunds with it.</summary>
internal sealed class MoneyDue(Simulation simulation)
{
    private static readonly HashSet<string> Own = [Refund.ItemsCancelled, Refund.ItemsReturned, Refund.DeliveryLost, Refund.DeliveryReturned, Refund.Withdrawal];

    public void Check(Order order)
    {
        var refunds = simulation.Records.Refunds().Where(refund => refund.OrderId == order.Id).ToArray();
        if (refunds.Length == 0 && (order.Refunded == order.Captured || order.PaymentStatus == PaymentStatus.RefundFailed))
        {
            // A capture that won the race against its order's void went back whole, or was refused to.
            return;
        }

        var counted = refunds.Where(refund => refund.Status != RefundStatus.Failed).ToArray();
        var sum = counted.Sum(refund => refund.Amount.MinorUnits);
        Expect(sum == order.Refunded.MinorUnits, order, $"its refunds are {sum}, and it has {order.Refunded}");
        Expect(sum <= order.Captured.MinorUnits, order, $"its refunds are {sum} of {order.Captured}");

        var isWhole = counted.Any(refund => refund is { Items.Count: 0, Reason: Refund.OrderCancelled });
        // What a person gave up stays with the shop, whatever is refunded of it later.
        var hasFailed = refunds.Length > counted.Length || order.Resolution is { Action: PaymentAction.Refund };
        var worth = 0L;
        var isOpen = order.Status is OrderStatus.Created or OrderStatus.Delivered;
        foreach (var line in order.Lines)
        {
            var own = CopiesOf(counted.Where(refund => Own.Contains(refund.Reason)), line.Isbn);
            var paid = CopiesOf(counted, line.Isbn);
            var gone = line.Cancelled + line.Lost + line.Returned;
            Expect(!isOpen || line.Cancelled <= simulation.Workload.MostCancelled(order.Id, line.Isbn), order, $"{line.Cancelled} copies of {line.Isbn} are cancelled");
            Expect(own + line.Uncharged <= gone, order, $"{own} copies of {line.Isbn} are paid back, and {gone} are gone");
            Expect(paid + line.Uncharged <= line.Quantity, order, $"{paid} copies of {line.Isbn} are paid back of {line.Quantity}");
            var isDue = !isWhole && !hasFailed && simulation.Options.Returns.RefundPolicy == ReturnRefundPolicy.OnReceipt && sum < order.Captured.MinorUnits;
            Expect(!isDue || !RefundSums.IsCaptured(order.PaymentStatus) || paid + line.Uncharged >= gone || WorthOf(order, line, gone - line.Uncharged) <= WorthOf(order, line, paid) || HoldsBack(order), order, $"{gone} copies of {line.Isbn} are gone, and {paid} are paid back");
            worth += WorthOf(order, line, paid);
        }

        var shipping = counted.Any(refund => refund.Shipping) ? order.Adjustments.Where(IsShipping).Sum(adjustment => adjustment.Amount.MinorUnits) : 0;
        var amounts = counted.Where(refund => refund is { Items.Count: 0, Shipping: false }).Sum(refund => refund.Amount.MinorUnits);

        // The last copy has what rounding left over; it may be paid back while another one's refund has failed.
        var rests = hasFailed ? order.Lines.Sum(line => Math.Abs(SharesOf(order)[line.Isbn] % line.Quantity)) : 0;
        var due = worth + shipping + amounts + rests;
        Expect(sum <= due, order, $"{sum} went back, and {due} are due");
        Expect(hasFailed || sum == due || sum == order.Captured.MinorUnits, order, $"{sum} went back, and {due} are due of {order.Captured}");
    }

    // A receipt while a payment action or a person was in the way left its refund to a person.
    private bool HoldsBack(Order order) => simulation.Records.Returns().Any(known => known.OrderId == order.Id && known.Attention is not null);

    private static long CopiesOf(IEnumerable<Refund> refunds, Isbn isbn) => refunds.Sum(refund => refund.Items.Where(item => item.Isbn == isbn).Sum(item => (long)item.Quantity));

    // Written again, without the shop's own arithmetic: each copy has its share of what was added to the line but shipping, and the last one what is left over.
    private static long WorthOf(Order order, OrderLine line, long copies)
    {
        var share = SharesOf(order)[line.Isbn];
        var each = (long)decimal.Truncate((decimal)share / line.Quantity);
        return (copies * (line.UnitPrice.MinorUnits + each)) + (copies > 0 && copies + line.Uncharged == line.Quantity ? share - (each * line.Quantity) : 0);
    }

    private static Dictionary<Isbn, long> SharesOf(Order order)
    {
        var shares = order.Lines.ToDictionary(line => line.Isbn, _ => 0L);
        foreach (var adjustment in order.Adjustments.Where(adjustment => !IsShipping(adjustment) && !adjustment.IsIncluded))
        {
            var isFree = order.Lines.All(line => line.UnitPrice.MinorUnits == 0);
            var parts = Split(adjustment.Amount.MinorUnits, [.. order.Lines.Select(line => isFree ? line.Quantity : line.UnitPrice.MinorUnits * line.Quantity)]);
            for (var i = 0; i < parts.Length; i++)
            {
                shares[order.Lines[i].Isbn] += parts[i];
            }
        }

        return shares;
    }

    private static long[] Split(long amount, long[] weights)
    {
        var whole = weights.Sum();
        var parts = weights.Select(weight => Math.Abs(amount) * weight / whole).ToArray();
        var left = Math.Abs(amount) - parts.Sum();
        foreach (var index in Enumerable.Range(0, parts.Length).OrderByDescending(index => Math.Abs(amount) * weights[index] % whole).ThenBy(index => index).Take((int)left))
        {
            parts[index]++;
        }

        return [.. parts.Select(part => amount < 0 ? -part : part)];
    }

    private static bool IsShipping(OrderAdjustment adjustment) => adjustment.Kind == OrderAdjustment.Shipping;

    private void Expect(bool holds, Order order, string what)
    {
        if (!holds)
        {
            var lines = order.Lines.Select(line => $"{line.Quantity} at {line.UnitPrice} with {line.Allocated}, {line.AllocatedShipping} of it shipping");
            var refunds = simulation.Records.Refunds().Where(refund => refund.OrderId == order.Id)
                .Select(refund => $"{refund.Status} {refund.Amount} for {string.Join("+", refund.Items.Select(item => item.Quantity))}{(refund.Shipping ? " and shipping" : "")}");
            simulation.Violate($"order {order.Id}, {order.Status} and {order.PaymentStatus}: {what}; lines: {string.Join("; ", lines)}; refunds: {string.Join("; ", refunds)}");
        }
    }
}
