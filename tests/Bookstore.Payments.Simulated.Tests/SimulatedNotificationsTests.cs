using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>The source <c>simulated</c>: the signature first, and then the order that a notification is about.</summary>
public sealed class SimulatedNotificationsTests
{
    private const string Secret = "a-secret-of-16-or-more";
    private const string Order = "01890a5d-ac96-774b-bcce-b302099a8057";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task What_is_signed_names_its_order()
    {
        await using var services = ServicesWith(Secret);
        var source = services.GetRequiredService<INotificationSource>();

        var reading = source.Read(Request(Body(Order), Secret, _time.GetUtcNow()));

        reading.Notification.ShouldBe(new Notification("n1", "payment.approved", Order));
        (await source.FindOrderAsync(reading.Notification!, CancellationToken.None)).ShouldBe(Guid.Parse(Order));
    }

    [Fact]
    public async Task The_source_keeps_the_contract_of_notifications()
    {
        await using var services = ServicesWith(Secret);

        await NotificationConformance.RunAllAsync(NotificationsUnderTest.Of(services.GetRequiredService<INotificationSource>(), () => Request(Body(Order), Secret, _time.GetUtcNow())));
    }

    [Fact]
    public async Task Wrong_old_changed_and_unsigned_requests_are_refused_and_so_is_everything_without_a_secret()
    {
        await using var services = ServicesWith(Secret);
        await using var without = ServicesWith(null);
        var source = services.GetRequiredService<INotificationSource>();
        var good = Request(Body(Order), Secret, _time.GetUtcNow());
        IncomingNotification[] bad =
        [
            Request(Body(Order), "another-secret-of-16", _time.GetUtcNow()),
            Request(Body(Order), Secret, _time.GetUtcNow().AddMinutes(-6)),
            Request(Body(Order), Secret, _time.GetUtcNow().AddMinutes(6)),
            good with { Body = Encoding.UTF8.GetBytes(Body(Order) + " ") },
            good with { Headers = new Dictionary<string, string>() },
            good with { Headers = new Dictionary<string, string>(good.Headers) { ["webhook-signature"] = "v1,*" } },
            good with { Headers = new Dictionary<string, string>(good.Headers) { ["webhook-signature"] = "v1," } },
        ];

        bad.ShouldAllBe(request => !source.Read(request).IsAuthentic);
        without.GetRequiredService<INotificationSource>().Read(good).IsAuthentic.ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"id":"n1","type":"payment.approved"}""")]
    [InlineData("""{"id":"n1","type":"payment.approved","order_id":"7"}""")]
    [InlineData("""{"id":"\ud800","type":"payment.approved","order_id":"7"}""")]
    public async Task What_is_signed_and_names_no_order_is_irrelevant(string body)
    {
        await using var services = ServicesWith(Secret);

        services.GetRequiredService<INotificationSource>().Read(Request(body, Secret, _time.GetUtcNow())).ShouldBe(NotificationReading.Irrelevant);
    }

    [Theory]
    [InlineData("short")]
    [InlineData(null)]
    public void An_address_needs_a_secret_of_some_length(string? secret)
    {
        var options = new SimulatedPaymentGatewayOptions { WebhookAddress = static () => new Uri("http://localhost/webhooks/simulated"), WebhookSecret = secret };

        Should.Throw<ArgumentException>(() => new SimulatedPaymentGateway(options)).Message.ShouldContain("WebhookSecret");
    }

    private static string Body(string order) => $$"""{"id":"n1","type":"payment.approved","order_id":"{{order}}"}""";

    private static IncomingNotification Request(string body, string secret, DateTimeOffset time)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"n1.{seconds}.{body}"));
        return new IncomingNotification
        {
            Body = Encoding.UTF8.GetBytes(body),
            Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
            {
                ["webhook-id"] = "n1",
                ["webhook-timestamp"] = seconds,
                ["webhook-signature"] = "v1," + Convert.ToBase64String(signature),
            },
        };
    }

    private ServiceProvider ServicesWith(string? secret)
    {
        IServiceCollection services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddBookstore().UseInMemoryStore().UseSimulatedPayments(options => options.WebhookSecret = secret);
        return services.BuildServiceProvider();
    }
}
