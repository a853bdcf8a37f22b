using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>What happened to an order, the newest first: money, goods and stock in one row where they happened together.</summary>
internal static class Timeline
{
    // Records of one commit have times that differ by the clock's ticks at most.
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(1);

    public static IReadOnlyList<TimelineEntry> Of(
        Order order, IReadOnlyList<Delivery> deliveries, IReadOnlyList<Refund> refunds, IReadOnlyList<Return> returns, IReadOnlyList<StockMovement> movements)
    {
        var facts = new List<(DateTimeOffset At, TimelineEntry Entry)>();
        Add(facts, order.CreatedAt, "Order placed", money: $"{Format.Money(order.Total)} to be paid", goods: $"{Format.Copies(order.Lines.Sum(static line => line.Quantity))} ordered");
        AddOrder(facts, order);
        foreach (var delivery in deliveries)
        {
            Add(facts, delivery.CreatedAt, "Delivery scheduled", goods: $"{Format.Copies(CopiesOf(delivery, order))} with {delivery.Courier}");
            if (delivery.Status != DeliveryStatus.Scheduled)
            {
                Add(facts, delivery.UpdatedAt, $"Delivery {Format.Words(StatusNames.Of(delivery.Status))}", goods: $"{Format.Copies(CopiesOf(delivery, order))} {Format.Words(StatusNames.Of(delivery.Status))}");
            }
        }

        foreach (var refund in refunds)
        {
            Add(facts, refund.CreatedAt, "Refund requested", money: $"{Format.Money(refund.Amount)} to give back: {Format.Words(refund.Reason)}");
            if (refund.Status != RefundStatus.Pending)
            {
                var isMade = refund.Status == RefundStatus.Succeeded;
                Add(facts, refund.UpdatedAt, isMade ? "Refund made" : "Refund failed", money: isMade ? $"{Format.Money(refund.Amount)} given back" : $"{Format.Money(refund.Amount)}: {refund.FailureCode}");
            }
        }

        foreach (var known in returns)
        {
            var copies = Format.Copies(known.Lines.Sum(static line => line.Quantity));
            Add(facts, known.CreatedAt, known.Kind == ReturnKind.Withdrawal ? "Withdrawal received" : "Return requested", goods: $"{copies} to come back");
            if (known.Status != ReturnStatus.Requested)
            {
                Add(facts, known.UpdatedAt, $"Return {StatusNames.Of(known.Status)}", goods: known.Lines.Any(static line => line.Received is not null) ? $"{Format.Copies(known.Lines.Sum(static line => line.Received ?? 0))} came back" : null);
            }
        }

        foreach (var movement in movements)
        {
            Add(facts, movement.At, StockTitle(movement.Kind), stock: StockText(movement));
        }

        return Merge(facts);
    }

    private static void AddOrder(List<(DateTimeOffset At, TimelineEntry Entry)> facts, Order order)
    {
        if (order.Attention is { } attention)
        {
            Add(facts, attention.Since, "Needs a person", money: Format.Words(StatusNames.Of(attention.Reason)) + (attention.Code is { } code ? $" ({code})" : string.Empty));
        }

        if (order.UpdatedAt > order.CreatedAt)
        {
            var money = order.PaymentStatus switch
            {
                PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded => $"{Format.Money(order.Captured)} captured",
                PaymentStatus.Authorized => $"{Format.Money(order.Total)} held",
                var status => $"payment {Format.Words(StatusNames.Of(status))}{(order.PaymentFailureCode is { } code ? $" ({code})" : string.Empty)}",
            };
            Add(facts, order.UpdatedAt, $"Order {StatusNames.Of(order.Status)}", money: money, goods: order.Fulfilment == Fulfilment.None ? null : $"goods {Format.Words(StatusNames.Of(order.Fulfilment))}");
        }
    }

    private static void Add(List<(DateTimeOffset At, TimelineEntry Entry)> facts, DateTimeOffset at, string title, string? money = null, string? goods = null, string? stock = null) =>
        facts.Add((at, new TimelineEntry(at, title, money is null ? [] : [money], goods is null ? [] : [goods], stock is null ? [] : [stock])));

    private static List<TimelineEntry> Merge(List<(DateTimeOffset At, TimelineEntry Entry)> facts)
    {
        var merged = new List<TimelineEntry>();
        foreach (var (at, entry) in facts.OrderBy(static fact => fact.At))
        {
            if (merged.Count > 0 && at - merged[^1].At <= Together)
            {
                // What moved stock only explains what it happened with.
                var last = merged[^1];
                var title = last.IsStockAlone ? entry.Title : entry.IsStockAlone || last.Title == entry.Title ? last.Title : $"{last.Title} · {entry.Title}";
                merged[^1] = new TimelineEntry(last.At, title, [.. last.Money, .. entry.Money], [.. last.Goods, .. entry.Goods], [.. last.Stock, .. entry.Stock]);
            }
            else
            {
                merged.Add(entry);
            }
        }

        merged.Reverse();
        return merged;
    }

    private static int CopiesOf(Delivery delivery, Order order) =>
        delivery.Lines.Count > 0 ? delivery.Lines.Sum(static line => line.Quantity) : order.Lines.Sum(static line => line.Quantity - line.Cancelled);

    private static string StockTitle(StockMovementKind kind) => kind switch
    {
        StockMovementKind.Reserved => "Stock reserved",
        StockMovementKind.Released => "Stock released",
        StockMovementKind.Shipped => "Stock shipped",
        StockMovementKind.Returned => "Stock returned",
        _ => "Stock changed",
    };

    private static string StockText(StockMovement movement) => movement.OnHandChange != 0
        ? $"{movement.Isbn}: {Format.Signed(movement.OnHandChange)} on hand, {Format.Count(movement.OnHandAfter)} left"
        : $"{movement.Isbn}: {Format.Signed(movement.ReservedChange)} reserved, {Format.Count(movement.OnHandAfter - movement.ReservedAfter)} available";
}

/// <summary>One row of a timeline.</summary>
internal sealed record TimelineEntry(DateTimeOffset At, string Title, IReadOnlyList<string> Money, IReadOnlyList<string> Goods, IReadOnlyList<string> Stock)
{
    public bool IsStockAlone => Stock.Count > 0 && Money.Count == 0 && Goods.Count == 0;
}
