namespace Bookstore.Payments.Simulated;

/// <summary>Where the simulated gateway keeps its payments. Calls of one order take effect one after the other.</summary>
internal interface IPaymentLedger : IAsyncDisposable
{
    /// <summary>Applies a call, durably as far as the ledger goes.</summary>
    /// <returns>The state before the call.</returns>
    ValueTask<PaymentState> ApplyAsync(LedgerRequest request, CancellationToken cancellationToken);

    /// <summary>Lists every order once, in no order.</summary>
    IAsyncEnumerable<(Guid OrderId, PaymentState State)> ListAsync(CancellationToken cancellationToken);

    /// <summary>Lists a page of the orders, the longest unchanged first. An order that changes meanwhile can be listed again.</summary>
    /// <param name="since">Leaves out orders whose last event is older, in UTC.</param>
    /// <param name="after">The <see cref="LedgerPage.Next"/> of the page before; 0 for the first.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    ValueTask<LedgerPage> ListPageAsync(DateTime since, long after, int limit, CancellationToken cancellationToken);
}
