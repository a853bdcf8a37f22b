using System.Text;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using StandardWebhooks;
using Xunit;

namespace Bookstore.Client.Tests;

/// <summary>Requests that another implementation of the standard signed, and bodies that are genuine but no event.</summary>
public sealed class StandardWebhooksTests
{
    private const string Id = "0190a000-0000-7000-8000-0000000000aa";
    private const string Secret = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private const string Good = """{"type":"book.saved","timestamp":"2026-11-22T10:30:00Z","data":{},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":1}""";

    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 11, 22, 10, 30, 0, TimeSpan.Zero));

    [Fact]
    public void What_another_library_of_the_standard_signs_is_genuine()
    {
        var happened = Verify(Good).Event.ShouldNotBeNull();

        happened.Type.ShouldBe("book.saved");
        happened.Resource.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{")]
    [InlineData("""{"type":1,"timestamp":"2026-11-22T10:30:00Z","data":{},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":1}""")]
    [InlineData("""{"type":"book.saved","timestamp":"yesterday","data":{},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":1}""")]
    [InlineData("""{"type":"book.saved","timestamp":"2026-11-22T10:30:00Z","data":[],"id":"0190a000-0000-7000-8000-0000000000aa","sequence":1}""")]
    [InlineData("""{"type":"book.saved","timestamp":"2026-11-22T10:30:00Z","data":{},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":1.5}""")]
    [InlineData("""{"type":"book.saved","timestamp":"2026-11-22T10:30:00Z","data":{},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":"1"}""")]
    [InlineData("""{"type":"book.saved","timestamp":"2026-11-22T10:30:00Z","data":{},"id":"0190a000-0000-7000-8000-0000000000bb","sequence":1}""")]
    [InlineData("""{"type":"book.saved","type":"book.saved","timestamp":"2026-11-22T10:30:00Z","data":{},"id":"0190a000-0000-7000-8000-0000000000aa","sequence":1}""")]
    public void A_genuine_body_that_is_no_event_of_the_id_is_told_apart(string body) => Verify(body).Rejection.ShouldBe(WebhookRejection.BodyMalformed);

    [Fact]
    public void A_body_of_any_depth_or_length_is_limited()
    {
        var deep = Good.Replace("{}", """{"a":""" + new string('[', 10_000) + new string(']', 10_000) + "}", StringComparison.Ordinal);
        Verify(deep).Rejection.ShouldBe(WebhookRejection.BodyMalformed);
        Verify(Good + new string(' ', BookstoreWebhooks.MaxBodyLength)).Rejection.ShouldBe(WebhookRejection.BodyTooLarge);
    }

    private static WebhookVerification Verify(string body)
    {
        var now = Time.GetUtcNow();
        var signature = new StandardWebhook(Secret).Sign(Id, now, body);
        return BookstoreWebhooks.Verify(Encoding.UTF8.GetBytes(body), new WebhookHeaders(Id, $"{now.ToUnixTimeSeconds()}", signature), Secret, Time);
    }
}
