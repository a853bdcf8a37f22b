using Bookstore.Storage;

namespace Bookstore;

/// <summary>How a customer's newest orders ended.</summary>
/// <param name="Unpaid">When those that were left unpaid were placed, the oldest first: they wait for the customer or the gateway, or were given up or cancelled while they did.</param>
/// <param name="Declined">When those whose payment was declined were placed, the oldest first.</param>
/// <param name="Confirmed">How many were confirmed, and not cancelled.</param>
internal sealed record FailedOrders(IReadOnlyList<DateTimeOffset> Unpaid, IReadOnlyList<DateTimeOffset> Declined, int Confirmed)
{
    /// <summary>The highest limit there is.</summary>
    public const int MostThatMatter = 100;

    /// <summary>Counts orders that were placed after a time.</summary>
    /// <param name="newest">The customer's newest orders, the newest first.</param>
    /// <param name="after">Older ones do not count. In the store's time, as the next one.</param>
    /// <param name="now">An order that a host authorizes at this time does not count.</param>
    public static FailedOrders Of(IReadOnlyList<OrderRecord> newest, DateTimeOffset after, DateTimeOffset now)
    {
        List<DateTimeOffset> unpaid = [];
        List<DateTimeOffset> declined = [];
        var confirmed = 0;
        for (var i = newest.Count - 1; i >= 0; i--)
        {
            var order = newest[i].Order;
            var openedAt = newest[i].OpenedAt(now);
            if (openedAt <= after)
            {
                continue;
            }

            switch (order.Status)
            {
                case OrderStatus.Rejected when order.PaymentStatus == PaymentStatus.Declined:
                    declined.Add(openedAt);
                    break;
                case OrderStatus.Rejected:
                case OrderStatus.Pending when newest[i].LeaseHolder is null || newest[i].DueAt <= now:
                    unpaid.Add(openedAt);
                    break;
                case OrderStatus.Pending:

                // A cheap order that is placed and cancelled buys no further unpaid one.
                case OrderStatus.Cancelled:
                    break;
                default:
                    confirmed++;
                    break;
            }
        }

        return new FailedOrders(unpaid, declined, confirmed);
    }
}
