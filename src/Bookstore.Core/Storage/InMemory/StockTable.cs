using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The stock levels.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class StockTable : MemoryTable<Isbn, StockLevel>
{
    public StockTable() => Isbns = Sort(static level => level.Isbn);

    public SortedKeys<Isbn> Isbns { get; }

    /// <summary>Finds levels that are refused.</summary>
    /// <exception cref="BookstoreStoreException">A level would be out of bounds.</exception>
    public static void CheckBounds(RecordTable<Isbn, StockLevel> records)
    {
        var touched = records.Touched;
        for (var i = 0; i < touched.Count; i++)
        {
            if (touched[i].Current is { } level && !StockRules.Allows(level))
            {
                throw new BookstoreStoreException($"The stock level of {level.Isbn} is out of bounds: {level.OnHand} on hand, {level.Reserved} reserved, {level.Waiting} waiting, {level.BackorderLimit} on back-order at most.");
            }
        }
    }
}
