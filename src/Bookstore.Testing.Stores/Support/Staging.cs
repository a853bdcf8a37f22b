namespace Bookstore.Testing.Stores;

/// <summary>Names and stages records of any kind, as inserts or replacements.</summary>
internal static class Staging
{
    public static void Name(RecordKeys keys, object record)
    {
        switch (record)
        {
            case Book book:
                keys.Books.Add(book.Isbn);
                break;
            case StockLevel level:
                keys.Stock.Add(level.Isbn);
                break;
            case OrderRecord order:
                keys.Orders.Add(order.Order.Id);
                break;
            case DeliveryRecord delivery:
                keys.Orders.Add(delivery.Delivery.OrderId);
                break;
            case Reservation reservation:
                keys.Reservations.Add(reservation.Id);
                break;
            case DocumentRecord document when document.OwnerId is { } owner:
                keys.Orders.Add(owner);
                keys.DocumentsOf.Add(owner);
                break;
            case DocumentRecord document:
                keys.Documents.Add(document.Id);
                break;
            case IdempotencyRecord key:
                keys.IdempotencyKeys.Add(key.Id);
                break;
            case StockMovement or Hold or BookstoreEvent:
                break;
            default:
                throw new ArgumentException($"{record} is no record.", nameof(record));
        }
    }

    public static void Stage(WorkingSet set, object record)
    {
        switch (record)
        {
            case Book book:
                set.Books.Put(book.Isbn, book);
                break;
            case StockLevel level:
                set.Stock.Put(level.Isbn, level);
                break;
            case OrderRecord order:
                set.Orders.Put(order.Order.Id, order);
                break;
            case DeliveryRecord delivery when set.FindDelivery(delivery.Delivery.OrderId, delivery.Delivery.Id) is null:
                set.InsertDelivery(delivery);
                break;
            case DeliveryRecord delivery:
                set.Deliveries.Put(delivery.Delivery.Id, delivery);
                break;
            case Reservation reservation:
                set.Reservations.Put(reservation.Id, reservation);
                break;
            case DocumentRecord { OwnerId: { } owner } document when !set.DocumentsOf(owner, document.Id.Kind).Any(known => known.Id == document.Id):
                set.InsertDocument(document);
                break;
            case DocumentRecord document:
                set.Documents.Put(document.Id, document);
                break;
            case IdempotencyRecord key:
                set.IdempotencyKeys.Put(key.Id, key);
                break;
            case StockMovement movement:
                set.AppendMovement(movement);
                break;
            case BookstoreEvent happened:
                set.Events.Append(happened);
                break;
            case Hold { Quantity: 0 } hold:
                set.Holds.Remove(hold.Isbn, hold.Holder);
                break;
            case Hold hold:
                set.Holds.Add(hold.Isbn, hold.Holder, hold.Quantity);
                break;
            default:
                throw new ArgumentException($"{record} is no record.", nameof(record));
        }
    }
}
