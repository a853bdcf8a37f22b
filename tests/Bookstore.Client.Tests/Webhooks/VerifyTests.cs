using System.Text;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>The signatures were made with Python's <c>hmac</c>, not by this library.</summary>
public sealed class VerifyTests
{
    private const string Id = "0190a000-0000-7000-8000-0000000000aa";
    private const string Timestamp = "1795343400";
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Signature = "v1,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqzw=";
    private const string OtherSecret = "whsec_ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM=";
    private const string OtherSignature = "v1,rzC5QjN+zlzrdV8pBSdFs3nzH5ffIct12S0rRKobCI4=";

    private const string Text = """
        {"type":"order.created","timestamp":"2026-11-22T10:30:00.123Z","data":{"order_id":"0190a000-0000-7000-8000-000000000001","title":"Émile ☕"},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":2,"resource":"orders/0190a000-0000-7000-8000-000000000001"}
        """;

    private static readonly byte[] Body = Encoding.UTF8.GetBytes(Text);
    private static readonly DateTimeOffset SentAt = new(2026, 11, 22, 10, 30, 0, TimeSpan.Zero);

    [Fact]
    public void A_genuine_request_has_its_event()
    {
        var verified = Verify(Body, new WebhookHeaders(Id, Timestamp, Signature));

        verified.IsGenuine.ShouldBeTrue();
        verified.Rejection.ShouldBeNull();
        var happened = verified.Event.ShouldNotBeNull();
        happened.Id.ShouldBe(Id);
        happened.Type.ShouldBe("order.created");
        happened.Sequence.ShouldBe(2);
        happened.Resource.ShouldBe("orders/0190a000-0000-7000-8000-000000000001");
        happened.OccurredAt.ShouldBe(SentAt.AddMilliseconds(123));
        happened.Data.GetProperty("title").GetString().ShouldBe("Émile ☕");
    }

