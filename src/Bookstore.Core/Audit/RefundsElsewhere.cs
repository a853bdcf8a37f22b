using Bookstore.Storage;

namespace Bookstore;

/// <summary>The refunds of an order that a person made without its gateway: each answers for its own amount, and for no other refund of the order.</summary>
internal static class RefundsElsewhere
{
    /// <summary>Adds up the refunds of an order that were marked as done.</summary>
    /// <param name="store">The store.</param>
    /// <param name="order">The order.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>The sum in minor units.</returns>
    public static async ValueTask<long> SumAsync(IDocumentReads store, Order order, CancellationToken cancellationToken)
    {
        // An order without refunds of their own has one at the most: of everything.
        if (order.Refunds is null)
        {
            return order.Resolution is { Kind: PaymentResolutionKind.MarkedDone, Action: PaymentAction.Refund } ? order.Refunded.MinorUnits : 0;
        }

        var documents = await store.ListDocumentsOfAsync(order.Id, RefundDocuments.Kind.Name, null, Order.MaxRefunds + 1, cancellationToken).ConfigureAwait(false);
        return documents.Select(RefundDocuments.TryRead).OfType<RefundRecord>().Where(static record => IsElsewhere(record.Refund)).Sum(static record => record.Refund.Amount.MinorUnits);
    }

    private static bool IsElsewhere(Refund refund) => refund is { Status: RefundStatus.Succeeded, Resolution.Kind: PaymentResolutionKind.MarkedDone };
}
