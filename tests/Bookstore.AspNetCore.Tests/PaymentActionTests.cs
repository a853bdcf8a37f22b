using Bookstore.Payments.Simulated;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Bookstore.AspNetCore;

/// <summary>Payments over the wire that wait for their customer, and payments by token.</summary>
public sealed class PaymentActionTests
{
    private const string ActionCard = "4000002760003184";

    [Fact]
    public async Task An_order_whose_customer_has_to_act_is_answered_with_the_action_and_again_when_it_is_sent_again()
    {
        await using var shop = await StartAsync();
        var body = Bodies.Order(TestShop.Odyssey, 1, ActionCard);

        var placed = await shop.PostAsync("/api/orders", body, TestShop.Key, ("Idempotency-Key", "act-1"));
        var again = await shop.PostAsync("/api/orders", body, TestShop.Key, ("Idempotency-Key", "act-1"));

        placed.Status.ShouldBe(HttpStatusCode.Accepted, placed.Text);
        var id = placed.Json["order_id"]!.GetValue<string>();
        placed.Json["status"]!.GetValue<string>().ShouldBe("pending");
        placed.Json["payment_status"]!.GetValue<string>().ShouldBe("action_required");
        placed.Json["action"]!["url"]!.GetValue<string>().ShouldBe($"https://bank.example/{id}");
        placed.Json["action"]!["client_secret"]!.GetValue<string>().ShouldNotBeEmpty();
        placed.Json["action"]!["expires_at"]!.GetValue<string>().ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        placed.Json["action_url"]!.GetValue<string>().ShouldBe($"https://bank.example/{id}");
        again.Status.ShouldBe(HttpStatusCode.Accepted, again.Text);
        again.Json["action"]!.ToJsonString().ShouldBe(placed.Json["action"]!.ToJsonString());
        (await shop.GetAsync($"/api/orders/{id}")).Text.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData("""{"token":"pm_card_visa","method":"card"}""", HttpStatusCode.Created)]
    [InlineData("""{"token":"pm_card_visa"}""", HttpStatusCode.Created)]
    [InlineData("""{"token":"pm_card_visa","card_number":""}""", HttpStatusCode.Created)]
    [InlineData("""{"token":"4000000000000002"}""", HttpStatusCode.PaymentRequired)]
    public async Task An_order_is_paid_with_a_token(string payment, HttpStatusCode status)
    {
        await using var shop = await StartAsync();

        (await shop.PostAsync("/api/orders", Order(payment))).Status.ShouldBe(status);
    }

    [Theory]
    [InlineData("""{"token":"pm_secret_1","card_number":"4111111111111111"}""", "/payment/token")]
    [InlineData("""{"token":"pm_secret_1","method":""}""", "/payment/method")]
    [InlineData("""{"token":7}""", "/payment/token")]
    public async Task A_payment_that_says_two_things_or_nothing_is_refused_and_not_quoted(string payment, string pointer)
    {
        await using var shop = await StartAsync();

        var refused = await shop.PostAsync("/api/orders", Order(payment));

        refused.Status.ShouldBe(HttpStatusCode.BadRequest);
        refused.Json["code"]!.GetValue<string>().ShouldBe("invalid_order");
        refused.Json["errors"]!.AsObject().ContainsKey(pointer).ShouldBeTrue(refused.Text);
        refused.Text.ShouldNotContain("pm_secret_1");
        refused.Text.ShouldNotContain("4111");
    }

    [Fact]
    public async Task The_same_key_with_another_method_of_payment_is_refused()
    {
        await using var shop = await StartAsync();
        await shop.PostAsync("/api/orders", Order("""{"token":"pm_card_visa","method":"card"}"""), TestShop.Key, ("Idempotency-Key", "m-1"));

        var other = await shop.PostAsync("/api/orders", Order("""{"token":"pm_card_visa","method":"sepa_debit"}"""), TestShop.Key, ("Idempotency-Key", "m-1"));

        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    private static string Order(string payment) => $$"""{"customer_id":"cust-1","items":[{"isbn":"{{TestShop.Odyssey}}","quantity":1}],"payment":{{payment}}}""";

    private static Task<TestShop> StartAsync() => TestShop.StartAsync(services => services.RemoveAll<IPaymentGateway>().AddSingleton<IPaymentGateway>(
        new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { BankPage = static id => new Uri($"https://bank.example/{id}") })));
}
