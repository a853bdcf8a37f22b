namespace Bookstore;

/// <summary>Where a delivery stands. The numbers are stored: they never change their meaning.</summary>
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

    /// <summary>It did not work out. Before dispatch it is over; after dispatch the goods are outside until they are <see cref="Returned"/>.</summary>
    Failed = 5,

    /// <summary>The goods came back and are held for their order again.</summary>
    Returned = 6,

    /// <summary>Called off before dispatch.</summary>
    Cancelled = 7,
}
