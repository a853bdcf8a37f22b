using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>The movements in the order in which they were written. Their position counts through all books.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class MovementJournal
{
    private readonly List<StockMovement> _movements = [];
    private readonly Dictionary<Isbn, List<int>> _byBook = [];

    /// <summary>Every book that has movements.</summary>
    public SortedKeys<Isbn> Isbns { get; } = new();

    public void Write(IReadOnlyList<StockMovement> movements)
    {
        for (var i = 0; i < movements.Count; i++)
        {
            if (!_byBook.TryGetValue(movements[i].Isbn, out var ofBook))
            {
                _byBook.Add(movements[i].Isbn, ofBook = []);
                Isbns.Add(movements[i].Isbn);
            }

            ofBook.Add(_movements.Count);
            _movements.Add(movements[i]);
        }
    }

    public IEnumerable<StockMovement> OfBook(Isbn isbn) => _byBook.TryGetValue(isbn, out var ofBook) ? ofBook.Select(position => _movements[position]) : [];

    /// <summary>A book's movements, newest first. A position that is not of the book comes before all of them.</summary>
    public MovementPage List(Isbn isbn, long? after, int limit)
    {
        var ofBook = _byBook.GetValueOrDefault(isbn) ?? [];
        var end = after is not { } position ? ofBook.Count
            : position is >= 0 and <= int.MaxValue ? Math.Max(0, ofBook.BinarySearch((int)position)) : 0;
        var start = Math.Max(0, end - limit);
        var items = new List<StockMovement>(end - start);
        for (var i = end - 1; i >= start; i--)
        {
            items.Add(_movements[ofBook[i]]);
        }

        return new MovementPage(items, items.Count > 0 && start > 0 ? ofBook[start] : null);
    }
}
