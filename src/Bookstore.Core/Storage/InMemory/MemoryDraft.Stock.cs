namespace Bookstore.Storage;

internal static partial class MemoryDraft
{
    private static MemoryState ApplyBooks(MemoryState state, IReadOnlyList<RecordEntry<Isbn, Book>> touched)
    {
        if (touched.Count == 0)
        {
            return state;
        }

        var books = state.Books.ToBuilder();
        var byIsbn = state.BooksByIsbn.ToBuilder();
        var words = state.Words.ToBuilder();
        var authorWords = state.AuthorWords.ToBuilder();
        for (var i = 0; i < touched.Count; i++)
        {
            var (before, after) = Write(books, touched[i]);
            Move(byIsbn, before?.Isbn, after?.Isbn);
            var isbn = touched[i].Key;
            words.ExceptWith(Pairs(before?.Title, isbn).Concat(Pairs(before?.Author, isbn)));
            authorWords.ExceptWith(Pairs(before?.Author, isbn));
            words.UnionWith(Pairs(after?.Title, isbn).Concat(Pairs(after?.Author, isbn)));
            authorWords.UnionWith(Pairs(after?.Author, isbn));
        }

        return state with
        {
            Books = books.ToImmutable(),
            BooksByIsbn = byIsbn.ToImmutable(),
            Words = words.ToImmutable(),
            AuthorWords = authorWords.ToImmutable(),
        };
    }

    private static IEnumerable<(string Word, Isbn Isbn)> Pairs(string? text, Isbn isbn) => SearchWords.Of(text).Select(word => (word, isbn));

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
