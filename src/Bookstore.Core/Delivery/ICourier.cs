namespace Bookstore;

/// <summary>The shop's side of a courier service. Register one for each courier that orders can be delivered with.</summary>
/// <remarks>
/// Every call is keyed by the delivery's id and idempotent. The wish is written down before the call and the answer after it; a call that
/// throws or times out is made again, with growing pauses, until it is answered. Implementations MUST be safe for use from any number of threads,
/// and SHOULD NOT block the calling thread: a call that does is left behind after 30 seconds as one that hangs.
/// </remarks>
public interface ICourier
{
    /// <summary>The name that deliveries choose it by: 1 to 50 characters.</summary>
    string Name { get; }

    /// <summary>Books the transport of a delivery.</summary>
    /// <param name="delivery">The delivery.</param>
    /// <param name="cancellationToken">Gives up waiting; whether it is booked is then unknown, and it is booked again.</param>
    /// <returns>The tracking number, 1 to 100 characters; <see langword="null"/> when the courier refuses for good, which fails the delivery.</returns>
    ValueTask<string?> BookAsync(Delivery delivery, CancellationToken cancellationToken);

    /// <summary>Calls a booking off. Calling off what was never booked succeeds, and forbids a later booking under that id.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="cancellationToken">Gives up waiting; it is called off again.</param>
    /// <returns>A task that ends when the courier has answered.</returns>
    ValueTask CancelAsync(Guid deliveryId, CancellationToken cancellationToken);
}
