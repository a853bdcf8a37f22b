namespace Bookstore;

/// <summary>Whether a cart's reservation still holds its copies. The numbers are stored: they never change their meaning.</summary>
public enum ReservationStatus
{
    /// <summary>The copies are held.</summary>
    Held = 1,

    /// <summary>Released by its owner.</summary>
    Released = 2,

    /// <summary>Released by a sweep after its expiry.</summary>
    Expired = 3,

    /// <summary>Its copies went over to an order. If the order is not paid before the expiry, it is <see cref="Held"/> again.</summary>
    Ordered = 4,
}
