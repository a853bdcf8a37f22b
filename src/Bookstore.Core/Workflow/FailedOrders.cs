using Bookstore.Storage;

namespace Bookstore;

/// <summary>How a customer's newest orders ended.</summary>
/// <param name="Unpaid">When those that were left unpaid were placed, the oldest first: they wait for the customer or the gateway, or were given up or cancelled while they did. One that still waits counts as placed so late that it counts until its deadline.</param>
/// <param name="Declined">When those whose payment was declined were placed, the oldest first.</param>
/// <param name="Confirmed">How many were confirmed and cost something, and were not cancelled.</param>
internal sealed record FailedOrders(IReadOnlyList<DateTimeOffset> Unpaid, IReadOnlyList<DateTimeOffset> Declined, int Confirmed)
{
    /// <summary>The highest limit there is.</summary>
    public const int MostThatMatter = 100;

    /// <summary>Counts the orders of the last while, and those that still wait.</summary>
    /// <param name="newest">The customer's newest orders.</param>
    /// <param name="waiting">The customer's pending orders, of any age: however many others are placed and cancelled, these hold stock.</param>
    /// <param name="window">How old a finished order that counts may be.</param>
    /// <param name="now">The store's time. An order that a host authorizes at this time does not count.</param>
    /// <param name="leastDeadline">See <see cref="OrderTimes.OpenedAt"/>.</param>
    /// <param name="longestDeadline">See <see cref="OrderTimes.IsAhead"/>. Orders that lie ahead do not count: they would for as long as the clock was wrong by.</param>
    public static FailedOrders Of(
        IReadOnlyList<OrderRecord> newest, IReadOnlyList<OrderRecord> waiting, TimeSpan window, DateTimeOffset now, TimeSpan leastDeadline, TimeSpan longestDeadline)
    {
        var unpaid = waiting.Where(order => (order.LeaseHolder is null || order.DueAt <= now) && !order.IsAhead(now, longestDeadline)).Select(order => CountsFrom(order, window, now, leastDeadline)).ToList();
        List<DateTimeOffset> declined = [];
        var confirmed = 0;
        for (var i = newest.Count - 1; i >= 0; i--)
        {
            var order = newest[i].Order;
            var openedAt = newest[i].OpenedAt(now, leastDeadline);
            if (openedAt <= now.Minus(window) || newest[i].IsAhead(now, longestDeadline))
            {
                continue;
            }

            switch (order.Status)
            {
                case OrderStatus.Rejected when order.PaymentStatus == PaymentStatus.Declined:
                    declined.Add(openedAt);
                    break;
                case OrderStatus.Rejected:
                    unpaid.Add(openedAt);
                    break;

                // An order that is placed and cancelled, or that costs nothing, buys no further unpaid one.
                case OrderStatus.Pending or OrderStatus.Cancelled:
                case var _ when order.PaymentStatus == PaymentStatus.NotRequired:
                    break;
                default:
                    confirmed++;
                    break;
            }
        }

        unpaid.Sort();
        return new FailedOrders(unpaid, declined, confirmed);
    }

    private static DateTimeOffset CountsFrom(OrderRecord order, TimeSpan window, DateTimeOffset now, TimeSpan leastDeadline)
    {
        var openedAt = order.OpenedAt(now, leastDeadline);
        var until = order.GiveUpAt > now ? order.GiveUpAt : now.Plus(leastDeadline);
        return until.Minus(window) > openedAt ? until.Minus(window) : openedAt;
    }
}
