using Bookstore.Support;

namespace Bookstore.Simulation;

/// <summary>The void after the last authorization goes out under the key of those before it.</summary>
internal sealed class VoidedUnderTheSameKey : Bug
{
    public override IPaymentGateway Wrap(IPaymentGateway gateway) => new SameKey(gateway);

    private sealed class SameKey(IPaymentGateway inner) : DelegatingGateway(inner)
    {
        public override ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken) =>
            base.VoidAsync(request with { Key = request.Key.Replace("last-void", "void", StringComparison.Ordinal) }, cancellationToken);
    }
}
