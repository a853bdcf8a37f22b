using Shouldly;
using Xunit;

namespace Bookstore.Webhooks.Tests;

public sealed class SecretCipherTests
{
    private static readonly string Key = Convert.ToBase64String(TestMessages.Secret);
    private static readonly string OtherKey = Convert.ToBase64String([.. Enumerable.Range(50, 32).Select(static i => (byte)i)]);
    private static readonly Guid Endpoint = Guid.Parse("0190a000-0000-7000-8000-0000000000aa");

    [Fact]
    public void A_secret_comes_back_for_its_endpoint_alone()
    {
        using var cipher = new SecretCipher([Key]);
        var secret = SecretCipher.NewSecret();

        var encrypted = cipher.Encrypt(Endpoint, secret);

        cipher.TryDecrypt(Endpoint, encrypted).ShouldBe(secret);
        cipher.TryDecrypt(Guid.Parse("0190a000-0000-7000-8000-0000000000ab"), encrypted).ShouldBeNull();
        encrypted.ShouldNotContain(Convert.ToBase64String(secret));
        cipher.Encrypt(Endpoint, secret).ShouldNotBe(encrypted);
    }

    [Fact]
    public void A_key_that_was_replaced_still_reads_what_it_wrote()
    {
        using var before = new SecretCipher([Key]);
        using var after = new SecretCipher([OtherKey, Key]);
        using var without = new SecretCipher([OtherKey]);
        var secret = SecretCipher.NewSecret();
        var encrypted = before.Encrypt(Endpoint, secret);

        after.TryDecrypt(Endpoint, encrypted).ShouldBe(secret);
        without.TryDecrypt(Endpoint, encrypted).ShouldBeNull();
        before.TryDecrypt(Endpoint, after.Encrypt(Endpoint, secret)).ShouldBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64")]
    [InlineData("AAAA")]
    public void What_is_damaged_is_not_read(string text)
    {
        using var cipher = new SecretCipher([Key]);

        cipher.TryDecrypt(Endpoint, text).ShouldBeNull();
    }

    [Fact]
    public void A_secret_has_the_form_of_the_standard()
    {
        var text = SecretCipher.TextOf(TestMessages.Secret);

        text.ShouldBe("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
        SecretCipher.NewSecret().Length.ShouldBe(32);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("geheim")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g")]
    public void Options_without_a_key_are_refused_without_repeating_it(string? key)
    {
        var result = new WebhookOptionsValidator().Validate(null, new WebhookOptions { SecretKey = key! });

        result.Failures.ShouldNotBeNull().Single().ShouldContain("openssl rand -base64 32");
        result.FailureMessage!.ShouldNotContain(string.IsNullOrEmpty(key) ? "\0" : key);
        new WebhookOptionsValidator().Validate(null, new WebhookOptions { SecretKey = Key }).Succeeded.ShouldBeTrue();
    }
}
