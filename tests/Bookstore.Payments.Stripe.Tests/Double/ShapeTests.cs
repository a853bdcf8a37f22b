using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Shouldly;
using Stripe;
using Xunit;

namespace Bookstore.Payments.Stripe.Double;

/// <summary>The double's objects have the members that Stripe's API requires, and none that Stripe.net, which is made from Stripe's description of its API, does not know.</summary>
public sealed class ShapeTests
{
    private static readonly Dictionary<string, (Type Type, string[] Required)> Objects = new()
    {
        ["payment_intent"] = (typeof(PaymentIntent), ["amount", "capture_method", "confirmation_method", "created", "currency", "id", "livemode", "object", "payment_method_types", "status"]),
        ["charge"] = (typeof(Charge), ["amount", "amount_captured", "amount_refunded", "billing_details", "captured", "created", "currency", "disputed", "id", "livemode", "metadata", "object", "paid", "refunded", "status"]),
        ["refund"] = (typeof(global::Stripe.Refund), ["amount", "created", "currency", "id", "object"]),
        ["dispute"] = (typeof(Dispute), ["amount", "charge", "created", "currency", "id", "is_charge_refundable", "livemode", "metadata", "object", "reason", "status"]),
        ["event"] = (typeof(Event), ["created", "data", "id", "livemode", "object", "pending_webhooks", "type"]),
    };

    [Fact]
    public async Task Every_object_of_an_eventful_life_has_the_shape_of_stripe()
    {
        await using var shop = await StripeShop.OpenAsync(static options => options.ReturnUrl = "https://shop.example");
        var (paid, waiting, refused, declined) = (shop.NewOrder(), shop.NewOrder(), shop.NewOrder(), shop.NewOrder());
        await shop.AuthorizeAsync(paid);
        await shop.CaptureAsync(paid);
        await shop.RefundAsync(paid, paid, 2m);
        await shop.AuthorizeAsync(waiting, "pm_card_authenticationRequired");
        await shop.AuthorizeAsync(refused, "pm_card_authenticationRequired");
        shop.Stripe.Account.CompleteAction(shop.IntentOf(refused), isApproved: false);
        await shop.AuthorizeAsync(declined, "pm_card_visa_chargeDeclined");

        var seen = new HashSet<string>();
        foreach (var item in shop.Stripe.Account.Events)
        {
            var body = JsonNode.Parse(item.Body)!.AsObject();
            Check(body, seen);
            Check(body["data"]!["object"]!.AsObject(), seen);
            EventUtility.ParseEvent(item.Body, throwOnApiVersionMismatch: false).Id.ShouldBe(item.Id);
        }

        seen.ShouldBe(["event", "payment_intent", "charge", "refund"], ignoreOrder: true);
        StripeEventVersion().ShouldBe(StripeConfiguration.ApiVersion);

        string StripeEventVersion() => JsonNode.Parse(shop.Stripe.Account.Events[0].Body)!["api_version"]!.GetValue<string>();
    }

    private static void Check(JsonObject shape, HashSet<string> seen)
    {
        var name = shape["object"]!.GetValue<string>();
        var (type, required) = Objects[name];
        seen.Add(name);
        foreach (var member in required)
        {
            shape.ContainsKey(member).ShouldBeTrue($"{name} should have {member}");
            shape[member].ShouldNotBeNull($"{name}.{member} is never null");
        }

        var known = KnownIn(type);
        shape.Select(static member => member.Key).Except(known).ShouldBeEmpty($"{name} has members that Stripe's has not");
    }

    private static HashSet<string> KnownIn(Type type) =>
        [.. type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Select(static member => member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name).OfType<string>()];
}
