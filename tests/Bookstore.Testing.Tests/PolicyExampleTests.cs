using Shouldly;
using Xunit;

namespace Bookstore.Testing;

public sealed class PolicyExampleTests
{
    [Theory]
    [InlineData("9.50", "2.99", "", "", true)]
    [InlineData("9.50", "", "", "", true)]
    [InlineData("34.99", "0.01", "", "", true)]
    [InlineData("9.50", "3", "", "", false)]
    [InlineData("35", "0", "", "", false)]
    [InlineData("9.50", "0", "used", "", false)]
    [InlineData("9.50", "0", "", "yes", false)]
    public async Task The_example_of_a_policy_keeps_the_french_minimum(string price, string shipping, string format, string pickUp, bool isRefused)
    {
        var line = new OrderLine(TestBooks.Odyssey, 1, Euros(price));
        var request = new ShopPolicyRequest
        {
            Lines = [line],
            Books = [new Book { Isbn = line.Isbn, Title = "The Odyssey", Author = "Homer", Price = line.UnitPrice, Format = format }],
            Adjustments = shipping.Length == 0 ? [] : [new OrderAdjustment(OrderAdjustment.Shipping, Euros(shipping))],
            Total = line.UnitPrice,
            Metadata = new Dictionary<string, string> { ["pick_up"] = pickUp },
        };

        var refusal = await new FrenchShippingMinimum().CheckAsync(request, CancellationToken.None);

        (refusal?.Code).ShouldBe(isRefused ? "shipping_minimum" : null);
    }

    private static Money Euros(string amount) => new(decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture), "EUR");
}
