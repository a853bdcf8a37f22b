using System.Text;
using Bookstore.Stripe.Double.Webhooks;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Stripe.Notifications;

/// <summary>Stripe's webhooks keep every sentence of the contract of notifications.</summary>
public sealed class StripeNotificationConformanceTests : IAsyncLifetime
{
    private const string Body = """{"id":"evt_1","object":"event","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","object":"payment_intent"}}}""";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ServiceProvider _services;

    public StripeNotificationConformanceTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddBookstore().UseInMemoryStore().UseStripe(static options =>
        {
            options.ApiKey = "sk_test_1";
            options.WebhookSecrets.Add("whsec_new");
            options.WebhookSecrets.Add("whsec_old");
        });
        _services = services.BuildServiceProvider();
    }

    public static TheoryData<string, string> Sentences
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var sentence in NotificationConformance.Cases)
            {
                data.Add(sentence.Name, "whsec_new");
                data.Add(sentence.Name, "whsec_old");
            }

            return data;
        }
    }

    private INotificationSource Source => _services.GetServices<INotificationSource>().Single(static source => source.Source == "stripe");

    [Theory]
    [MemberData(nameof(Sentences))]
    public Task Under_each_secret_while_one_is_rotated(string sentence, string secret) => NotificationConformance.RunAsync(sentence, NotificationsUnderTest.Of(Source, () => Signed(Body, secret)));

    // Half of a pair, and bytes that are no text: the parser finds them when the text is asked for.
    [Theory]
    [InlineData("""{"id":"\ud800","type":"payment_intent.succeeded","data":{"object":{"id":"pi_1","object":"payment_intent"}}}""")]
    [InlineData("""{"id":"evt_1","type":"\udc00","data":{"object":{"id":"pi_1","object":"payment_intent"}}}""")]
    [InlineData("""{"\ud800":1}""")]
    public void What_is_signed_and_is_no_text_says_nothing(string body)
    {
        var reading = Source.Read(Signed(body, "whsec_new"));

        (reading.IsAuthentic, reading.Notification).ShouldBe((true, null));
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _services.DisposeAsync();

    private IncomingNotification Signed(string body, string secret) => new()
    {
        Body = Encoding.UTF8.GetBytes(body),
        Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [StripeSignature.Header] = StripeSignature.Of(body, _time.GetUtcNow(), secret) },
    };
}
