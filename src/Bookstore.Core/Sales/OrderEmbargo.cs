using Bookstore.Storage;

namespace Bookstore;

/// <summary>Finds the embargo that keeps copies of an order in the house.</summary>
internal static class OrderEmbargo
{
    /// <summary>Names the books of an order, whose embargo is looked at.</summary>
    public static void DeclareKeys(RecordKeys keys, Order order)
    {
        for (var i = 0; i < order.Lines.Count; i++)
        {
            keys.Books.Add(order.Lines[i].Isbn);
        }
    }

    /// <summary>The first book under embargo, and until when it is; <see langword="null"/> when there is none.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="order">The order.</param>
    /// <param name="consignment">The copies that are to leave; none for all of the order.</param>
    /// <param name="now">The store's time.</param>
    public static (Isbn Isbn, DateTimeOffset Until)? Find(WorkingSet records, Order order, Consignment consignment, DateTimeOffset now)
    {
        for (var i = 0; i < order.Lines.Count; i++)
        {
            var isbn = order.Lines[i].Isbn;
            if (records.Books.Find(isbn)?.EmbargoEnd is { } until && until > now && (consignment.Copies.Count == 0 || consignment.Copies.Any(copies => copies.Isbn == isbn)))
            {
                return (isbn, until);
            }
        }

        return null;
    }
}
