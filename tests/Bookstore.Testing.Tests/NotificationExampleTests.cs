using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Testing;

/// <summary>The documentation's source of notifications keeps the contract, and asks which order a payment is of.</summary>
public sealed class NotificationExampleTests
{
    private static readonly byte[] Secret = "a secret of the provider"u8.ToArray();
    private static readonly Guid Order = Guid.CreateVersion7();

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public static TheoryData<string> Cases => [.. NotificationConformance.Cases.Select(sentence => sentence.Name)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task The_documented_source_keeps_the_contract(string sentence)
    {
        using var provider = new Provider(HttpStatusCode.OK, "{}");

        await NotificationConformance.RunAsync(sentence, NotificationsUnderTest.Of(new MyNotifications(provider, Secret, _time), () => Signed("""{"id":"n-1","type":"payment.approved","payment":"p-1"}""")));
    }

    [Fact]
    public void An_old_request_is_refused_and_another_type_is_irrelevant()
    {
        using var provider = new Provider(HttpStatusCode.OK, "{}");
        var source = new MyNotifications(provider, Secret, _time);
        var old = Signed("""{"id":"n-1","type":"payment.approved","payment":"p-1"}""");

        _time.Advance(TimeSpan.FromMinutes(6));

        source.Read(old).ShouldBe(NotificationReading.Unauthorized);
        source.Read(Signed("""{"id":"n-1","type":"customer.created"}""")).ShouldBe(NotificationReading.Irrelevant);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "", true)]
    [InlineData(HttpStatusCode.NotFound, """{"error":{"code":"no_such_payment"}}""", false)]
    public async Task The_provider_says_which_order_a_payment_is_of(HttpStatusCode status, string body, bool isOurs)
    {
        using var provider = new Provider(status, isOurs ? $$"""{"id":"{{Order}}-2"}""" : body);

        (await new MyNotifications(provider, Secret, _time).FindOrderAsync(new Notification("n-1", "payment.approved", "p-1"), default)).ShouldBe(isOurs ? Order : null);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "<h1>Not found</h1>")]
    [InlineData(HttpStatusCode.BadGateway, "{}")]
    public async Task An_answer_that_is_not_the_providers_is_asked_for_again(HttpStatusCode status, string body)
    {
        using var provider = new Provider(status, body);

        await Should.ThrowAsync<Exception>(async () => await new MyNotifications(provider, Secret, _time).FindOrderAsync(new Notification("n-1", "payment.approved", "p-1"), default));
    }

    private IncomingNotification Signed(string body)
    {
        var seconds = _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return new IncomingNotification
        {
            Body = Encoding.UTF8.GetBytes(body),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["X-Timestamp"] = seconds,
                ["X-Signature"] = Convert.ToBase64String(HMACSHA256.HashData(Secret, Encoding.UTF8.GetBytes($"{seconds}.{body}"))),
            },
        };
    }

    private sealed class Provider(HttpStatusCode status, string body) : HttpMessageHandler, IHttpClientFactory
    {
        public HttpClient CreateClient(string name) => new(this, disposeHandler: false) { BaseAddress = new Uri("https://payments.example/") };

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }
}
