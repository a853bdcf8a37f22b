namespace Bookstore;

/// <summary>The parts of the list of work, in its order. The numbers stand in cursors.</summary>
internal enum WorkPart : byte
{
    /// <summary>Orders that need a person, newest first.</summary>
    OrdersToAttend = 1,

    /// <summary>Deliveries that need a person, newest first.</summary>
    DeliveriesToAttend = 2,

    /// <summary>Pending payment actions that are due.</summary>
    Settlement = 3,

    /// <summary>Pending orders whose gateway has to be asked.</summary>
    Recovery = 4,

    /// <summary>Orders whose customer has to act at the bank, and whose gateway has to be asked.</summary>
    CustomerAction = 5,

    /// <summary>Courier calls that are due.</summary>
    Couriers = 6,
}
