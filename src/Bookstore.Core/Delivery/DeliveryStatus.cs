namespace Bookstore;

/// <summary>The status of a delivery. The numbers are stored: they never change their meaning.</summary>
public enum DeliveryStatus
{
    /// <summary>Scheduled; the goods have not left the shop.</summary>
    Scheduled = 1,

    /// <summary>Handed to the courier; the goods have left the house.</summary>
    Dispatched = 2,

    /// <summary>On its way.</summary>
    InTransit = 3,

    /// <summary>Delivered to the customer.</summary>
    Delivered = 4,

    /// <summary>The delivery failed. Before dispatch it is over; after dispatch it can be tried again (<see cref="InTransit"/>, <see cref="Delivered"/>), and the goods are away until they arrive, or are <see cref="Returned"/> or <see cref="Lost"/>.</summary>
    Failed = 5,

    /// <summary>The goods came back. On the way to the customer, they are held for their order again; after their arrival they can be sold again, and what they are worth is refunded.</summary>
    Returned = 6,

    /// <summary>Cancelled before dispatch.</summary>
    Cancelled = 7,

    /// <summary>Lost after dispatch: the goods do not come back, and what they are worth is refunded. Final; a parcel that turns up is received as stock.</summary>
    Lost = 8,
}
