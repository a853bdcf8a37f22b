using Bookstore.Storage;

namespace Bookstore;

/// <summary>What has to be true of each return.</summary>
internal static class ReturnVerification
{
    public static async Task CheckAsync(AuditRun run, IBookstoreStore store, DocumentRecord document, CancellationToken cancellationToken)
    {
        if (TryRead(run, document) is not { } read)
        {
            return;
        }

        // Listed before their order is read: what it counts as returned can only have risen since.
        var returns = await store.ListDocumentsOfAsync(read.OrderId, ReturnDocuments.Kind.Name, null, Order.MaxReturns + 1, cancellationToken).ConfigureAwait(false);
        if (await store.FindOrderAsync(read.OrderId, cancellationToken).ConfigureAwait(false) is not { } order)
        {
            run.Find("return_without_order", read.Id, $"The return is of order {read.OrderId}, which does not exist.");
            return;
        }

        CheckState(run, read);
        CheckCopies(run, read, order.Order, [.. returns.Select(other => TryRead(null, other)).OfType<Return>()]);
        await CheckRefundsAsync(run, store, read, cancellationToken).ConfigureAwait(false);
    }

    private static void CheckState(AuditRun run, Return read)
    {
        if (!Enum.IsDefined(read.Status) || !Enum.IsDefined(read.Kind))
        {
            run.Find("return_status_unknown", read.Id, $"The return is {read.Status} of the kind {read.Kind}: this version does not know one of these.");
        }

        var isReceived = read.Status is ReturnStatus.Received or ReturnStatus.Completed;
        if (read.Lines.Any(line => line.Received.HasValue != isReceived || line.Received < line.Sellable || line.Sellable < 0))
        {
            run.Find("return_lines_mismatch", read.Id, $"The return is {read.Status}, but what its lines say of the copies that came is otherwise.");
        }
    }

    // Copies of deliveries that were sent back are returned without a return.
    private static void CheckCopies(AuditRun run, Return read, Order order, IReadOnlyList<Return> returns)
    {
        foreach (var line in read.Lines)
        {
            var received = returns.Sum(other => other.Lines.Where(known => known.Isbn == line.Isbn).Sum(static known => (long)known.Received.GetValueOrDefault()));
            var returned = order.Lines.FirstOrDefault(known => known.Isbn == line.Isbn)?.Returned ?? 0;
            if (received > returned)
            {
                run.Find("return_copies_mismatch", read.Id, $"The returns of order {order.Id} received {received} copies of {line.Isbn}, of which the order counts {returned} as returned.");
            }
        }
    }

    private static async Task CheckRefundsAsync(AuditRun run, IBookstoreStore store, Return read, CancellationToken cancellationToken)
    {
        foreach (var refundId in read.RefundIds)
        {
            if (await store.FindDocumentAsync(RefundDocuments.Kind.IdOf(refundId), cancellationToken).ConfigureAwait(false) is not { } refund || refund.OwnerId != read.OrderId)
            {
                run.Find("return_without_refund", read.Id, $"The return names refund {refundId}, which is none of order {read.OrderId}.");
            }
        }
    }

    private static Return? TryRead(AuditRun? run, DocumentRecord document)
    {
        try
        {
            return ReturnDocuments.Read(document).Return;
        }
        catch (BookstoreStoreException fault)
        {
            run?.Find("record_unreadable", document.Id.Id, fault.Message);
            return null;
        }
    }
}
