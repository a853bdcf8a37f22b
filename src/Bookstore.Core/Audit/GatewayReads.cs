using System.Runtime.CompilerServices;

namespace Bookstore;

/// <summary>Asks gateways for an audit. No call, and no step of a listing, lasts longer than the time-out of any other call.</summary>
internal sealed class GatewayReads(TimeSpan timeout, TimeProvider time)
{
    private const int MaxCursorLength = 500;

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

    /// <summary>Lists a page of payments; <see langword="null"/> when the gateway has no pages.</summary>
    /// <exception cref="BookstoreException">The gateway did not answer in time, or returned more than was asked for, or no place to continue from.</exception>
    public async ValueTask<PaymentPage?> ListPageAsync(IsolatedGateway gateway, ListPaymentsRequest request, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await gateway.CallAsync(request, static (to, stop) => ReadPageAsync(to.gateway, to.request, stop), either.Token).ConfigureAwait(false);
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
        // The adapter's own token: it ends when the listing is given up, and at no time-out of a step that went well.
        using var giveUp = new CancellationTokenSource();
        var stop = gateway.StopWith(giveUp.Token);
        var payments = await StepAsync(gateway, stop, static (to, _) => ValueTask.FromResult(to.gateway.ListAsync(to.request).GetAsyncEnumerator(to.request)), giveUp, cancellationToken).ConfigureAwait(false);
        var isLeftBehind = false;
        try
        {
            while (true)
            {
                isLeftBehind = true;
                var hasNext = await StepAsync(gateway, payments, static (to, _) => to.request.MoveNextAsync(), giveUp, cancellationToken).ConfigureAwait(false);
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
            // A step that is in progress must not be disposed of, and may never end.
            if (!isLeftBehind)
            {
                await StepAsync(gateway, payments, static async (to, _) => await DisposeAsync(to.request).ConfigureAwait(false), giveUp, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    // The list is the adapter's as well: it is read within the time, and no further than it may reach.
    private static async ValueTask<PaymentPage?> ReadPageAsync(IPaymentGateway gateway, ListPaymentsRequest request, CancellationToken stop)
    {
        if (await gateway.ListPageAsync(request, stop).ConfigureAwait(false) is not { } page)
        {
            return null;
        }

        GatewayPayment[] payments = [.. (page.Payments ?? []).Take(request.Limit + 1)];
        var problem = payments.Length > request.Limit ? $"more than the {request.Limit} payments that it was asked for"
            : Array.Exists(payments, static payment => payment is null) ? "a payment that is null"
            : page.Next is { } next && (next.Length is 0 or > MaxCursorLength || next == request.After) ? "no place to continue from"
            : null;
        return problem is null ? page with { Payments = payments } : throw new BookstoreException($"The payment gateway '{gateway.Name}' returned {problem} in a page of its payments. Its adapter has to be corrected.");
    }

    private static async ValueTask<bool> DisposeAsync(IAsyncEnumerator<GatewayPayment> payments)
    {
        await payments.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    private async ValueTask<TResult> StepAsync<TRequest, TResult>(
        IsolatedGateway gateway, TRequest request, Func<(IPaymentGateway gateway, TRequest request), CancellationToken, ValueTask<TResult>> step, CancellationTokenSource giveUp, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, cancellationToken);
        try
        {
            return await gateway.CallAsync(request, step, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (either.IsCancellationRequested)
        {
            await giveUp.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw NotAnswered(gateway, exception);
        }
    }

    private BookstoreException NotAnswered(IsolatedGateway gateway, Exception exception) =>
        new($"The payment gateway '{gateway.Gateway.Name}' did not answer within {timeout}. Nothing is known of its payments; run the audit again when it answers.", exception);
}
