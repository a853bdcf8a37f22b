namespace Bookstore;

/// <summary>What one round of background work has done.</summary>
public sealed record MaintenanceResult
{
    /// <summary>How many pending orders were confirmed or rejected.</summary>
    public required int OrdersRecovered { get; init; }

    /// <summary>How many orders have no payment call pending any more.</summary>
    public required int PaymentsSettled { get; init; }

    /// <summary>How many refunds succeeded or were refused for good.</summary>
    public int RefundsEnded { get; init; }

    /// <summary>How many calls to couriers have a result.</summary>
    public required int CourierCallsMade { get; init; }

    /// <summary>How many expired reservations were released, and how many old idempotency keys and stored runs of audits were removed.</summary>
    public required int ItemsCleanedUp { get; init; }

    /// <summary>How many books got the search words of this version.</summary>
    public required int BooksIndexed { get; init; }

    /// <summary>How many steps of started audits were stored, of up to 5,000 records each.</summary>
    public int AuditStepsDone { get; init; }

    /// <summary>How many orders lost their customer, because the customer is being erased.</summary>
    public int OrdersErased { get; init; }

    /// <summary>How many waiting orders got copies that became free, by a cancellation for example. Those that got copies as they came in are not counted.</summary>
    public int OrdersAllocated { get; init; }

    /// <summary>How many events named the orders that wait for a book whose date has moved.</summary>
    public int DateChangesTold { get; init; }

    /// <summary>How many events the event handlers dealt with.</summary>
    public int EventsHandled { get; init; }

    /// <summary>How many notifications of the inbox were worked on, and how many old ones removed.</summary>
    public int NotificationsHandled { get; init; }

    /// <summary>Whether nothing was done.</summary>
    public bool IsEmpty => OrdersRecovered + PaymentsSettled + RefundsEnded + CourierCallsMade + ItemsCleanedUp + BooksIndexed + AuditStepsDone + EventsHandled + NotificationsHandled + OrdersErased + OrdersAllocated + DateChangesTold == 0;
}
