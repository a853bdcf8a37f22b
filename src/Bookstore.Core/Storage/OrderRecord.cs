using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>An order as it is stored: what its customer sees, and the work that is left to do on it.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed record OrderRecord
{
    /// <summary>The order.</summary>
    public required Order Order { get; init; }

    /// <summary>
    /// Counts the changes of <see cref="Order"/>, which is what a client can see; a store keeps it. What hosts note for their own work (fence, lease, due time, attempts) leaves it as it is.
    /// </summary>
    public int Version => Order.Version;

    /// <summary>Fencing token. Incremented each time a host acquires the order; a write that carries an older token is rejected.</summary>
    public required int Fence { get; init; }

    /// <summary>The host that works on the pending order until <see cref="DueAt"/>; <see langword="null"/> when no host does.</summary>
    public Guid? LeaseHolder { get; init; }

    /// <summary>When any host may, and should, continue the work on the order, in UTC; <see langword="null"/> when nothing is left to do.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>From when on a pending order may be given up, in UTC: no authorization can be on its way any more.</summary>
    public required DateTimeOffset GiveUpAt { get; init; }

    /// <summary>How often the work was tried without success.</summary>
    public int Attempts { get; init; }

    /// <summary>The pending payment action; <see langword="null"/> when there is none.</summary>
    public PaymentAction? PendingAction { get; init; }

    /// <summary>The <see cref="IPaymentGateway.Name"/> of the gateway that the order's money belongs to; <see langword="null"/> when any gateway may be asked, or none is needed.</summary>
    public string? Gateway { get; init; }

    /// <summary>
    /// How often a payment call was made anew after it had been answered: a person repeats a refused one, and a void is repeated when an authorization has arrived since.
    /// Part of the call's idempotency key, so that the gateway does not replay the earlier answer. A repetition of a call without an answer keeps its key.
    /// </summary>
    public int PaymentRetries { get; init; }

    /// <summary>
    /// The refunds of the order that succeeded or are pending, in minor units, for stores to keep in a column of its own: a store MUST refuse a sum that exceeds the order's total. <see langword="null"/> for an order that
    /// never had one.
    /// </summary>
    public long? RefundsMinor => Order.Refunds is { } sums ? sums.Succeeded + sums.Pending : null;

    /// <summary>The work that is left to do, for stores to keep beside <see cref="DueAt"/> and to search by; <see langword="null"/> when <see cref="DueAt"/> is.</summary>
    public OrderWork? Work => DueAt is null ? null : OrderWorks.Of(this);

    /// <summary>The cart's reservation that the order's copies came from, and go back to if the order is not paid; <see langword="null"/> when it came from none. Never changes.</summary>
    public Guid? ReservationId { get; init; }
}
