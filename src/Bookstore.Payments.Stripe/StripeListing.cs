using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>Lists payments in pages of Stripe's own lists: the PaymentIntents that may have changed since a time, and then those that were refunded since.</summary>
/// <param name="api">The calls.</param>
/// <param name="shop">The shop whose payments are listed; <see langword="null"/> for one without a name.</param>
/// <param name="describe">Describes a PaymentIntent of an order.</param>
internal sealed class StripeListing(StripeApi api, string? shop, Func<Guid, PaymentIntent, CancellationToken, Task<GatewayPayment?>> describe)
{
    private const int MaxPage = 100;
    private const string Intents = "intents:";
    private const string Refunded = "refunds:";

    // A PaymentIntent is captured or cancelled within the time that Stripe holds an amount, 31 days at most; only a refund comes later.
    private static readonly TimeSpan LongestHeld = TimeSpan.FromDays(40);

    /// <summary>Lists one page.</summary>
    public async Task<PaymentPage> ListAsync(ListPaymentsRequest request, CancellationToken cancellationToken)
    {
        var limit = Math.Min(request.Limit, MaxPage);
        return request.After is { } after && after.StartsWith(Refunded, StringComparison.Ordinal)
            ? await ListRefundedAsync(request.Since.GetValueOrDefault(), after[Refunded.Length..], limit, cancellationToken).ConfigureAwait(false)
            : await ListIntentsAsync(request.Since, request.After is { Length: > 8 } place ? place[Intents.Length..] : null, limit, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PaymentPage> ListIntentsAsync(DateTimeOffset? since, string? after, int limit, CancellationToken cancellationToken)
    {
        var page = await api.ListIntentsAsync(CreatedFrom(since), after, limit, cancellationToken).ConfigureAwait(false);
        var payments = new List<GatewayPayment>();
        var foreign = 0;
        foreach (var intent in page.Data)
        {
            var payment = await ReadAsync(intent, cancellationToken).ConfigureAwait(false);
            foreign += StripePayment.Read(intent.Metadata, shop) is null ? 1 : 0;
            if (payment is not null)
            {
                payments.Add(payment);
            }
        }

        var next = page.HasMore ? Intents + page.Data[^1].Id : since is null ? null : Refunded;
        return new PaymentPage(payments, next) { Foreign = foreign };
    }

    private async Task<PaymentPage> ListRefundedAsync(DateTimeOffset since, string after, int limit, CancellationToken cancellationToken)
    {
        var page = await api.ListRefundsAsync(since.UtcDateTime, after.Length == 0 ? null : after, limit, cancellationToken).ConfigureAwait(false);
        var payments = new List<GatewayPayment>();
        foreach (var id in page.Data.Select(static refund => refund.PaymentIntentId).Where(static id => id is not null).Distinct(StringComparer.Ordinal))
        {
            var intent = await api.GetAsync(id, cancellationToken).ConfigureAwait(false);

            // The younger ones were listed with the PaymentIntents.
            if (intent.Created < CreatedFrom(since) && await ReadAsync(intent, cancellationToken).ConfigureAwait(false) is { } payment)
            {
                payments.Add(payment);
            }
        }

        return new PaymentPage(payments, page.HasMore ? Refunded + page.Data[^1].Id : null);
    }

    // A payment that Stripe has not decided is left to the next listing.
    private async Task<GatewayPayment?> ReadAsync(PaymentIntent intent, CancellationToken cancellationToken) =>
        StripePayment.Read(intent.Metadata, shop) is { } orderId && intent.Status != "processing" ? await describe(orderId, intent, cancellationToken).ConfigureAwait(false) : null;

    private static DateTime? CreatedFrom(DateTimeOffset? since) => since is { } time && time - DateTimeOffset.UnixEpoch > LongestHeld ? (time - LongestHeld).UtcDateTime : null;
}
