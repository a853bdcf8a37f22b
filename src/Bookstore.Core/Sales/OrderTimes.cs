using Bookstore.Storage;

namespace Bookstore;

/// <summary>When an order was opened, in the time that everything is compared in.</summary>
internal static class OrderTimes
{
    /// <summary>When the order was opened, in the store's time: its id tells it. What it shows, <see cref="Order.CreatedAt"/>, is by the clock of the host that opened it.</summary>
    /// <param name="order">The order.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="leastDeadline">How long after its opening an order's deadline is at least, see <see cref="LeastDeadline"/>.</param>
    /// <returns>
    /// The time, not after <paramref name="now"/>. Ids continue from the newest, so after the store's clock was set back theirs is too late: then the deadline tells it.
    /// For an id that was not made here, the time that the order shows.
    /// </returns>
    public static DateTimeOffset OpenedAt(this OrderRecord order, DateTimeOffset now, TimeSpan leastDeadline)
    {
        var opened = TimeOrderedIds.TimeOf(order.Order.Id) ?? order.Order.CreatedAt;
        var latest = order.GiveUpAt.Minus(leastDeadline);
        latest = latest < now ? latest : now;
        return opened < latest ? opened : latest;
    }

    /// <summary>Whether the order was opened at a time that lies ahead: the store's clock was wrong then, or is wrong now. Both its id and its deadline say so.</summary>
    /// <param name="order">The order.</param>
    /// <param name="now">The store's time.</param>
    /// <param name="longestDeadline">How long after its opening an order's deadline is at most, see <see cref="LongestDeadline"/>.</param>
    public static bool IsAhead(this OrderRecord order, DateTimeOffset now, TimeSpan longestDeadline) =>
        (TimeOrderedIds.TimeOf(order.Order.Id) ?? order.Order.CreatedAt) > now && order.GiveUpAt.Minus(longestDeadline) > now;

    /// <summary>How much later than the lease of its host an authorization can end that began in time.</summary>
    public static TimeSpan LateAnswer(this BookstoreOptions options) => options.RecoveryGrace > options.GatewayTimeout ? options.RecoveryGrace : options.GatewayTimeout;

    /// <summary>How long after its opening a new order may be given up.</summary>
    public static TimeSpan LeastDeadline(this BookstoreOptions options) => options.GatewayTimeout + options.LateAnswer();

    /// <summary>How long after its opening an order is given up at the latest, unless its gateway cannot be asked.</summary>
    public static TimeSpan LongestDeadline(this BookstoreOptions options) => options.LeastDeadline() > options.CustomerActionTimeout ? options.LeastDeadline() : options.CustomerActionTimeout;
}
