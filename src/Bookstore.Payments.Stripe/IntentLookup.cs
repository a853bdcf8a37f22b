using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>Finds the one PaymentIntent of a payment of an order, and makes it where there is none.</summary>
/// <remarks>
/// It is made by parameters that follow from the order's id and the attempt alone, so the same key finds it again from any host. Stripe keeps keys for a day;
/// for an order that is older a search comes first, which by then has caught up.
/// </remarks>
internal sealed class IntentLookup(StripeApi api, StripeOptions options, TimeProvider time)
{
    private const long Placeholder = 10_000;

    /// <summary>The PaymentIntent as it is now.</summary>
    public async Task<PaymentIntent> FindAsync(StripePayment payment, string? reference, CancellationToken cancellationToken)
    {
        if (reference is not null)
        {
            return await api.GetAsync(reference, cancellationToken).ConfigureAwait(false);
        }

        if (payment.MayBeForgotten(time.GetUtcNow()) && await SearchAsync(payment, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return found;
        }

        try
        {
            var made = await api.CreateAsync(Blank(payment), payment.KeyOf("create"), cancellationToken).ConfigureAwait(false);

            // What Stripe kept is the PaymentIntent as it was then.
            return StripeErrors.IsReplay(made.StripeResponse) ? await api.GetAsync(made.Id, cancellationToken).ConfigureAwait(false) : made;
        }
        catch (StripeException error) when (StripeErrors.IsKeyReused(error) || StripeErrors.IsReplay(error.StripeResponse))
        {
            // Made with the options of before, or with an answer that was a fault.
            return await SearchAsync(payment, cancellationToken).ConfigureAwait(false) ?? throw StripeErrors.ToUnknown(error);
        }
    }

    private async Task<PaymentIntent?> SearchAsync(StripePayment payment, CancellationToken cancellationToken)
    {
        var result = await api.SearchAsync($"metadata['{StripePayment.OrderKey}']:'{payment.Text}'", cancellationToken).ConfigureAwait(false);
        var own = result.Data.FindAll(intent => StripePayment.ReadAttempt(intent.Metadata) == payment.Attempt);
        var found = own.Find(static intent => !IntentReading.IsUnused(intent)) ?? own.FirstOrDefault();

        // A search returns what it has indexed, which can be older than the PaymentIntent.
        return found is null ? null : await api.GetAsync(found.Id, cancellationToken).ConfigureAwait(false);
    }

    private PaymentIntentCreateOptions Blank(StripePayment payment) => new()
    {
        Amount = Placeholder,
        Currency = StripeMoney.CodeOf(options.AccountCurrency),
        CaptureMethod = "manual",
        AllowedPaymentMethodTypes = ["card"],
        Metadata = payment.ToMetadata(options.Shop),
    };
}
