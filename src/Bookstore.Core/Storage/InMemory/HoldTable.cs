using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What is held, for whom.</summary>
[Experimental(StorageDiagnostics.Experimental)]
internal sealed class HoldTable
{
    private readonly Dictionary<Isbn, SortedKeys<(Guid Holder, int Quantity)>> _byBook = [];
    private readonly SortedKeys<(Guid Holder, Isbn Isbn)> _byHolder = new();

    /// <summary>Every book that was ever held.</summary>
    public SortedKeys<Isbn> Isbns { get; } = new();

    public void Write(HoldChanges changes)
    {
        foreach (var ((isbn, holder), quantity) in changes.Staged)
        {
            if (!_byBook.TryGetValue(isbn, out var ofBook))
            {
                _byBook.Add(isbn, ofBook = new SortedKeys<(Guid Holder, int Quantity)>());
                Isbns.Add(isbn);
            }

            if (Find(ofBook, holder) is { } before)
            {
                ofBook.Remove(before);
            }

            if (quantity == 0)
            {
                _byHolder.Remove((holder, isbn));
            }
            else
            {
                ofBook.Add((holder, quantity));
                _byHolder.Add((holder, isbn));
            }
        }
    }

    public List<ReservationLine> OfHolder(Guid holder)
    {
        var held = new List<ReservationLine>();
        foreach (var key in _byHolder.From((holder, default)))
        {
            if (key.Holder != holder)
            {
                break;
            }

            held.Add(new ReservationLine(key.Isbn, Find(_byBook[key.Isbn], holder)!.Value.Quantity));
        }

        return held;
    }

    public SortedKeys<(Guid Holder, int Quantity)> OfBook(Isbn isbn) => _byBook.GetValueOrDefault(isbn) ?? SortedKeys<(Guid Holder, int Quantity)>.Empty;

    private static (Guid Holder, int Quantity)? Find(SortedKeys<(Guid Holder, int Quantity)> ofBook, Guid holder)
    {
        var from = ofBook.From((holder, 0));
        return from.MoveNext() && from.Current.Holder == holder ? from.Current : null;
    }
}
