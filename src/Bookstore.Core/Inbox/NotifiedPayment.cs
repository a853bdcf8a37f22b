namespace Bookstore;

/// <summary>What is done about the order of a notification: its gateway is asked, and what it says is recorded, or differs from the record.</summary>
internal sealed class NotifiedPayment(IOrderWorkflow workflow, OrderReconciliation reconciliation)
{
    // Another host may work on the order at this moment. After so many looks the order's own polls go on.
    private const int MaxLooks = 3;

    // A payment that is being changed at this moment is not as it is on record for a short time.
    private const int LooksUntilFound = 2;

    /// <summary>Asks about an order.</summary>
    /// <param name="orderId">The order.</param>
    /// <param name="looks">How often it was asked about for this notification, this time included.</param>
    /// <returns>Whether nothing is left to ask, and what differs by then.</returns>
    /// <exception cref="BookstoreException">The gateway did not answer.</exception>
    public async ValueTask<(bool IsDone, AuditFinding? Finding)> AskAsync(Guid orderId, int looks)
    {
        var refreshed = await workflow.RefreshPaymentAsync(orderId, CancellationToken.None).ConfigureAwait(false);
        switch (refreshed)
        {
            case { Outcome: RefreshPaymentOutcome.NotAnswered }:
                throw new BookstoreException($"The payment gateway did not answer about order {orderId}, or this host does not have it.");
            case { Order: null }:
                return (true, null);
            case { Order.Status: OrderStatus.Pending }:
                return (looks >= MaxLooks, null);
        }

        var finding = await reconciliation.FindProblemAsync(orderId, CancellationToken.None).ConfigureAwait(false);
        return (finding is null || looks >= LooksUntilFound, finding);
    }
}
