using Bookstore.Testing;
using Xunit;

namespace Bookstore.Payments.Stripe;

/// <summary>The adapter keeps every sentence of the contract of a gateway, on the double of Stripe.</summary>
public sealed class StripeGatewayConformanceTests
{
    public static TheoryData<string> Sentences => [.. PaymentGatewayConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Sentences))]
    public async Task On_the_double(string sentence)
    {
        await using var shop = await StripeShop.OpenAsync();

        await PaymentGatewayConformance.RunAsync(sentence, shop.UnderTest());
    }
}
