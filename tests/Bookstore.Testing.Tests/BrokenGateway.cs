using Bookstore.Payments.Simulated;
using Bookstore.Support;

namespace Bookstore.Testing;

/// <summary>A gateway that keeps the contract, except where a test derives from it to break it.</summary>
internal abstract class BrokenGateway() : DelegatingGateway(new SimulatedPaymentGateway()), IAsyncDisposable
{
    public override string Name => "broken";

    public override TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

    public ValueTask DisposeAsync() => ((SimulatedPaymentGateway)Inner).DisposeAsync();
}
