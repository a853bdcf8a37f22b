using System.Text;
using Bookstore.Client;
using Microsoft.AspNetCore.Http;
using Shouldly;
using StandardWebhooks;
using Xunit;

namespace Bookstore.Webhooks.Tests;

public sealed class SigningKeysTests
{
    private const string Id = "0190a000-0000-7000-8000-0000000000aa";

    private static readonly byte[] Other = [.. Enumerable.Range(100, 32).Select(static i => (byte)i)];
    private static readonly byte[] Third = [.. Enumerable.Range(200, 32).Select(static i => (byte)i)];
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_795_343_400);

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(
        """{"type":"order.created","timestamp":"2026-11-22T10:30:00.123Z","data":{"order_id":"0190a000-0000-7000-8000-000000000001","title":"Émile ☕"},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":2,"resource":"orders/0190a000-0000-7000-8000-000000000001"}""");

    [Fact]
    public void A_signature_is_that_of_the_standard()
    {
        // Made with Python's hmac.
        new SigningKeys(TestMessages.Secret).Sign(Id, At, Body).ShouldBe("v1,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqzw=");
        new SigningKeys(Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")).Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1_614_265_330), """{"test": 2432232314}"""u8)
            .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    [Fact]
    public void Each_secret_before_signs_as_well_until_its_day_is_over()
    {
        var keys = new SigningKeys(TestMessages.Secret, (Other, At.AddHours(24)), (Third, At.AddHours(23)));

        keys.Sign(Id, At, Body).ShouldStartWith("v1,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqzw= v1,rzC5QjN+zlzrdV8pBSdFs3nzH5ffIct12S0rRKobCI4= v1,");
        keys.Sign(Id, At.AddHours(23), Body).Split(' ').Length.ShouldBe(2);
        keys.Sign(Id, At.AddHours(24), Body).ShouldNotContain(" ");
    }

    [Fact]
    public void A_receiver_on_another_library_accepts_what_is_signed()
    {
        var now = DateTimeOffset.UtcNow;
        var headers = Headers(now, new SigningKeys(TestMessages.Secret));

        new StandardWebhook(SecretCipher.TextOf(TestMessages.Secret)).Verify(Encoding.UTF8.GetString(Body), headers);

        Should.Throw<Exception>(() => new StandardWebhook(SecretCipher.TextOf(Other)).Verify(Encoding.UTF8.GetString(Body), headers));
    }

    // Version 1.1.2 of that package compares the first signature only.
    [Fact]
    public void While_a_secret_is_rotated_the_new_one_is_signed_first_and_a_receiver_of_ours_accepts_either()
    {
        var now = DateTimeOffset.UtcNow;
        var headers = Headers(now, new SigningKeys(TestMessages.Secret, (Other, now.AddHours(1))));

        new StandardWebhook(SecretCipher.TextOf(TestMessages.Secret)).Verify(Encoding.UTF8.GetString(Body), headers);
        foreach (var secret in new[] { TestMessages.Secret, Other })
        {
            BookstoreWebhooks.Verify(Body, WebhookHeaders.Read(name => headers[name]), SecretCipher.TextOf(secret)).IsGenuine.ShouldBeTrue();
        }
    }

    private static HeaderDictionary Headers(DateTimeOffset now, SigningKeys keys) => new()
    {
        ["webhook-id"] = Id,
        ["webhook-timestamp"] = $"{now.ToUnixTimeSeconds()}",
        ["webhook-signature"] = keys.Sign(Id, now, Body),
    };
}
