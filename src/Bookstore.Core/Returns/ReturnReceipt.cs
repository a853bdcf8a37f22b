using Bookstore.Storage;

namespace Bookstore;

/// <summary>Checks what came of a return against what can have come.</summary>
internal static class ReturnReceipt
{
    /// <summary>The lines of a return with what came. Of a book that is not named, nothing came.</summary>
    public static IReadOnlyList<ReturnLine> LinesOf(Return announced, IReadOnlyList<ReceivedItem> items) =>
    [
        .. announced.Lines.Select(line => items.FirstOrDefault(item => item.Isbn == line.Isbn) is { } came
            ? line with { Received = came.Received, Sellable = came.Sellable }
            : line with { Received = 0, Sellable = 0 }),
    ];

    /// <summary>The first item that the return has no line for; <see langword="null"/> when there is none.</summary>
    public static ReceivedItem? Unannounced(Return announced, IReadOnlyList<ReceivedItem> items) =>
        items.FirstOrDefault(item => !announced.Lines.Any(line => line.Isbn == item.Isbn));

    /// <summary>Why it cannot have come; <see langword="null"/> when it can.</summary>
    public static MoveReturnResult? Problem(WorkingSet records, Order order, IEnumerable<ReturnRecord> returns, ReturnRecord current, IReadOnlyList<ReceivedItem> items)
    {
        Return[] others = [.. returns.Where(known => known.Return.Id != current.Return.Id).Select(static known => known.Return)];
        foreach (var item in items)
        {
            if (item.Received > ReturnRules.Returnable(order.Lines.First(line => line.Isbn == item.Isbn), others))
            {
                return Refuse(MoveReturnOutcome.ExceedsDelivered);
            }

            if (!StockLedger.HasRoom(records, item.Isbn, item.Received))
            {
                return Refuse(MoveReturnOutcome.StockLimitReached);
            }

            MoveReturnResult Refuse(MoveReturnOutcome outcome) => new() { Outcome = outcome, Return = current.Return, Isbn = item.Isbn };
        }

        return null;
    }

    /// <summary>Whether shipping goes back with what came: where it was asked for, and for a withdrawal that was in time when the customer keeps nothing of the order.</summary>
    public static bool WithShipping(Return received, Order after) => received switch
    {
        { Kind: ReturnKind.Withdrawal, Receipt.IsLate: true } => false,
        { Kind: ReturnKind.Withdrawal } => OrderGoods.Of(after.Lines) == Goods.Back,
        _ => received.Shipping,
    };
}
