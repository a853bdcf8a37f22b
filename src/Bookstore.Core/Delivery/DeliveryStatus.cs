namespace Bookstore;

/// <summary>The status of a delivery. The numbers are stored: they never change their meaning.</summary>
public enum DeliveryStatus
{
    /// <summary>Planned; the goods are in the house.</summary>
    Scheduled = 1,

    /// <summary>Handed to the courier; the goods have left the house.</summary>
    Dispatched = 2,

    /// <summary>On its way.</summary>
    InTransit = 3,

    /// <summary>In the customer's hands.</summary>
    Delivered = 4,

    /// <summary>It did not work out. Before dispatch it is over; after dispatch the goods are outside until they are <see cref="Returned"/> or <see cref="Lost"/>.</summary>
    Failed = 5,

    /// <summary>The goods came back. On the way to the customer, they are held for their order again; after their arrival they can be sold again, and the payment is refunded.</summary>
    Returned = 6,

    /// <summary>Cancelled before dispatch.</summary>
    Cancelled = 7,

    /// <summary>Lost after dispatch: the goods do not come back, and the order's payment is refunded. Final; a parcel that turns up is received as stock.</summary>
    Lost = 8,
}
