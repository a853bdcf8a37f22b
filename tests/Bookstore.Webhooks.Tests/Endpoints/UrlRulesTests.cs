using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

public sealed class UrlRulesTests
{
    private static readonly WebhookOptions Strict = new();
    private static readonly WebhookOptions Lax = new() { AllowHttp = true, AllowPrivateAddresses = true };

    [Theory]
    [InlineData("https://shop.example/hooks")]
    [InlineData("https://shop.example")]
    [InlineData("https://shop.example:443/hooks?token=1")]
    [InlineData("https://xn--mnchen-3ya.example/")]
    [InlineData("https://8.8.8.8/hooks")]
    [InlineData("https://[2606:4700:4700::1111]/")]
    [InlineData("HTTPS://SHOP.example/")]
    public void Public_addresses_with_https_are_allowed(string url) => UrlRules.ProblemOf(url, Strict).ShouldBeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" https://shop.example/")]
    [InlineData("https://shop.example/a b")]
    [InlineData("https://shop.example/\n")]
    [InlineData("https://münchen.example/")]
    [InlineData("/hooks")]
    [InlineData("hooks")]
    [InlineData("http://shop.example/")]
    [InlineData("ftp://shop.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("https://user:pass@shop.example/")]
    [InlineData("https://user@shop.example/")]
    [InlineData("https://@shop.example/")]
    [InlineData("https://shop.example/#here")]
    [InlineData("https://shop.example/#")]
    [InlineData("https://shop.example:8443/")]
    [InlineData("https://shop.example:80/")]
    [InlineData("https://shop.example:22/")]
    [InlineData("https:///hooks")]
    [InlineData("https://shop.example\\@evil.example/")]
    [InlineData("https://localhost/")]
    [InlineData("https://LOCALHOST./")]
    [InlineData("https://a.localhost/")]
    [InlineData("https://intranet/")]
    [InlineData("https://127.0.0.1/")]
    [InlineData("https://127.1/")]
    [InlineData("https://2130706433/")]
    [InlineData("https://0x7f000001/")]
    [InlineData("https://0177.0.0.1/")]
    [InlineData("https://10.0.0.1/")]
    [InlineData("https://169.254.169.254/latest/meta-data")]
    [InlineData("https://[::1]/")]
    [InlineData("https://[::ffff:10.0.0.1]/")]
    [InlineData("https://[fd00::1]/")]
    public void Others_are_refused_with_a_reason_that_does_not_repeat_them(string? url)
    {
        var problem = UrlRules.ProblemOf(url, Strict).ShouldNotBeNull();

        problem.ShouldNotContain("pass@");
        UrlRules.ProblemOf(new string('a', 3_000), Strict).ShouldNotBeNull();
    }

    [Fact]
    public void An_address_has_a_length()
    {
        UrlRules.ProblemOf("https://shop.example/".PadRight(2_000, 'a'), Strict).ShouldBeNull();
        UrlRules.ProblemOf("https://shop.example/".PadRight(2_001, 'a'), Strict).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("http://localhost:5080/hooks", true)]
    [InlineData("https://127.0.0.1:8443/", true)]
    [InlineData("http://user:pass@localhost/", false)]
    [InlineData("ftp://localhost/", false)]
    [InlineData("http://localhost/#a", false)]
    public void Development_allows_http_and_private_addresses_and_nothing_else(string url, bool isAllowed) => (UrlRules.ProblemOf(url, Lax) is null).ShouldBe(isAllowed);
}
