using System.Net;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Bookstore.Stripe.Double;
using Shouldly;
using Stripe;
using Xunit;

namespace Bookstore.Payments.Stripe.Double;

/// <summary>What the double says has the shape that Stripe's public description of its API gives it, and Stripe.net knows each member of it.</summary>
public sealed class ShapeTests
{
    private static readonly Dictionary<string, Type> Types = new(StringComparer.Ordinal)
    {
        ["payment_intent"] = typeof(PaymentIntent),
        ["charge"] = typeof(Charge),
        ["refund"] = typeof(global::Stripe.Refund),
        ["dispute"] = typeof(Dispute),
        ["event"] = typeof(Event),
        ["event.request"] = typeof(EventRequest),
        ["payment_intent.last_payment_error"] = typeof(StripeError),
        ["payment_intent.next_action.redirect_to_url"] = typeof(PaymentIntentNextActionRedirectToUrl),
        ["charge.billing_details"] = typeof(ChargeBillingDetails),
        ["charge.outcome"] = typeof(ChargeOutcome),
        ["charge.payment_method_details.card"] = typeof(ChargePaymentMethodDetailsCard),
        ["dispute.evidence_details"] = typeof(DisputeEvidenceDetails),
    };

    public static TheoryData<string> TypeNames => [.. Types.Keys];

    [Fact]
    public async Task Every_object_of_an_eventful_life_has_the_shape_of_stripe()
    {
        await using var shop = await LiveAsync();

        var seen = new HashSet<string>();
        foreach (var item in shop.Stripe.Account.Events)
        {
            StripeSchema.Check(JsonNode.Parse(item.Body)!.AsObject(), seen);
            EventUtility.ParseEvent(item.Body, throwOnApiVersionMismatch: false).Id.ShouldBe(item.Id);
        }

        seen.ShouldBe(
            [
                "event", "event.data", "event.request", "payment_intent", "payment_intent.last_payment_error", "payment_intent.next_action", "payment_intent.next_action.redirect_to_url", "charge", "charge.billing_details",
                "charge.outcome", "charge.payment_method_details", "charge.payment_method_details.card", "refund", "dispute", "dispute.evidence_details",
            ],
            ignoreOrder: true);
        JsonNode.Parse(shop.Stripe.Account.Events[0].Body)!["api_version"]!.GetValue<string>().ShouldBe(StripeConfiguration.ApiVersion);
    }

    [Fact]
    public async Task Every_answer_of_the_api_has_the_shape_of_stripe()
    {
        await using var shop = await LiveAsync();
        using var http = new HttpClient { BaseAddress = shop.Stripe.Address };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", StripeDouble.ApiKey);
        var intents = (await GetAsync(http, "/v1/payment_intents?limit=2&expand[]=data.latest_charge", HttpStatusCode.OK))["data"]!.AsArray();
        var seen = new HashSet<string>();
        foreach (var path in (string[])
        [
            "/v1/payment_intents?limit=100&expand[]=data.latest_charge",
            $"/v1/payment_intents/{intents[0]!["id"]}?expand[]=latest_charge",
            "/v1/payment_intents/search?query=metadata[\"bookstore_order_id\"]:\"7\"",
            "/v1/refunds?limit=10",
            $"/v1/disputes?payment_intent={intents[0]!["id"]}",
        ])
        {
            StripeSchema.Check(await GetAsync(http, path, HttpStatusCode.OK), seen);
        }

        StripeSchema.Check(await GetAsync(http, "/v1/payment_intents/pi_none", HttpStatusCode.NotFound), seen, "failure");
        StripeSchema.Check(await GetAsync(http, "/v1/payment_intents?limit=0", HttpStatusCode.BadRequest), seen, "failure");
        StripeSchema.Check(await GetAsync(http, "/v1/nothing", HttpStatusCode.NotFound), seen, "failure");
        using var fields = new FormUrlEncodedContent([new("amount", "1299"), new("currency", "usd"), new("payment_method", "pm_card_visa_chargeDeclined"), new("confirm", "true"), new("payment_method_types[]", "card")]);
        using var declined = await http.PostAsync(new Uri("/v1/payment_intents", UriKind.Relative), fields);
        declined.StatusCode.ShouldBe(HttpStatusCode.PaymentRequired);
        StripeSchema.Check(JsonNode.Parse(await declined.Content.ReadAsStringAsync())!.AsObject(), seen, "failure");

        seen.ShouldContain("search_result");
        seen.ShouldContain("charge.payment_method_details.card");
        seen.ShouldContain("failure.error");
    }

    [Theory]
    [MemberData(nameof(TypeNames))]
    public void Every_member_of_the_schema_is_one_that_the_library_reads(string name)
    {
        var known = Types[name].GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Select(static member => member.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name).OfType<string>();

        StripeSchema.MembersOf(name).Except(known).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("""{"object":"list","data":[],"has_more":false}""", "list has always url")]
    [InlineData("""{"object":"list","data":[],"has_more":"no","url":"/"}""", "list.has_more is \"no\"")]
    [InlineData("""{"object":"list","data":null,"has_more":false,"url":"/"}""", "list.data is never null")]
    [InlineData("""{"object":"list","data":[],"has_more":false,"url":"/","pages":1}""", "list has no such members")]
    [InlineData("""{"object":"list","data":[{"object":"charge"}],"has_more":false,"url":"/"}""", "charge has always id")]
    [InlineData("""{"object":"invented"}""", "invented")]
    public void A_wrong_shape_is_found(string shape, string problem) =>
        Should.Throw<ShouldAssertException>(() => StripeSchema.Check(JsonNode.Parse(shape)!.AsObject(), new HashSet<string>())).Message.ShouldContain(problem);

    private static async Task<StripeShop> LiveAsync()
    {
        var shop = await StripeShop.OpenAsync(static options => options.ReturnUrl = "https://shop.example");
        var (paid, waiting, refused, declined) = (shop.NewOrder(), shop.NewOrder(), shop.NewOrder(), shop.NewOrder());
        await shop.AuthorizeAsync(declined, "pm_card_visa_chargeDeclined");
        await shop.AuthorizeAsync(waiting, "pm_card_authenticationRequired");
        await shop.AuthorizeAsync(refused, "pm_card_authenticationRequired");
        shop.Stripe.Account.CompleteAction(shop.IntentOf(refused), isApproved: false);
        await shop.AuthorizeAsync(paid);
        await shop.CaptureAsync(paid);
        await shop.RefundAsync(paid, paid, 2m);
        shop.Stripe.Account.Dispute(shop.IntentOf(paid));
        shop.Stripe.Account.CloseDispute(shop.IntentOf(paid), "won");
        return shop;
    }

    private static async Task<JsonObject> GetAsync(HttpClient http, string path, HttpStatusCode status)
    {
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(status, body);
        return JsonNode.Parse(body)!.AsObject();
    }
}
