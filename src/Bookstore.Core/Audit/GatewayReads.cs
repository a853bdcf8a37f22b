using System.Runtime.CompilerServices;

namespace Bookstore;

/// <summary>Asks gateways for an audit. No call, and no step of a listing, lasts longer than the time-out of any other call.</summary>
internal sealed class GatewayReads(TimeSpan timeout, TimeProvider time)
{
    /// <summary>Asks for one payment.</summary>
    /// <exception cref="BookstoreException">The gateway did not answer in time.</exception>
    public async ValueTask<GatewayPayment?> FindAsync(IsolatedGateway gateway, FindRequest request, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await gateway.CallAsync(request, static (to, stop) => to.gateway.FindAsync(to.request, stop), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw NotAnswered(gateway, exception);
        }
    }

    /// <summary>Lists all payments.</summary>
    /// <exception cref="BookstoreException">The gateway did not give the next payment in time.</exception>
    public async IAsyncEnumerable<GatewayPayment> ListAsync(IsolatedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var payments = gateway.Gateway.ListAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        var isLeftBehind = false;
        try
        {
            while (true)
            {
                isLeftBehind = true;
                var hasNext = await NextAsync(gateway, payments, stop, cancellationToken).ConfigureAwait(false);
                isLeftBehind = false;
                if (!hasNext)
                {
                    yield break;
                }

                yield return payments.Current;
            }
        }
        finally
        {
            // A step that is under way must not be disposed of, and may never end.
            if (!isLeftBehind)
            {
                await payments.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async ValueTask<bool> NextAsync(
        IsolatedGateway gateway, IAsyncEnumerator<GatewayPayment> payments, CancellationTokenSource stop, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await gateway.CallAsync(payments, static (to, _) => to.request.MoveNextAsync(), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw NotAnswered(gateway, exception);
        }
    }

    private BookstoreException NotAnswered(IsolatedGateway gateway, Exception exception) =>
        new($"The payment gateway '{gateway.Gateway.Name}' did not answer within {timeout}. Nothing is known of its payments; run the audit again when it answers.", exception);
}
