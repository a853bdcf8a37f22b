using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>A refund that a person has made another way is still owed to the gateway.</summary>
internal sealed class CalledAfterMarkedDone : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Documents.Touched)
        {
            if (entry.Current is { State: (int)RefundStatus.Succeeded } document && document.Id.Kind == RefundDocuments.Kind.Name
                && RefundDocuments.Read(document) is { Refund.Resolution.Kind: PaymentResolutionKind.MarkedDone } marked
                && entry.Loaded?.State != document.State)
            {
                var owed = RefundDocuments.Write(marked with { Retries = marked.Retries + 1, Refund = marked.Refund with { Status = RefundStatus.Pending } });
                typeof(DocumentRecord).GetProperty(nameof(DocumentRecord.Body))!.SetValue(document, owed.Body);
                typeof(DocumentRecord).GetProperty(nameof(DocumentRecord.State))!.SetValue(document, owed.State);
                typeof(DocumentRecord).GetProperty(nameof(DocumentRecord.DueAt))!.SetValue(document, marked.Refund.UpdatedAt);

                // The order counts it as pending as well: no audit sees a difference, and the money goes back twice.
                var order = records.Orders.Find(marked.Refund.OrderId)!;
                var counted = order.Order with { Refunded = order.Order.Refunded.Add(marked.Refund.Amount * -1), RefundPending = order.Order.RefundPending.Add(marked.Refund.Amount) };
                Overwrite(order, nameof(OrderRecord.Order), counted with { PaymentStatus = RefundRules.StatusOf(counted, RefundDocuments.Of(records, counted.Id)) });
            }
        }
    }
}
