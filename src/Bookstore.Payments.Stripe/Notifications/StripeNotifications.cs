using System.Text;
using System.Text.Json;
using Stripe;

namespace Bookstore.Payments.Stripe;

/// <summary>Stripe's webhooks as notifications: only the event's id, its type and the PaymentIntent that it is about are read, in every version of the API.</summary>
internal sealed class StripeNotifications : INotificationSource, IDisposable
{
    private readonly StripeApi _api;
    private readonly TimeProvider _time;
    private readonly byte[][] _secrets;
    private readonly string? _shop;

    public StripeNotifications(StripeOptions options, TimeProvider time)
    {
        (_api, _time, _shop) = (new StripeApi(options, time), time, options.Shop);
        _secrets = [.. options.WebhookSecrets.Select(Encoding.UTF8.GetBytes)];
    }

    /// <inheritdoc/>
    public string Source => "stripe";

    /// <inheritdoc/>
    public NotificationReading Read(IncomingNotification request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return StripeWebhookSignature.IsValid(request.Headers.GetValueOrDefault(StripeWebhookSignature.Header), request.Body.Span, _secrets, _time.GetUtcNow())
            ? ReadAuthentic(request.Body)
            : NotificationReading.Unauthorized;
    }

    /// <inheritdoc/>
    public async ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(notification);
        try
        {
            return StripePayment.Read((await _api.GetAsync(notification.Reference, cancellationToken).ConfigureAwait(false)).Metadata, _shop);
        }
        catch (StripeException error) when (error.StripeError?.Code == "resource_missing")
        {
            return null;
        }
        catch (StripeException error)
        {
            throw StripeErrors.ToUnknown(error);
        }
    }

    public void Dispose() => _api.Dispose();

    private static NotificationReading ReadAuthentic(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var root = json.RootElement;
            return TextOf(root, "id", Notification.MaxIdLength) is { } id
                && TextOf(root, "type", Notification.MaxTypeLength) is { } type && IsNeeded(type)
                && MemberOf(root, "data") is { } data
                && MemberOf(data, "object") is { } about
                && IntentOf(about) is { } intent
                ? NotificationReading.Of(new Notification(id, type, intent))
                : NotificationReading.Irrelevant;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // No JSON, or a text in it is none.
            return NotificationReading.Irrelevant;
        }
    }

    // What can change what the shop knows of a payment. Others, such as charge.updated and payment_intent.created, come with each payment, and would only fill the inbox.
    private static bool IsNeeded(string type) => type is
        "payment_intent.succeeded" or "payment_intent.payment_failed" or "payment_intent.canceled" or "payment_intent.amount_capturable_updated" or "payment_intent.requires_action"
        or "charge.captured" or "charge.expired" or "charge.failed" or "charge.refunded" or "charge.refund.updated" or "refund.created" or "refund.updated" or "refund.failed"
        or "charge.dispute.created" or "charge.dispute.updated" or "charge.dispute.closed" or "charge.dispute.funds_withdrawn" or "charge.dispute.funds_reinstated";

    // Charges, refunds and disputes name their PaymentIntent.
    private static string? IntentOf(JsonElement about) => TextOf(about, "object", Notification.MaxTypeLength) switch
    {
        "payment_intent" => TextOf(about, "id", Notification.MaxIdLength),
        null => null,
        _ => TextOf(about, "payment_intent", Notification.MaxIdLength),
    };

    private static JsonElement? MemberOf(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : null;

    private static string? TextOf(JsonElement parent, string name, int maxLength) =>
        MemberOf(parent, name) is { ValueKind: JsonValueKind.String } member && member.GetString() is { Length: > 0 } text && text.Length <= maxLength && text.All(static character => character is > ' ' and <= '~') ? text : null;
}
