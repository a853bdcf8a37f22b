namespace Bookstore.Payments.Simulated;

/// <summary>Where the simulated gateway keeps its payments. Calls of one order take effect one after the other.</summary>
internal interface IPaymentLedger : IAsyncDisposable
{
    /// <summary>Applies a call, durably as far as the ledger goes.</summary>
    /// <returns>The state before the call.</returns>
    ValueTask<PaymentState> ApplyAsync(LedgerRequest request, CancellationToken cancellationToken);

    /// <summary>Lists every order once, in no order.</summary>
    IAsyncEnumerable<(Guid OrderId, PaymentState State)> ListAsync(CancellationToken cancellationToken);
}
