namespace Bookstore;

/// <summary>Counts the copies of an order's lines: what a trigger makes of them, and what they add up to. Pure.</summary>
internal static class OrderGoods
{
    /// <summary>The copies of a line that are held: neither cancelled nor out of the house.</summary>
    public static int Held(OrderLine line) => line.Quantity - line.Cancelled - line.Dispatched;

    /// <summary>The copies of a line that can be dispatched: held, and on hand for it.</summary>
    public static int Allocated(OrderLine line) => Held(line) - line.Waiting;

    /// <summary>The copies of a line that the customer does not get or has given back.</summary>
    public static int Gone(OrderLine line) => line.Cancelled + line.Lost + line.Returned;

    /// <summary>Whether the counts of a line are possible.</summary>
    public static bool IsPossible(OrderLine line) =>
        line is { Cancelled: >= 0, Lost: >= 0, Returned: >= 0, Uncharged: >= 0, Waiting: >= 0 } && line.Uncharged <= line.Cancelled && line.Returned <= line.Delivered && line.Delivered + line.Lost <= line.Dispatched && Allocated(line) >= 0;

    /// <summary>The lines after an effect, or <see langword="null"/> when there are not so many copies for it. A line that stays as it is stays the same object.</summary>
    /// <param name="lines">The lines, by ascending ISBN.</param>
    /// <param name="effect">What happens to the copies.</param>
    /// <param name="copies">The copies, by ascending ISBN; empty for all that there are.</param>
    public static IReadOnlyList<OrderLine>? After(IReadOnlyList<OrderLine> lines, StockEffect effect, IReadOnlyList<LineCopies> copies)
    {
        var after = new OrderLine[lines.Count];
        var next = 0;
        for (var i = 0; i < after.Length; i++)
        {
            var line = lines[i];
            var quantity = 0;
            if (copies.Count == 0)
            {
                quantity = MostOf(line, effect);
            }
            else if (next < copies.Count && copies[next].Isbn == line.Isbn)
            {
                quantity = copies[next++].Quantity;
            }

            after[i] = quantity == 0 ? line : After(line, effect, quantity);
            if (!IsPossible(after[i]))
            {
                return null;
            }
        }

        return next == copies.Count ? after : null;
    }

    /// <summary>Whether an effect takes copies from one place to another.</summary>
    public static bool IsMove(StockEffect effect) => effect is StockEffect.Ship or StockEffect.Arrive or StockEffect.Return or StockEffect.TakeBack or StockEffect.Lose;

    /// <summary>How far the copies have got, for the table of transitions.</summary>
    public static Goods Of(IReadOnlyList<OrderLine> lines)
    {
        var sum = SumOf(lines);
        return sum switch
        {
            { Left: > 0, Out: 0 } => Goods.Home,
            { Left: > 0 } => Goods.Out,
            { Delivered: 0 } => Goods.Gone,
            _ => sum.Returned == sum.Delivered ? Goods.Back : Goods.Arrived,
        };
    }

    /// <summary>How far the copies have got, as it is shown.</summary>
    public static Fulfilment FulfilmentOf(IReadOnlyList<OrderLine> lines)
    {
        var sum = SumOf(lines);
        return sum switch
        {
            { Out: 0 } => Fulfilment.None,
            { Held: > 0 } => Fulfilment.Partial,
            { Left: > 0 } or { Delivered: 0 } => Fulfilment.Dispatched,
            _ => sum.Returned == sum.Delivered ? Fulfilment.Returned : Fulfilment.Delivered,
        };
    }

    /// <summary>Whether copies are out of the house and have not come back.</summary>
    public static bool IsOut(IReadOnlyList<OrderLine> lines)
    {
        var sum = SumOf(lines);
        return sum.Out > sum.Returned;
    }

    /// <summary>A line of an order that was only ever handled whole: its counts follow from the order's state.</summary>
    public static OrderLine Whole(OrderLine line, OrderStatus status, bool isDispatched)
    {
        var counts = WholeCounts(line.Quantity, status, isDispatched);
        return line with { Cancelled = counts.Cancelled, Dispatched = counts.Dispatched, Delivered = counts.Delivered, Returned = counts.Returned, Lost = counts.Lost };
    }

    /// <summary>Whether the counts of a line are those of an order that was only ever handled whole.</summary>
    public static bool IsWhole(OrderLine line, OrderStatus status, bool isDispatched) =>
        line.Uncharged == 0 && WholeCounts(line.Quantity, status, isDispatched) == new Counts(line.Cancelled, line.Dispatched, line.Delivered, line.Returned, line.Lost);

    private static Counts WholeCounts(int all, OrderStatus status, bool isDispatched) => (status, isDispatched) switch
    {
        (OrderStatus.Created, true) => default(Counts) with { Dispatched = all },
        (OrderStatus.Cancelled, true) => default(Counts) with { Dispatched = all, Lost = all },
        (OrderStatus.Cancelled, false) => default(Counts) with { Cancelled = all },
        (OrderStatus.Delivered, true) => default(Counts) with { Dispatched = all, Delivered = all },
        (OrderStatus.Delivered, false) => default(Counts) with { Dispatched = all, Delivered = all, Returned = all },
        _ => default,
    };

    /// <summary>The lines of an order that waits for nothing any more: the same list where none of them does.</summary>
    public static IReadOnlyList<OrderLine> WithoutWaiting(IReadOnlyList<OrderLine> lines) => lines.Any(static line => line.Waiting > 0)
        ? [.. lines.Select(static line => line.Waiting > 0 ? line with { Waiting = 0 } : line)]
        : lines;

    private static int MostOf(OrderLine line, StockEffect effect) => effect switch
    {
        StockEffect.TakeBack => line.Delivered - line.Returned,
        StockEffect.Return or StockEffect.Arrive or StockEffect.Lose => line.Dispatched - line.Delivered - line.Lost,
        StockEffect.Ship => Allocated(line),
        _ => Held(line),
    };

    private static OrderLine After(OrderLine line, StockEffect effect, int quantity) => effect switch
    {
        // Those that are still to come are cancelled first.
        StockEffect.Release => line with { Cancelled = line.Cancelled + quantity, Waiting = Math.Max(0, line.Waiting - quantity) },
        StockEffect.Ship => line with { Dispatched = line.Dispatched + quantity },
        StockEffect.Arrive => line with { Delivered = line.Delivered + quantity },
        StockEffect.Lose => line with { Lost = line.Lost + quantity },
        StockEffect.Return => line with { Dispatched = line.Dispatched - quantity },
        StockEffect.TakeBack => line with { Returned = line.Returned + quantity },
        _ => line,
    };

    private static Sum SumOf(IReadOnlyList<OrderLine> lines)
    {
        var sum = default(Sum);
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            sum = new Sum(
                sum.Held + Held(line),
                sum.Left + line.Quantity - line.Cancelled - line.Delivered - line.Lost,
                sum.Out + line.Dispatched,
                sum.Delivered + line.Delivered,
                sum.Returned + line.Returned);
        }

        return sum;
    }

    // Left: still to arrive. Out: have left the house, those that arrived and those that were lost included.
    private readonly record struct Sum(int Held, int Left, int Out, int Delivered, int Returned);

    private readonly record struct Counts(int Cancelled, int Dispatched, int Delivered, int Returned, int Lost);
}
