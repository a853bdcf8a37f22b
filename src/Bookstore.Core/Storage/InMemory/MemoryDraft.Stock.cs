namespace Bookstore.Storage;

internal static partial class MemoryDraft
{
    private static MemoryState ApplyStock(MemoryState state, WorkingSet records)
    {
        var stock = state.Stock.ToBuilder();
        var isbns = state.StockIsbns.ToBuilder();
        for (var i = 0; i < records.Stock.Touched.Count; i++)
        {
            var (_, after) = Write(stock, records.Stock.Touched[i]);
            Check(after);
            isbns.Add(records.Stock.Touched[i].Key);
        }

        var movements = state.Movements.ToBuilder();
        var byBook = state.MovementsByBook.ToBuilder();
        for (var i = 0; i < records.Movements.Count; i++)
        {
            byBook.Add((records.Movements[i].Isbn, movements.Count));
            movements.Add(records.Movements[i]);
            isbns.Add(records.Movements[i].Isbn);
        }

        foreach (var hold in records.Holds.Staged)
        {
            isbns.Add(hold.Key.Isbn);
        }

        return ApplyHolds(state, records.Holds) with
        {
            Stock = stock.ToImmutable(),
            StockIsbns = isbns.ToImmutable(),
            Movements = movements.ToImmutable(),
            MovementsByBook = byBook.ToImmutable(),
        };
    }

    private static void Check(StockLevel? level)
    {
        if (level is not null && (level.Reserved < 0 || level.Reserved > level.OnHand))
        {
            throw new BookstoreStoreException($"The stock level of {level.Isbn} is out of bounds: {level.OnHand} on hand, {level.Reserved} reserved.");
        }
    }

    private static MemoryState ApplyHolds(MemoryState state, HoldChanges changes)
    {
        if (!changes.HasChanges)
        {
            return state;
        }

        var holds = state.Holds.ToBuilder();
        var byBook = state.HoldsByBook.ToBuilder();
        var byHolder = state.HoldsByHolder.ToBuilder();
        foreach (var ((isbn, holder), quantity) in changes.Staged)
        {
            if (quantity == 0)
            {
                holds.Remove((isbn, holder));
                byBook.Remove((isbn, holder));
                byHolder.Remove((holder, isbn));
            }
            else
            {
                holds[(isbn, holder)] = quantity;
                byBook.Add((isbn, holder));
                byHolder.Add((holder, isbn));
            }
        }

        return state with { Holds = holds.ToImmutable(), HoldsByBook = byBook.ToImmutable(), HoldsByHolder = byHolder.ToImmutable() };
    }
}
