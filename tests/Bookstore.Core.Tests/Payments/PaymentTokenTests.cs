using System.Globalization;
using Shouldly;
using Xunit;

namespace Bookstore.Tests;

public sealed class PaymentTokenTests
{
    [Theory]
    [InlineData("4242424242421234", "****1234", "1234")]
    [InlineData("12345678", "****5678", "5678")]
    [InlineData("1234567", "****", "")]
    [InlineData("1", "****", "")]
    public void ToString_any_token_hides_it(string value, string text, string lastFour)
    {
        var token = new PaymentToken(value);

        token.ToString().ShouldBe(text);
        token.LastFour.ShouldBe(lastFour);
        token.Value.ShouldBe(value);
    }

    [Fact]
    public void ToString_of_a_request_hides_the_token() => new AuthorizeRequest(Guid.Empty, new Money(1m, "USD"), new PaymentToken("4929123456789876"))
        .ToString().ShouldNotContain("492912345678");

    [Fact]
    public void Constructor_empty_or_too_long_throws_without_the_token()
    {
        Should.Throw<ArgumentException>(() => new PaymentToken(string.Empty));
        Should.Throw<ArgumentNullException>(() => new PaymentToken(null!));
        new PaymentToken(new string('1', 500)).Value.Length.ShouldBe(500);
        var thrown = Should.Throw<ArgumentException>(() => new PaymentToken(new string('7', 501)));
        thrown.ToString().ShouldNotContain("7777");
        thrown.Message.ShouldContain(501.ToString(CultureInfo.InvariantCulture));
    }
}
