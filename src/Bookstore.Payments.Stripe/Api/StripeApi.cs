using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>The calls to Stripe's API. Each that moves money has a key of its own, and is repeated only while another request with it is in progress.</summary>
internal sealed class StripeApi : IDisposable
{
    private const int MaxTries = 10;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly PaymentIntentService _intents;
    private readonly RefundService _refunds;
    private readonly DisputeService _disputes;

    public StripeApi(StripeOptions options, TimeProvider time)
    {
        _time = time;
        _http = new HttpClient(new BoundedResponses()) { Timeout = options.RequestTimeout };

        // Its own retries are off: the shop repeats a call whose outcome is not known, with the same key.
        var client = new StripeClient(new StripeClientOptions
        {
            ApiKey = options.ApiKey,
            ApiBase = options.ApiBase?.GetLeftPart(UriPartial.Authority),
            HttpClient = new SystemNetHttpClient(_http, maxNetworkRetries: 0, appInfo: null, enableTelemetry: false),
        });
        (_intents, _refunds, _disputes) = (client.V1.PaymentIntents, client.V1.Refunds, client.V1.Disputes);
    }

    public Task<PaymentIntent> CreateAsync(PaymentIntentCreateOptions options, string key, CancellationToken cancellationToken) =>
        SendAsync(() => _intents.CreateAsync(options, Keyed(key), cancellationToken), cancellationToken);

    /// <summary>Sets values. It has the same effect however often it is sent, and no key: a fault would be repeated under it.</summary>
    public Task<PaymentIntent> UpdateAsync(string id, PaymentIntentUpdateOptions options, CancellationToken cancellationToken) =>
        SendAsync(() => _intents.UpdateAsync(id, options, null, cancellationToken), cancellationToken);

    public Task<PaymentIntent> ConfirmAsync(string id, PaymentIntentConfirmOptions options, string key, CancellationToken cancellationToken) =>
        SendAsync(() => _intents.ConfirmAsync(id, options, Keyed(key), cancellationToken), cancellationToken);

    public Task<PaymentIntent> CaptureAsync(string id, PaymentIntentCaptureOptions options, string key, CancellationToken cancellationToken) =>
        SendAsync(() => _intents.CaptureAsync(id, options, Keyed(key), cancellationToken), cancellationToken);

    public Task<PaymentIntent> CancelAsync(string id, string reason, string key, CancellationToken cancellationToken) =>
        SendAsync(() => _intents.CancelAsync(id, new PaymentIntentCancelOptions { CancellationReason = reason, Expand = ["latest_charge"] }, Keyed(key), cancellationToken), cancellationToken);

    public Task<PaymentIntent> GetAsync(string id, CancellationToken cancellationToken) =>
        SendAsync(() => _intents.GetAsync(id, new PaymentIntentGetOptions { Expand = ["latest_charge"] }, null, cancellationToken), cancellationToken);

    public Task<StripeSearchResult<PaymentIntent>> SearchAsync(string query, CancellationToken cancellationToken) =>
        SendAsync(() => _intents.SearchAsync(new PaymentIntentSearchOptions { Query = query, Limit = 100, Expand = ["data.latest_charge"] }, null, cancellationToken), cancellationToken);

    public IAsyncEnumerable<PaymentIntent> ListAsync(CancellationToken cancellationToken) =>
        _intents.ListAutoPagingAsync(new PaymentIntentListOptions { Limit = 100, Expand = ["data.latest_charge"] }, null, cancellationToken);

    /// <summary>One page of the PaymentIntents that were made at a time or later, the newest first.</summary>
    public Task<StripeList<PaymentIntent>> ListIntentsAsync(DateTime? createdFrom, string? after, int limit, CancellationToken cancellationToken) => SendAsync(
        () => _intents.ListAsync(new PaymentIntentListOptions { Limit = limit, StartingAfter = after, Created = From(createdFrom), Expand = ["data.latest_charge"] }, null, cancellationToken),
        cancellationToken);

    /// <summary>One page of the refunds that were made at a time or later, the newest first.</summary>
    public Task<StripeList<global::Stripe.Refund>> ListRefundsAsync(DateTime createdFrom, string? after, int limit, CancellationToken cancellationToken) =>
        SendAsync(() => _refunds.ListAsync(new RefundListOptions { Limit = limit, StartingAfter = after, Created = From(createdFrom) }, null, cancellationToken), cancellationToken);

    public IAsyncEnumerable<global::Stripe.Refund> ListRefundsAsync(string intentId, CancellationToken cancellationToken) =>
        _refunds.ListAutoPagingAsync(new RefundListOptions { PaymentIntent = intentId, Limit = 100 }, null, cancellationToken);

    /// <summary>How much of a captured amount went back, in Stripe's minor units.</summary>
    /// <remarks>Stripe counts what a capture of a part released as refunded as well. It moved no money, so it has no transaction of the balance.</remarks>
    public async Task<long> ReadRefundedAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        if (intent.LatestCharge is not { } charge || charge.AmountRefunded == 0 || charge.AmountCaptured >= charge.Amount)
        {
            return intent.LatestCharge?.AmountRefunded ?? 0;
        }

        var refunded = 0L;
        await foreach (var refund in ListRefundsAsync(intent.Id, cancellationToken).ConfigureAwait(false))
        {
            refunded += refund.Status is "failed" or "canceled" || refund.BalanceTransactionId is null ? 0 : refund.Amount;
        }

        return refunded;
    }

    /// <summary>The newest dispute about a payment; <see langword="null"/> where there is none.</summary>
    public async Task<Dispute?> FindDisputeAsync(PaymentIntent intent, CancellationToken cancellationToken)
    {
        if (intent.LatestCharge is not { Disputed: true })
        {
            return null;
        }

        var newest = await SendAsync(() => _disputes.ListAsync(new DisputeListOptions { PaymentIntent = intent.Id, Limit = 1 }, null, cancellationToken), cancellationToken).ConfigureAwait(false);
        return newest.Data.FirstOrDefault();
    }

    public Task<global::Stripe.Refund> RefundAsync(RefundCreateOptions options, string key, CancellationToken cancellationToken) =>
        SendAsync(() => _refunds.CreateAsync(options, Keyed(key), cancellationToken), cancellationToken);

    public void Dispose() => _http.Dispose();

    private static AnyOf<DateTime?, DateRangeOptions>? From(DateTime? time) => time is { } from ? (AnyOf<DateTime?, DateRangeOptions>)new DateRangeOptions { GreaterThanOrEqual = from } : null;

    private static RequestOptions Keyed(string key) => new() { IdempotencyKey = key };

    private async Task<T> SendAsync<T>(Func<Task<T>> send, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await send().ConfigureAwait(false);
            }
            catch (StripeException error) when (tries < MaxTries && StripeErrors.IsInUse(error))
            {
                await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
                pause = pause + pause < LongestPause ? pause + pause : LongestPause;
            }
        }
    }
}
