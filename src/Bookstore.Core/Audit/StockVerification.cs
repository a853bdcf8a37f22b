using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true of each book's stock.</summary>
internal static class StockVerification
{
    public static void Check(AuditRun run, StockAudit audit)
    {
        var level = audit.Level ?? StockLevel.Empty(audit.Isbn);
        if (!StockRules.Allows(level))
        {
            run.Find("stock_out_of_range", audit.Isbn, level is { Waiting: 0, BackorderLimit: 0 }
                ? $"{level.Reserved} reserved of {level.OnHand} on hand."
                : $"{level.Reserved} reserved of {level.OnHand} on hand and {level.BackorderLimit} on back-order; orders wait for {level.Waiting}.");
        }

        if (audit.OnHandSum != level.OnHand || audit.ReservedSum != level.Reserved || audit.MovementCount != level.LastMovement)
        {
            run.Find(
                "stock_level_mismatch",
                audit.Isbn,
                $"The level says {level.OnHand} on hand and {level.Reserved} reserved after {level.LastMovement} movements; the {audit.MovementCount} movements sum up to {audit.OnHandSum} and {audit.ReservedSum}.");
        }

        if (audit.HeldSum != level.Reserved)
        {
            run.Find("stock_reserved_mismatch", audit.Isbn, $"{level.Reserved} reserved, but {audit.HeldSum} held for orders and carts.");
        }

        foreach (var holder in audit.OrphanHolders)
        {
            run.Find("hold_without_holder", audit.Isbn, $"Held for {holder}, which is neither an order nor a reservation.");
        }
    }
}
