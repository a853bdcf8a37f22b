namespace Bookstore.Testing;

/// <summary>The calls of an <see cref="ICourier"/>.</summary>
public enum CourierOperation
{
    /// <summary><see cref="ICourier.BookAsync"/>.</summary>
    Book,

    /// <summary><see cref="ICourier.CancelAsync(Guid, string?, CancellationToken)"/>.</summary>
    Cancel,

    /// <summary><see cref="ICourier.TrackAsync"/>.</summary>
    Track,
}

/// <summary>One call that a shop made to a courier.</summary>
/// <param name="Operation">Which call.</param>
/// <param name="DeliveryId">For which delivery.</param>
/// <param name="Fault">What was planned to go wrong with it; <see langword="null"/> when nothing was.</param>
public sealed record CourierCallRecord(CourierOperation Operation, Guid DeliveryId, CallFault? Fault)
{
    /// <summary>The reference that a cancellation got back; <see langword="null"/> for none.</summary>
    public string? Reference { get; init; }
}

/// <summary>What a courier has on its books for one delivery.</summary>
/// <param name="DeliveryId">The delivery.</param>
/// <param name="TrackingNumber">Its tracking number; <see langword="null"/> when it was never booked.</param>
/// <param name="IsCancelled">Whether it was cancelled.</param>
public sealed record CourierLedgerEntry(Guid DeliveryId, string? TrackingNumber, bool IsCancelled);
