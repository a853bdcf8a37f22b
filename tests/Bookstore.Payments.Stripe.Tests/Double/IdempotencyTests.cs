using System.Net;
using System.Text.Json.Nodes;
using Bookstore.Stripe.Double;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe.Double;

/// <summary>The double keeps answers under idempotency keys as Stripe documents it.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private StripeShop _shop = null!;
    private HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _shop = await StripeShop.OpenAsync();
        _http = new HttpClient { BaseAddress = _shop.Stripe.Address };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", StripeDouble.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _shop.DisposeAsync();
    }

    [Fact]
    public async Task The_same_key_and_parameters_repeat_the_first_answer()
    {
        var (first, id, _) = await CreateAsync("key", 500);
        var (second, again, isReplay) = await CreateAsync("key", 500);

        (first, second).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK));
        again["id"]!.GetValue<string>().ShouldBe(id["id"]!.GetValue<string>());
        isReplay.ShouldBeTrue();
        _shop.Stripe.Account.Intents.ShouldBe(1);
    }

    [Fact]
    public async Task The_same_key_with_other_parameters_is_an_error_of_its_own_type()
    {
        await CreateAsync("key", 500);

        var (status, body, _) = await CreateAsync("key", 600);

        status.ShouldBe(HttpStatusCode.BadRequest);
        body["error"]!["type"]!.GetValue<string>().ShouldBe("idempotency_error");
    }

    [Fact]
    public async Task What_failed_its_validation_keeps_nothing()
    {
        (await CreateAsync("key", 1)).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await CreateAsync("key", 500)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task After_a_day_a_key_is_new()
    {
        await CreateAsync("key", 500);
        _shop.Time.Advance(TimeSpan.FromHours(24));

        (await CreateAsync("key", 600)).Status.ShouldBe(HttpStatusCode.OK);
        _shop.Stripe.Account.Intents.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_parameter_is_refused()
    {
        using var form = new FormUrlEncodedContent([new("amount", "500"), new("currency", "usd"), new("colour", "red")]);
        using var response = await _http.PostAsync(new Uri("/v1/payment_intents", UriKind.Relative), form);

        (await response.Content.ReadAsStringAsync()).ShouldContain("parameter_unknown");
    }

    private async Task<(HttpStatusCode Status, JsonNode Body, bool IsReplay)> CreateAsync(string key, int amount)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/payment_intents") { Content = new FormUrlEncodedContent([new("amount", $"{amount}"), new("currency", "usd")]) };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!, response.Headers.Contains("Idempotent-Replayed"));
    }
}
