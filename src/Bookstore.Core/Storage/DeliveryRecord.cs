using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A delivery as it is stored: what its customer sees, and the call to its courier that is left to make.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record DeliveryRecord
{
    /// <summary>The delivery.</summary>
    public required Delivery Delivery { get; init; }

    /// <summary>The pending call to the courier; <see langword="null"/> when there is none.</summary>
    public CourierCall? PendingCall { get; init; }

    /// <summary>When the call is to be made at the latest, in UTC; <see langword="null"/> when none is pending.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>How often the call was tried without success.</summary>
    public int Attempts { get; init; }

    /// <summary>Fencing token: incremented each time a host takes the delivery to call its courier. A write that carries an older token is rejected.</summary>
    public int Fence { get; init; }

    /// <summary>The host that calls the courier until <see cref="DueAt"/>; <see langword="null"/> when none does.</summary>
    public Guid? LeaseHolder { get; init; }

    /// <summary>
    /// Until when a booking that is in progress, or whose outcome is unknown, can take effect at the courier, in UTC; <see langword="null"/> when there is none.
    /// A cancellation is repeated then.
    /// </summary>
    public DateTimeOffset? BookingUntil { get; init; }
}

/// <summary>A pending call to a courier. The numbers are stored: they never change their meaning.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public enum CourierCall
{
    /// <summary>The transport is to be booked.</summary>
    Book = 1,

    /// <summary>The booking is to be cancelled.</summary>
    Cancel = 2,
}
