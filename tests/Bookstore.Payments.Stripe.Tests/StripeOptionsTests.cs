using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>The options are checked at start, and the messages say what to do and repeat no secret.</summary>
public sealed class StripeOptionsTests
{
    [Theory]
    [InlineData("", "is missing")]
    [InlineData("pk_test_4242", "publishable")]
    [InlineData("sk_test_42 42", "without spaces")]
    [InlineData("anything", "without spaces")]
    public void A_key_that_is_none_is_refused(string key, string expected)
    {
        var thrown = Should.Throw<OptionsValidationException>(() => new StripePaymentGateway(new StripeOptions { ApiKey = key }));

        thrown.Message.ShouldContain("StripeOptions.ApiKey");
        thrown.Message.ShouldContain(expected);
        if (key.Length > 0)
        {
            thrown.Message.ShouldNotContain(key);
        }
    }

    [Fact]
    public void Each_option_out_of_range_is_named_at_once()
    {
        var options = new StripeOptions
        {
            ApiKey = "rk_test_1",
            StatementDescriptor = "<books>",
            ReturnUrl = "orders",
            AccountCurrency = "usd",
            ApiBase = new Uri("http://stripe.example"),
            RequestTimeout = TimeSpan.Zero,
            Shop = "two words",
        };
        options.WebhookSecrets.Add("secret42");

        var thrown = Should.Throw<OptionsValidationException>(() => new StripePaymentGateway(options));

        thrown.Failures.Count().ShouldBe(7);
        thrown.Message.ShouldNotContain("secret42");
    }

    [Fact]
    public void The_section_of_the_configuration_is_read_and_the_code_wins()
    {
        var options = Read(new() { ["Bookstore:Payments:Stripe:ApiKey"] = "sk_test_1", ["Bookstore:Payments:Stripe:WebhookSecrets:0"] = "whsec_1", ["Bookstore:Payments:Stripe:AccountCurrency"] = "EUR" });

        options.ApiKey.ShouldBe("sk_test_1");
        options.WebhookSecrets.ShouldBe(["whsec_1"]);
        options.AccountCurrency.ShouldBe("GBP");
    }

    [Fact]
    public void An_unknown_name_in_the_section_is_refused()
    {
        var thrown = Should.Throw<OptionsValidationException>(() => Read(new() { ["Bookstore:Payments:Stripe:Key"] = "sk_test_1" }));

        thrown.Message.ShouldContain("Bookstore:Payments:Stripe:Key is no option");
        thrown.Message.ShouldNotContain("sk_test_1");
    }

    [Fact]
    public void Every_option_can_be_configured()
    {
        var names = typeof(StripeOptions).GetProperties().Select(static property => property.Name);

        foreach (var name in names)
        {
            Should.NotThrow(() => Read(new() { ["Bookstore:Payments:Stripe:ApiKey"] = "sk_test_1", [$"Bookstore:Payments:Stripe:{name}"] = name switch { "RequestTimeout" => "00:00:10", "ApiBase" => "https://stripe.example", "ReturnUrl" => "https://shop.example", "WebhookSecrets" => null, "ApiKey" => "sk_test_1", _ => "EUR" } }));
        }
    }

    private static StripeOptions Read(Dictionary<string, string?> values)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
        services.AddBookstore().UseInMemoryStore().UseStripe(static options => options.AccountCurrency = "GBP");
        using var provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<StripeOptions>>().Value;
    }
}
