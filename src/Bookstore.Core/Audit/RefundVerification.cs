using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true of each refund, and of the refunds of an order together.</summary>
internal static class RefundVerification
{
    // A busy order changes between two reads; so often in a row it does not.
    private const int MostReads = 5;

    /// <summary>Checks a refund by itself, and that its order counts it.</summary>
    public static async Task CheckAsync(AuditRun run, IBookstoreStore store, DocumentRecord document, CancellationToken cancellationToken)
    {
        Refund refund;
        try
        {
            refund = RefundDocuments.Read(document).Refund;
        }
        catch (BookstoreStoreException fault)
        {
            run.Find("record_unreadable", document.Id.Id, fault.Message);
            return;
        }

        if (await store.FindOrderAsync(refund.OrderId, cancellationToken).ConfigureAwait(false) is not { } order)
        {
            run.Find("refund_without_order", refund.Id, $"The refund is of order {refund.OrderId}, which does not exist.");
            return;
        }

        if (!Enum.IsDefined(refund.Status))
        {
            run.Find("refund_status_unknown", refund.Id, $"The refund is {refund.Status}: this version does not know that.");
        }
        else if ((refund.Status == RefundStatus.Pending) != (document.DueAt is not null))
        {
            run.Find("refund_work_mismatch", refund.Id, $"The refund is {refund.Status}, but its call is due {document.DueAt?.ToString("O") ?? "never"}.");
        }

        if (refund.Amount.MinorUnits <= 0 || !string.Equals(refund.Amount.Currency, order.Order.Total.Currency, StringComparison.Ordinal))
        {
            run.Find("refund_amount_mismatch", refund.Id, $"The refund is of {refund.Amount}; its order is in {order.Order.Total.Currency}.");
        }

        // An order that counts any is checked with the orders.
        if (order.Order.Refunds is null && refund.Status != RefundStatus.Failed)
        {
            run.Find("order_refunds_mismatch", order.Order.Id, $"The order counts no refund, but refund {refund.Id} of {refund.Amount} is {refund.Status}.");
        }
    }

    /// <summary>Checks that what an order counts is the sum of its refunds, and no more than was captured.</summary>
    /// <remarks>Order and refunds are read one after the other, and an order that changed meanwhile once more: its version says so.</remarks>
    public static async Task CheckSumsAsync(AuditRun run, IBookstoreStore store, Guid orderId, CancellationToken cancellationToken)
    {
        var before = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
        for (var read = 0; read < MostReads && before is not null; read++)
        {
            var documents = await store.ListDocumentsOfAsync(orderId, RefundDocuments.Kind.Name, null, Order.MaxRefunds + 1, cancellationToken).ConfigureAwait(false);
            var after = await store.FindOrderAsync(orderId, cancellationToken).ConfigureAwait(false);
            if (after?.Version == before.Version)
            {
                CheckSums(run, after.Order, documents);
                return;
            }

            before = after;
        }
    }

    private static void CheckSums(AuditRun run, Order order, IReadOnlyList<DocumentRecord> documents)
    {
        var refunds = documents.Select(RefundDocuments.TryRead).OfType<RefundRecord>().Select(static record => record.Refund).ToList();
        var (succeeded, pending) = (SumOf(refunds, RefundStatus.Succeeded), SumOf(refunds, RefundStatus.Pending));
        if (succeeded != order.Refunded.MinorUnits || pending != order.RefundPending.MinorUnits)
        {
            run.Find(
                "order_refunds_mismatch",
                order.Id,
                $"The order counts {order.Refunded} as refunded and {order.RefundPending} as pending, but its refunds sum up to {succeeded} and {pending} minor units.");
        }

        if (succeeded + pending > order.Captured.MinorUnits)
        {
            run.Find("refunds_exceed_captured", order.Id, $"{order.Captured} was captured, but the refunds that were made or are pending sum up to {succeeded + pending} minor units.");
        }

        var isWhole = order.Captured.MinorUnits > 0 && succeeded >= order.Captured.MinorUnits;
        if (isWhole != (order.PaymentStatus == PaymentStatus.Refunded))
        {
            run.Find("order_refunds_mismatch", order.Id, $"The order's payment is {order.PaymentStatus}, but {succeeded} of {order.Captured.MinorUnits} minor units went back.");
        }
    }

    // Wider than an amount: what is stored may be anything.
    private static Int128 SumOf(List<Refund> refunds, RefundStatus status) =>
        refunds.Where(refund => refund.Status == status).Aggregate((Int128)0, static (sum, refund) => sum + refund.Amount.MinorUnits);
}
