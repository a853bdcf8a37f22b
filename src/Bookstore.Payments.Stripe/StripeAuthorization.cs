using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>Holds an order's amount: makes its PaymentIntent, sets the amount, and confirms it once.</summary>
internal sealed class StripeAuthorization(StripeApi api, IntentLookup intents, StripeOptions options)
{
    public async Task<AuthorizeResult> AuthorizeAsync(AuthorizeRequest request, CancellationToken cancellationToken)
    {
        var payment = new StripePayment(request.OrderId, request.Attempt);
        var intent = await intents.FindAsync(payment, null, cancellationToken).ConfigureAwait(false);
        if (!IntentReading.IsUnused(intent))
        {
            return await AnswerAsync(intent, payment, cancellationToken).ConfigureAwait(false);
        }

        if (request.Token is not { } token)
        {
            return await RefuseAsync(intent, payment, "missing_payment_method", cancellationToken).ConfigureAwait(false);
        }

        if (StripeMoney.TryCount(request.Amount) is not { } amount)
        {
            return await RefuseAsync(intent, payment, "invalid_amount", cancellationToken).ConfigureAwait(false);
        }

        try
        {
            await api.UpdateAsync(intent.Id, Priced(amount, request.Amount.Currency), cancellationToken).ConfigureAwait(false);
            var confirmed = await api.ConfirmAsync(intent.Id, Confirmation(token, payment), payment.KeyOf("confirm"), cancellationToken).ConfigureAwait(false);

            // What Stripe kept is the payment as it was then: a void may have come in between.
            return StripeErrors.IsReplay(confirmed.StripeResponse)
                ? await LookAgainAsync(intent.Id, payment, cancellationToken).ConfigureAwait(false)
                : await AnswerAsync(confirmed, payment, cancellationToken).ConfigureAwait(false);
        }
        catch (StripeException error) when (error.StripeError?.Type == "card_error" || StripeErrors.IsToldByPayment(error) || StripeErrors.IsKeyReused(error))
        {
            return await LookAgainAsync(intent.Id, payment, cancellationToken).ConfigureAwait(false);
        }
        catch (StripeException error) when (StripeErrors.IsRefusal(error))
        {
            return await RefuseAsync(intent, payment, StripeErrors.CodeOf(error), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Cancels a PaymentIntent that was declined: with its client secret a browser could pay it later.</summary>
    /// <returns>The PaymentIntent as it is after that.</returns>
    public async Task<PaymentIntent> CloseAsync(PaymentIntent intent, StripePayment payment, CancellationToken cancellationToken)
    {
        try
        {
            return await api.CancelAsync(intent.Id, IntentReading.DeclinedReason, payment.KeyOf("close"), cancellationToken).ConfigureAwait(false);
        }
        catch (StripeException error) when (StripeErrors.IsToldByPayment(error))
        {
            return await api.GetAsync(intent.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<AuthorizeResult> LookAgainAsync(string id, StripePayment payment, CancellationToken cancellationToken) =>
        await AnswerAsync(await api.GetAsync(id, cancellationToken).ConfigureAwait(false), payment, cancellationToken).ConfigureAwait(false);

    private async Task<AuthorizeResult> AnswerAsync(PaymentIntent intent, StripePayment payment, CancellationToken cancellationToken)
    {
        if (IntentReading.IsFailed(intent))
        {
            intent = await CloseAsync(intent, payment, cancellationToken).ConfigureAwait(false);
        }

        return IntentReading.Authorization(intent, await api.ReadRefundedAsync(intent, cancellationToken).ConfigureAwait(false));
    }

    // Nothing was held, and after this nothing will be; the reason is kept for a call that is repeated. A payment that was made in between is answered as it is.
    private async Task<AuthorizeResult> RefuseAsync(PaymentIntent intent, StripePayment payment, string code, CancellationToken cancellationToken)
    {
        try
        {
            var why = new PaymentIntentUpdateOptions { Metadata = new Dictionary<string, string>(StringComparer.Ordinal) { [StripePayment.DeclineKey] = code } };
            await api.UpdateAsync(intent.Id, why, cancellationToken).ConfigureAwait(false);
        }
        catch (StripeException error) when (StripeErrors.IsToldByPayment(error))
        {
            return await LookAgainAsync(intent.Id, payment, cancellationToken).ConfigureAwait(false);
        }

        return await AnswerAsync(await CloseAsync(intent, payment, cancellationToken).ConfigureAwait(false), payment, cancellationToken).ConfigureAwait(false);
    }

    private PaymentIntentUpdateOptions Priced(long amount, string currency) => new()
    {
        Amount = amount,
        Currency = StripeMoney.CodeOf(currency),
        StatementDescriptorSuffix = options.StatementDescriptor,
    };

    private PaymentIntentConfirmOptions Confirmation(PaymentToken token, StripePayment payment) => new()
    {
        PaymentMethod = token.Value,
        ReturnUrl = options.ReturnUrl?.Replace("{order_id}", payment.Text, StringComparison.Ordinal),
        Expand = ["latest_charge"],
    };
}
