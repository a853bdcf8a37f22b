namespace Bookstore;

/// <summary>What a return may be, and where it can go. Pure.</summary>
internal static class ReturnRules
{
    /// <summary>Whether a return reserves its copies.</summary>
    public static bool IsOpen(ReturnStatus status) => status is ReturnStatus.Requested or ReturnStatus.Approved;

    /// <summary>Whether a return can go from one status to another.</summary>
    public static bool CanMove(ReturnStatus from, ReturnStatus to) => (from, to) is
        (ReturnStatus.Requested, ReturnStatus.Approved or ReturnStatus.Rejected or ReturnStatus.Cancelled)
        or (ReturnStatus.Approved, ReturnStatus.Received or ReturnStatus.Cancelled)
        or (ReturnStatus.Received, ReturnStatus.Completed);

    /// <summary>The event of a return that got to a status.</summary>
    public static string EventOf(ReturnStatus to) => to switch
    {
        ReturnStatus.Requested => EventTypes.ReturnRequested,
        ReturnStatus.Approved => EventTypes.ReturnApproved,
        ReturnStatus.Rejected => EventTypes.ReturnRejected,
        ReturnStatus.Received => EventTypes.ReturnReceived,
        ReturnStatus.Completed => EventTypes.ReturnCompleted,
        ReturnStatus.Cancelled => EventTypes.ReturnCancelled,
        _ => throw new ArgumentOutOfRangeException(nameof(to), to, "There is no such status."),
    };

    /// <summary>How many copies of a line can be returned: they have arrived, and are neither returned nor reserved by an open return.</summary>
    /// <param name="line">The line.</param>
    /// <param name="returns">The order's returns, but for the one that is asked for.</param>
    public static int Returnable(OrderLine line, IEnumerable<Return> returns) => Math.Max(0, line.Delivered - line.Returned - Reserved(line.Isbn, returns));

    /// <summary>How many copies of a line a customer can withdraw from: those that were ordered, neither cancelled nor returned nor reserved by an open return.</summary>
    public static int Withdrawable(OrderStatus status, OrderLine line, IEnumerable<Return> returns) => status is OrderStatus.Rejected
        ? 0
        : Math.Max(0, line.Quantity - line.Cancelled - line.Returned - Reserved(line.Isbn, returns));

    /// <summary>How many of the copies of a line that are in the house must stay there: customers have withdrawn from them.</summary>
    /// <remarks>Those that were cancelled or lost since a withdrawal are copies of it: the shop cancels what has not left the house.</remarks>
    /// <param name="line">The line.</param>
    /// <param name="returns">The order's returns.</param>
    public static int Withheld(OrderLine line, IEnumerable<Return> returns)
    {
        var (withdrawn, goneBefore) = (0, int.MaxValue);
        foreach (var known in returns.Where(static known => IsOpen(known.Status)).SelectMany(static known => known.Lines))
        {
            if (known.Isbn == line.Isbn && known.NotArrived > 0)
            {
                withdrawn += known.NotArrived;
                goneBefore = Math.Min(goneBefore, known.GoneBefore);
            }
        }

        return withdrawn == 0 ? 0 : Math.Clamp(withdrawn - (line.Cancelled + line.Lost - goneBefore), 0, OrderGoods.Held(line));
    }

    private static int Reserved(Isbn isbn, IEnumerable<Return> returns) =>
        returns.Where(static known => IsOpen(known.Status)).Sum(known => known.Lines.Where(line => line.Isbn == isbn).Sum(static line => line.Quantity));
}
