using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>Charges with Stripe: one PaymentIntent for each payment of an order, confirmed once, captured by the shop.</summary>
/// <remarks>
/// <para>The token is the id of a PaymentMethod, <c>pm_…</c>, that Stripe's script made in the customer's browser; no card number reaches the shop.
/// Each call has an idempotency key that follows from the order or the refund, so a call that is repeated, here or on another host, has one effect.</para>
/// <para>An answer that is none of Stripe's own, 409, 429, 5xx, a time-out and a broken connection are unknown; the shop asks and repeats. Stripe.net's own retries are off.</para>
/// <para>A PaymentIntent that was declined is cancelled, so that no one can pay it after the shop has rejected the order. Safe for use from any number of threads.</para>
/// </remarks>
public sealed class StripePaymentGateway : IPaymentGateway, IDisposable
{
    private readonly StripeApi _api;
    private readonly IntentLookup _intents;
    private readonly StripeAuthorization _authorization;
    private readonly StripeRefunds _refunds;
    private readonly StripeListing _listing;
    private readonly string? _shop;

    /// <summary>Makes a gateway.</summary>
    /// <param name="options">How it uses Stripe; read once.</param>
    /// <param name="timeProvider">The clock of pauses, and of how old an order is. Default: the system's.</param>
    /// <exception cref="OptionsValidationException">An option is missing or out of range; the message says what to do.</exception>
    public StripePaymentGateway(StripeOptions options, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = StripeOptionsValidator.Check(options);
        if (problems.Count > 0)
        {
            throw new OptionsValidationException(Options.DefaultName, typeof(StripeOptions), problems);
        }

        var time = timeProvider ?? TimeProvider.System;
        _api = new StripeApi(options, time);
        _intents = new IntentLookup(_api, options, time);
        _authorization = new StripeAuthorization(_api, _intents, options);
        _refunds = new StripeRefunds(_api, _intents);
        _listing = new StripeListing(_api, options.Shop, DescribeAsync);
        _shop = options.Shop;
    }

    /// <summary><c>stripe</c>.</summary>
    public string Name => "stripe";

    /// <summary>Zero: a void cancels the order's PaymentIntent, which is made for it where there is none.</summary>
    public TimeSpan LateAuthorizationWindow => TimeSpan.Zero;

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">The outcome is not known.</exception>
    public async ValueTask<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await GuardAsync(() => _authorization.AuthorizeAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">The outcome is not known.</exception>
    public async ValueTask<CaptureResult> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await GuardAsync(() => CaptureCoreAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">The outcome is not known.</exception>
    public async ValueTask<VoidResult> VoidAsync(VoidRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await GuardAsync(() => VoidCoreAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>A refund that is pending at Stripe is unknown until Stripe has decided.</remarks>
    /// <exception cref="BookstoreException">The outcome is not known.</exception>
    public async ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await GuardAsync(() => _refunds.RefundAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <exception cref="BookstoreException">Stripe could not be asked, or has not decided yet.</exception>
    public async ValueTask<GatewayPayment?> FindAsync(FindRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await GuardAsync(() => FindCoreAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    /// <remarks>PaymentIntents that the shop did not make, such as those of another <see cref="StripeOptions.Shop"/>, are passed over.</remarks>
    /// <exception cref="BookstoreException">Stripe could not be asked.</exception>
    public async IAsyncEnumerable<GatewayPayment> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = _api.ListAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using var closing = pages.ConfigureAwait(false);
        while (await GuardAsync(() => pages.MoveNextAsync().AsTask(), cancellationToken).ConfigureAwait(false))
        {
            // A payment that Stripe has not decided is left to the next listing.
            var intent = pages.Current;
            if (StripePayment.Read(intent.Metadata, _shop) is { } orderId && intent.Status != "processing"
                && await GuardAsync(() => DescribeAsync(orderId, intent, cancellationToken), cancellationToken).ConfigureAwait(false) is { } payment)
            {
                yield return payment;
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>Since a time, Stripe is asked for the PaymentIntents of the 40 days before it, which are those that can have been captured or cancelled since, and for the refunds that were made since. PaymentIntents that the shop did not make, such as those of another <see cref="StripeOptions.Shop"/>, are counted.</remarks>
    /// <exception cref="BookstoreException">Stripe could not be asked.</exception>
    public async ValueTask<PaymentPage?> ListPageAsync(ListPaymentsRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return await GuardAsync(() => _listing.ListAsync(request, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Closes the connections.</summary>
    public void Dispose() => _api.Dispose();

    private static async Task<T> GuardAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (StripeException error)
        {
            throw StripeErrors.ToUnknown(error);
        }
    }

    private async Task<CaptureResult> CaptureCoreAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        if (StripeMoney.TryCount(request.Amount) is not { } amount)
        {
            return CaptureResult.Refused("invalid_amount");
        }

        var id = request.Reference ?? (await _intents.FindAsync(new StripePayment(request.OrderId, request.Attempt), null, cancellationToken).ConfigureAwait(false)).Id;
        try
        {
            // Another amount is another request, which Stripe takes under another key alone.
            var key = StripePayment.KeyFor($"{request.Key}-{amount}");
            var captured = await _api.CaptureAsync(id, new PaymentIntentCaptureOptions { AmountToCapture = amount }, key, cancellationToken).ConfigureAwait(false);
            return IntentReading.Capture(captured, amount);
        }
        catch (StripeException error) when (StripeErrors.IsToldByPayment(error))
        {
            return IntentReading.Capture(await _api.GetAsync(id, cancellationToken).ConfigureAwait(false), amount);
        }
        catch (StripeException error) when (StripeErrors.IsRefusal(error))
        {
            return CaptureResult.Refused(StripeErrors.CodeOf(error));
        }
    }

    private async Task<VoidResult> VoidCoreAsync(VoidRequest request, CancellationToken cancellationToken)
    {
        var id = request.Reference ?? (await _intents.FindAsync(new StripePayment(request.OrderId, request.Attempt), null, cancellationToken).ConfigureAwait(false)).Id;
        try
        {
            return IntentReading.Void(await _api.CancelAsync(id, IntentReading.VoidedReason, StripePayment.KeyFor(request.Key), cancellationToken).ConfigureAwait(false));
        }
        catch (StripeException error) when (StripeErrors.IsToldByPayment(error))
        {
            return IntentReading.Void(await _api.GetAsync(id, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<GatewayPayment?> FindCoreAsync(FindRequest request, CancellationToken cancellationToken)
    {
        var intent = await _intents.FindAsync(new StripePayment(request.OrderId, request.Attempt), request.Reference, cancellationToken).ConfigureAwait(false);
        if (IntentReading.IsFailed(intent))
        {
            intent = await _authorization.CloseAsync(intent, new StripePayment(request.OrderId, request.Attempt), cancellationToken).ConfigureAwait(false);
        }

        return await DescribeAsync(StripePayment.Read(intent.Metadata) ?? Guid.Empty, intent, cancellationToken).ConfigureAwait(false);
    }

    private async Task<GatewayPayment?> DescribeAsync(Guid orderId, PaymentIntent intent, CancellationToken cancellationToken)
    {
        var refunded = await _api.ReadRefundedAsync(intent, cancellationToken).ConfigureAwait(false);
        return IntentReading.Describe(orderId, intent, refunded) is { } payment
            ? payment with { Dispute = IntentReading.Describe(await _api.FindDisputeAsync(intent, cancellationToken).ConfigureAwait(false)) }
            : null;
    }
}
