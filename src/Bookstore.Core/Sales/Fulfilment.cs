namespace Bookstore;

/// <summary>How far the copies of an order have got, beside its status. Copies that were cancelled do not count.</summary>
public enum Fulfilment
{
    /// <summary>No copy has left the house, or all have come back undelivered.</summary>
    None,

    /// <summary>Some copies have left the house, others have not.</summary>
    Partial,

    /// <summary>All copies have left the house; some have not arrived.</summary>
    Dispatched,

    /// <summary>All copies have arrived, except those that were lost.</summary>
    Delivered,

    /// <summary>All copies have left the house, and all that arrived have come back.</summary>
    Returned,
}
