using System.Diagnostics.Metrics;
using Bookstore.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>Refused keys, roles and numbers leave a trace, and a flood of them no more than one line in ten seconds.</summary>
public sealed class RefusalLogTests
{
    [Fact]
    public async Task Refused_requests_are_counted_by_reason_and_logged_once_in_a_while()
    {
        var log = new ListLoggerProvider();
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Name == "bookstore.http.refused")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
        {
            lock (counts)
            {
                var reason = (string)tags[0].Value!;
                counts[reason] = counts.GetValueOrDefault(reason) + value;
            }
        });
        listener.Start();
        await using var shop = await TestShop.StartAsync(
            services => services.AddSingleton<TimeProvider>(new SteppedTime()),
            host: builder => builder.Logging.AddProvider(log));

        for (var number = 0; number < 20; number++)
        {
            (await shop.GetAsync("/api/orders", "wrong-key")).Status.ShouldBe(HttpStatusCode.Unauthorized);
            (await shop.GetAsync("/api/orders", TestShop.ReaderKey)).Status.ShouldBe(HttpStatusCode.Forbidden);
        }

        log.Lines.Count(line => line.Contains("no valid API key", StringComparison.Ordinal)).ShouldBe(1);
        log.Lines.Single(line => line.Contains("lacks the role", StringComparison.Ordinal)).ShouldContain("Client reader lacks the role for GET /api/orders");
        log.Lines.ShouldNotContain(line => line.Contains("wrong-key", StringComparison.Ordinal));
        lock (counts)
        {
            counts["unauthorized"].ShouldBeGreaterThanOrEqualTo(20);
            counts["forbidden"].ShouldBeGreaterThanOrEqualTo(20);
        }
    }

    [Fact]
    public async Task Orders_beyond_the_customers_limit_are_logged()
    {
        var log = new ListLoggerProvider();
        await using var shop = await TestShop.StartAsync(
            services => services.Configure<BookstoreOptions>(options => options.MaxDeclinedOrdersPerCustomer = 1),
            host: builder => builder.Logging.AddProvider(log));
        const string Declined = "4000000000000002";
        (await shop.PostAsync("/api/orders", Bodies.Order(card: Declined))).Status.ShouldBe(HttpStatusCode.PaymentRequired);

        (await shop.PostAsync("/api/orders", Bodies.Order(card: Declined))).ShouldBeProblem(HttpStatusCode.TooManyRequests, "too_many_requests");

        log.Lines.ShouldContain(line => line.Contains("A customer of client shop has too many unpaid or declined orders; 0 more", StringComparison.Ordinal));
    }

    [Fact]
    public void A_line_says_how_many_were_held_back_before_it()
    {
        var time = new SteppedTime();
        var gate = new LogGate(time);

        gate.TryOpen(out var first).ShouldBeTrue();
        gate.TryOpen(out _).ShouldBeFalse();
        gate.TryOpen(out _).ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(10));
        gate.TryOpen(out var second).ShouldBeTrue();

        (first, second).ShouldBe((0, 2));
    }

    [Theory]
    [InlineData("Bookstore:MaxRequestsPerSecond", "abc")]
    [InlineData("Bookstore:MaxRequestsPerSecond", "-5")]
    [InlineData("Bookstore:MaxConcurrentRequests", "0")]
    [InlineData("Bookstore:ReadinessTimeout", "2 seconds")]
    public async Task A_slip_in_a_changed_configuration_leaves_the_last_good_one_and_is_logged(string name, string value)
    {
        var log = new ListLoggerProvider();
        await using var shop = await TestShop.StartAsync(
            options: null,
            host: builder =>
            {
                builder.Logging.AddProvider(log);
                builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Bookstore:MaxConcurrentRequests"] = "7" });
            });
        var configuration = (IConfigurationRoot)shop.App.Configuration;

        configuration[name] = value;
        ReloadAnyway(configuration);

        for (var number = 0; number < 3; number++)
        {
            (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
            (await shop.GetAsync("/api/books", "wrong-key")).ShouldBeProblem(HttpStatusCode.Unauthorized, "unauthorized");
        }

        log.Lines.Count(line => line.Contains("the last good one stays", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_of_two_clients_is_refused_when_the_API_is_mapped()
    {
        var refused = await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => TestShop.StartAsync(options: options =>
            TestShop.AddClient(options, "twin", TestShop.Key, BookstoreRoles.CatalogRead)));

        refused.Message.ShouldContain("one of them is client shop's");
    }

    [Fact]
    public void A_key_that_no_request_could_carry_is_not_hashed() =>
        Should.Throw<ArgumentException>(() => ApiClientRegistration.HashKey(new string('k', 513))).Message.ShouldContain("512");

    // Whoever listens to the change may throw; a file that is watched swallows that.
    private static void ReloadAnyway(IConfigurationRoot configuration)
    {
        try
        {
            configuration.Reload();
        }
        catch (Exception exception) when (exception is InvalidOperationException or AggregateException)
        {
            // The options could not be bound, which is what is tried here.
        }
    }
}
