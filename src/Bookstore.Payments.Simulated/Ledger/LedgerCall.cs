namespace Bookstore.Payments.Simulated;

/// <summary>A call that waits for the ledger's thread.</summary>
internal sealed class LedgerCall(LedgerRequest request) : TaskCompletionSource<PaymentState>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public LedgerRequest Request { get; } = request;

    public PaymentState Before { get; set; }
}
