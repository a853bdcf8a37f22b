namespace Bookstore.PostgreSql;

/// <summary>Bounded reads by a key that a write may need first. Each kind has a connection that no list, and no look-up of another kind, can keep from it, and some are spare, see <see cref="LookUpGates"/>.</summary>
internal enum LookUp
{
    /// <summary>An order.</summary>
    Order,

    /// <summary>A delivery.</summary>
    Delivery,

    /// <summary>A reservation.</summary>
    Reservation,

    /// <summary>A document.</summary>
    Document,

    /// <summary>The newest orders: of a customer, which say whether the customer may place another, or the newest of all.</summary>
    NewestOrders,
}
