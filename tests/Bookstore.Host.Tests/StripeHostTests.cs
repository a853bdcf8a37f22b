using System.Text;
using Bookstore.Stripe.Double;
using Bookstore.Stripe.Double.Webhooks;

namespace Bookstore.Samples;

/// <summary>The sample host with Stripe as its payment provider, and a double of Stripe in place of the real one.</summary>
public sealed class StripeHostTests
{
    private const string Secret = "whsec_host";
    private const string Token = "pm_card_authenticationRequired";

    [Fact]
    public async Task An_order_with_3_D_Secure_is_confirmed_by_the_webhook_alone()
    {
        using var folder = new HostFolder();
        await using var stripe = await StripeDouble.StartAsync();
        await using var host = await HostProcess.StartAsync(
            folder,
            ("Bookstore__Payments__Provider", "stripe"),
            ("Bookstore__Payments__Stripe__ApiKey", StripeDouble.ApiKey),
            ("Bookstore__Payments__Stripe__ApiBase", stripe.Address.ToString()),
            ("Bookstore__Payments__Stripe__WebhookSecrets__0", "whsec_old"),
            ("Bookstore__Payments__Stripe__WebhookSecrets__1", Secret),
            ("Bookstore__Payments__Stripe__ReturnUrl", "https://shop.example/orders/{order_id}"));
        using var placed = await host.PostAsync("/api/orders", $$$"""{"customer_id":"jane","items":[{"isbn":"{{{Shopping.Odyssey}}}","quantity":1}],"payment":{"token":"{{{Token}}}"}}""");
        placed.StatusCode.ShouldBe(HttpStatusCode.Accepted, host.Output);
        var order = JsonNode.Parse(await placed.Content.ReadAsStringAsync())!;
        var id = order["order_id"]!.GetValue<string>();
        order["action"]!["url"].ShouldNotBeNull();

        stripe.Account.CompleteAction(stripe.Account.FindIntents("bookstore_order_id", id).Single(), isApproved: true);
        var sender = new WebhookSender(host.Http, new Uri(host.Address, "/webhooks/stripe"), Secret, TimeProvider.System);
        (await sender.SendAsync(stripe.Account.Events[^1])).ShouldBe(200);

        await Eventually.TrueAsync(async () => (await host.GetAsync($"/api/orders/{id}"))["status"]!.GetValue<string>() == "created", () => $"the order to be created\n{host.Output}");
        host.Output.ShouldNotContain(Secret);
        host.Output.ShouldNotContain(StripeDouble.ApiKey);
        host.Output.ShouldNotContain(Token);
    }

    [Fact]
    public async Task A_host_without_the_key_says_which_option_is_missing()
    {
        using var folder = new HostFolder();

        var (exitCode, output) = await HostProcess.RunAsync(folder, ("BOOKSTORE_API_KEY", HostProcess.Key), ("Bookstore__Payments__Provider", "stripe"));

        exitCode.ShouldBe(1);
        output.ShouldContain("StripeOptions.ApiKey is missing");
    }

    [Fact]
    public async Task Without_Stripe_there_is_no_such_source()
    {
        using var folder = new HostFolder();
        await using var host = await HostProcess.StartAsync(folder);
        const string Path = "/webhooks/stripe";
        using var answer = await host.Http.PostAsync(new Uri(Path, UriKind.Relative), new StringContent("{}", Encoding.UTF8));

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>().ShouldBe("not_found");
        using var read = await host.Http.GetAsync(Path);
        read.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }
}
