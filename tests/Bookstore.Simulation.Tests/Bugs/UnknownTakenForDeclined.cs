using Bookstore.Support;

namespace Bookstore.Simulation;

/// <summary>An adapter that says declined where it does not know.</summary>
internal sealed class UnknownTakenForDeclined : Bug
{
    public override IPaymentGateway Wrap(IPaymentGateway gateway) => new Adapter(gateway);

    private sealed class Adapter(IPaymentGateway inner) : DelegatingGateway(inner)
    {
        public override async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
        {
            try
            {
                var answer = await base.AuthorizeAsync(request, cancellationToken);
                return answer.Outcome == AuthorizeOutcome.Unknown ? AuthorizeResult.Declined("unknown") : answer;
            }
            catch (HttpRequestException)
            {
                return AuthorizeResult.Declined("unreachable");
            }
        }
    }
}
