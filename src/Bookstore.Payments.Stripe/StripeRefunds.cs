using Stripe;
using StripeRefund = Stripe.Refund;

namespace Bookstore.Payments.Stripe;

/// <summary>Gives money back: each refund of the shop is at most one at Stripe that did not fail.</summary>
internal sealed class StripeRefunds(StripeApi api, IntentLookup intents)
{
    public async Task<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
    {
        var intent = await intents.FindAsync(new StripePayment(request.OrderId, request.Attempt), request.Reference, cancellationToken).ConfigureAwait(false);
        if (intent.Status is not ("succeeded" or "canceled" or "processing"))
        {
            intent = await ReleaseAsync(intent, request, cancellationToken).ConfigureAwait(false);
        }

        return intent.Status switch
        {
            "canceled" => RefundResult.NothingCaptured,
            "succeeded" => await RefundCapturedAsync(intent, request, cancellationToken).ConfigureAwait(false),
            _ => RefundResult.Unknown,
        };
    }

    private static RefundResult Read(StripeRefund refund) => refund.Status switch
    {
        "succeeded" => RefundResult.Refunded,
        "failed" or "canceled" => RefundResult.Refused(StripeErrors.CodeOf(refund.FailureReason) ?? "refund_failed"),
        _ => RefundResult.Unknown,
    };

    private static bool HasFailed(StripeRefund refund) => refund.Status is "failed" or "canceled";

    private static RefundCreateOptions Options(PaymentIntent intent, RefundRequest request, long amount) => new()
    {
        PaymentIntent = intent.Id,
        Amount = amount,
        Reason = request.Reason is "duplicate" or "fraudulent" or "requested_by_customer" ? request.Reason : null,
        Metadata = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [StripePayment.OrderKey] = request.OrderId.ToString("D"),
            [StripePayment.RefundKey] = request.RefundId.ToString("D"),
            [StripePayment.IntentKey] = request.Key,
        },
    };

    private async Task<PaymentIntent> ReleaseAsync(PaymentIntent intent, RefundRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await api.CancelAsync(intent.Id, IntentReading.VoidedReason, StripePayment.KeyFor($"{request.Key}-release"), cancellationToken).ConfigureAwait(false);
        }
        catch (StripeException error) when (StripeErrors.IsToldByPayment(error))
        {
            return await api.GetAsync(intent.Id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<RefundResult> RefundCapturedAsync(PaymentIntent intent, RefundRequest request, CancellationToken cancellationToken)
    {
        if (StripeMoney.TryCount(request.Amount) is not { } amount || !string.Equals(StripeMoney.CodeOf(request.Amount.Currency), intent.Currency, StringComparison.Ordinal))
        {
            return RefundResult.Refused("invalid_amount");
        }

        var made = await ListAsync(intent.Id, request.RefundId, cancellationToken).ConfigureAwait(false);
        if (made.Find(static refund => !HasFailed(refund)) is { } existing)
        {
            return existing.Amount == amount ? Read(existing) : RefundResult.Refused("refund_id_reused");
        }

        // The same call again gets the same answer; a person who has it repeated sends another key.
        if (made.Find(refund => refund.Metadata.TryGetValue(StripePayment.IntentKey, out var key) && string.Equals(key, request.Key, StringComparison.Ordinal)) is { } failed)
        {
            return Read(failed);
        }

        var left = intent.AmountReceived - await api.ReadRefundedAsync(intent, cancellationToken).ConfigureAwait(false);
        try
        {
            return Read(await api.RefundAsync(Options(intent, request, amount), StripePayment.KeyFor($"{request.RefundId:N}-refund-{made.Count}"), cancellationToken).ConfigureAwait(false));
        }
        catch (StripeException error) when (StripeErrors.IsRefusal(error))
        {
            return RefundResult.Refused(amount > left ? "refund_exceeds_captured" : StripeErrors.CodeOf(error));
        }
    }

    private async Task<List<StripeRefund>> ListAsync(string intentId, Guid refundId, CancellationToken cancellationToken)
    {
        var (made, id) = (new List<StripeRefund>(), refundId.ToString("D"));
        await foreach (var refund in api.ListRefundsAsync(intentId, cancellationToken).ConfigureAwait(false))
        {
            if (refund.Metadata is not null && refund.Metadata.TryGetValue(StripePayment.RefundKey, out var text) && string.Equals(text, id, StringComparison.Ordinal))
            {
                made.Add(refund);
            }
        }

        return made;
    }
}
