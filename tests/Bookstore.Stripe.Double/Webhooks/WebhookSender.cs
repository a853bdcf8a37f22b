using System.Text;
using Bookstore.Stripe.Double.Account;

namespace Bookstore.Stripe.Double.Webhooks;

/// <summary>Sends the events of an account to an endpoint, signed, with duplicates and in another order where asked.</summary>
/// <param name="client">The client that sends.</param>
/// <param name="endpoint">The endpoint.</param>
/// <param name="secret">The endpoint's secret.</param>
/// <param name="time">The clock of the signatures.</param>
public sealed class WebhookSender(HttpClient client, Uri endpoint, string secret, TimeProvider time)
{
    /// <summary>Sends one event.</summary>
    public async Task<int> SendAsync(StripeEvent item, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = new StringContent(item.Body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation(StripeSignature.Header, StripeSignature.Of(item.Body, time.GetUtcNow(), secret));
        using var response = await client.SendAsync(request, cancellationToken);
        return (int)response.StatusCode;
    }

    /// <summary>Some of the events again, and all of them in another order: the same for the same seed.</summary>
    public static IReadOnlyList<StripeEvent> Shuffle(IReadOnlyList<StripeEvent> events, int seed)
    {
#pragma warning disable CA5394 // The order of a test, not a secret.
        var random = new Random(seed);
        var sent = events.Concat(events.Where(_ => random.Next(3) == 0)).ToArray();
        random.Shuffle(sent);
#pragma warning restore CA5394
        return sent;
    }
}
