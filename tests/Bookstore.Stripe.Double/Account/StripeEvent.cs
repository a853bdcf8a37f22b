using System.Text.Json.Nodes;

namespace Bookstore.Stripe.Double.Account;

/// <summary>An event of an account.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type, such as <c>payment_intent.succeeded</c>.</param>
/// <param name="Body">The body of its webhook, JSON.</param>
public sealed record StripeEvent(string Id, string Type, string Body)
{
    internal const string ApiVersion = "2026-10-28.endive";

    internal static StripeEvent Of(string id, string type, JsonObject resource, DateTimeOffset now) => new(id, type, new JsonObject
    {
        ["id"] = id,
        ["object"] = "event",
        ["api_version"] = ApiVersion,
        ["created"] = now.ToUnixTimeSeconds(),
        ["data"] = new JsonObject { ["object"] = resource },
        ["livemode"] = false,
        ["pending_webhooks"] = 1,
        ["request"] = new JsonObject { ["id"] = null, ["idempotency_key"] = null },
        ["type"] = type,
    }.ToJsonString());
}