    [Fact]
    public void The_example_of_the_standard_is_genuine_and_no_event()
    {
        var headers = new WebhookHeaders("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

        var verified = BookstoreWebhooks.Verify("""{"test": 2432232314}"""u8.ToArray(), headers, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", At(DateTimeOffset.FromUnixTimeSeconds(1_614_265_330)));

        verified.Rejection.ShouldBe(WebhookRejection.BodyMalformed);
    }

    [Fact]
    public void Every_changed_byte_is_found()
    {
        for (var i = 0; i < Body.Length; i++)
        {
            var changed = Body.ToArray();
            changed[i] ^= 1;
            Verify(changed, new WebhookHeaders(Id, Timestamp, Signature)).Rejection.ShouldBe(WebhookRejection.SignatureMismatch, $"byte {i}");
        }
    }

    [Theory]
    [InlineData("0190a000-0000-7000-8000-0000000000ab", Timestamp, Signature)]
    [InlineData(Id, "1795343401", Signature)]
    [InlineData(Id, Timestamp, OtherSignature)]
    [InlineData(Id, Timestamp, "v1,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqz0=")]
    [InlineData(Id, Timestamp, "v2,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqzw=")]
    [InlineData(Id, Timestamp, "eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqzw=")]
    [InlineData(Id, Timestamp, "v1,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqw==")]
    [InlineData(Id, Timestamp, "v1,")]
    [InlineData(Id, Timestamp, "v1,not base64")]
    [InlineData(Id, Timestamp, "   ")]
    [InlineData(Id, Timestamp, "v1,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqzw=,v1,eFtYdS9YRobqnVSHJ177CeTZzKlCdKSkVOF1pCLXqzw=")]
    public void What_is_not_signed_like_this_is_refused(string id, string timestamp, string signature) =>
        Verify(Body, new WebhookHeaders(id, timestamp, signature)).Rejection.ShouldBe(WebhookRejection.SignatureMismatch);

    [Theory]
    [InlineData(null, Timestamp, Signature, "webhook-id")]
    [InlineData("", Timestamp, Signature, "webhook-id")]
    [InlineData(Id, null, Signature, "webhook-timestamp")]
    [InlineData(Id, Timestamp, null, "webhook-signature")]
    public void A_missing_header_is_named(string? id, string? timestamp, string? signature, string name)
    {
        var verified = Verify(Body, new WebhookHeaders(id, timestamp, signature));

        verified.Rejection.ShouldBe(WebhookRejection.HeaderMissing);
        verified.Detail.ShouldContain(name);
    }

    [Theory]
    [InlineData("a b", Timestamp, "webhook-id")]
    [InlineData("é", Timestamp, "webhook-id")]
    [InlineData(Id, "-1", "webhook-timestamp")]
    [InlineData(Id, "+1795343400", "webhook-timestamp")]
    [InlineData(Id, " 1795343400", "webhook-timestamp")]
    [InlineData(Id, "1795343400.0", "webhook-timestamp")]
    [InlineData(Id, "253402300800", "webhook-timestamp")]
    [InlineData(Id, "99999999999999999999", "webhook-timestamp")]
    [InlineData(Id, "2026-11-22T10:30:00Z", "webhook-timestamp")]
    public void A_malformed_header_is_named(string id, string timestamp, string name)
    {
        var verified = Verify(Body, new WebhookHeaders(id, timestamp, Signature));

        verified.Rejection.ShouldBe(WebhookRejection.HeaderMalformed);
        verified.Detail.ShouldContain(name);
    }

    [Fact]
    public void Headers_that_are_too_long_are_refused()
    {
        Verify(Body, new WebhookHeaders(new string('x', 256), Timestamp, Signature)).Rejection.ShouldBe(WebhookRejection.HeaderMalformed);
        Verify(Body, new WebhookHeaders(Id, Timestamp, Signature + new string(' ', 5_000))).Rejection.ShouldBe(WebhookRejection.HeaderMalformed);
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-300, true)]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void The_time_may_be_five_minutes_off_both_ways(int seconds, bool isGenuine)
    {
        var verified = BookstoreWebhooks.Verify(Body, new WebhookHeaders(Id, Timestamp, Signature), Secret, At(SentAt.AddSeconds(seconds)));

        verified.Rejection.ShouldBe(isGenuine ? null : WebhookRejection.TimestampOutOfTolerance);
    }

    [Fact]
    public void One_of_several_signatures_and_of_several_secrets_has_to_match()
    {
        var both = new WebhookHeaders(Id, Timestamp, $"v1a,AAAA {OtherSignature} {Signature}");
        Verify(Body, both).IsGenuine.ShouldBeTrue();
        BookstoreWebhooks.Verify(Body, both, OtherSecret, At(SentAt)).IsGenuine.ShouldBeTrue();
        BookstoreWebhooks.Verify(Body, new WebhookHeaders(Id, Timestamp, OtherSignature), [Secret, OtherSecret], At(SentAt)).IsGenuine.ShouldBeTrue();
        BookstoreWebhooks.Verify(Body, new WebhookHeaders(Id, Timestamp, OtherSignature), [Secret, Secret], At(SentAt)).IsGenuine.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("geheim")]
    [InlineData("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")]
    [InlineData("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=")]
    [InlineData("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh")]
    [InlineData("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A=")]
    public void What_is_no_secret_is_an_error_that_does_not_quote_it(string secret)
    {
        var fault = Should.Throw<ArgumentException>(() => Verify(Body, new WebhookHeaders(Id, Timestamp, Signature), secret));

        fault.Message.ShouldContain("whsec_");
        fault.Message.ShouldNotContain(secret.Length > 0 ? secret : "\0");
    }

    [Fact]
    public void The_number_of_secrets_is_limited()
    {
        Should.Throw<ArgumentException>(() => BookstoreWebhooks.Verify(Body, new WebhookHeaders(Id, Timestamp, Signature), [], At(SentAt)));
        Should.Throw<ArgumentException>(() => BookstoreWebhooks.Verify(Body, new WebhookHeaders(Id, Timestamp, Signature), [.. Enumerable.Repeat(Secret, 11)], At(SentAt)));
    }

    [Fact]
    public void A_refusal_quotes_neither_a_secret_nor_the_request()
    {
        foreach (var verified in new[] { Verify(Body, new WebhookHeaders(Id, Timestamp, OtherSignature)), Verify(Body, new WebhookHeaders(Id, "x" + Timestamp, Signature)) })
        {
            verified.ToString().ShouldNotContain(Secret);
            verified.ToString().ShouldNotContain(OtherSignature);
            verified.ToString().ShouldNotContain(Timestamp);
        }
    }

    private static WebhookVerification Verify(byte[] body, WebhookHeaders headers, string secret = Secret) => BookstoreWebhooks.Verify(body, headers, secret, At(SentAt));

    private static FakeTimeProvider At(DateTimeOffset now) => new(now);
}
