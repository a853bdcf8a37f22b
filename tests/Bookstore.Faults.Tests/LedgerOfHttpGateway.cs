using Bookstore.Payments.Simulated;
using Bookstore.Support;

namespace Bookstore.Faults;

/// <summary>The payment service's own books, under the name of the gateway that charged through it.</summary>
/// <param name="ledger">The ledger.</param>
internal sealed class LedgerOfHttpGateway(SimulatedPaymentGateway ledger) : DelegatingGateway(ledger), IAsyncDisposable
{
    public override string Name => "http";

    public ValueTask DisposeAsync() => ledger.DisposeAsync();
}
