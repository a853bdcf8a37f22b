using Bookstore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Bookstore.AspNetCore;

/// <summary>The bookstore among the health checks of the application.</summary>
public sealed class HealthCheckTests
{
    [Fact]
    public async Task A_store_that_answers_is_healthy()
    {
        await using var shop = await TestShop.StartAsync(services => services.AddHealthChecks().AddBookstoreHealthChecks(tags: ["ready"]));

        var report = await shop.App.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Status.ShouldBe(HealthStatus.Healthy);
        report.Entries["bookstore.store"].Tags.ShouldBe(["ready"]);
    }

    [Fact]
    public async Task A_store_that_answers_and_has_a_warning_is_degraded()
    {
        var store = Substitute.For<IBookstoreStore>();
        store.Warning.Returns("The log grows.");
        var services = new ServiceCollection().AddLogging().AddSingleton(Substitute.For<IInventoryService>()).AddSingleton(store)
            .AddSingleton(Substitute.For<IBookstoreMaintenance>()).AddSingleton(Substitute.For<IEventConsumers>());
        services.AddHealthChecks().AddBookstoreHealthChecks();
        await using var provider = services.BuildServiceProvider();

        var entry = (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["bookstore.store"];

        (entry.Status, entry.Description).ShouldBe((HealthStatus.Degraded, "The log grows."));
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task A_store_that_does_not_answer_is_not(HealthStatus? configured, HealthStatus expected)
    {
        var inventory = Substitute.For<IInventoryService>();
        inventory.ListBooksAsync(default!, default).ReturnsForAnyArgs(_ => new ValueTask<Page<BookListing>>(Task.FromException<Page<BookListing>>(new IOException("secret path"))));
        var services = new ServiceCollection().AddLogging().AddSingleton(inventory).AddSingleton(Substitute.For<IBookstoreMaintenance>()).AddSingleton(Substitute.For<IEventConsumers>());
        services.AddHealthChecks().AddBookstoreHealthChecks(configured);
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Status.ShouldBe(expected);
        report.Entries["bookstore.store"].Description.ShouldBe("The store does not answer.");
    }

    [Theory]
    [InlineData(null, 5 * 60)]
    [InlineData(90, 90)]
    public async Task Work_that_has_been_due_for_too_long_degrades(int? configured, int expected)
    {
        var maintenance = Substitute.For<IBookstoreMaintenance>();
        var order = Guid.CreateVersion7();
        maintenance.FindOverdueWorkAsync(TimeSpan.FromSeconds(expected), Arg.Any<CancellationToken>()).Returns(new ValueTask<WorkItem?>(new WorkItem
        {
            Id = order,
            Kind = WorkItemKind.Payment,
            State = WorkItemState.Due,
            OrderId = order,
            DueAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
            Attempts = 0,
        }));

        var (report, entry) = await CheckWorkAsync(maintenance, configured);

        (report.Status, entry.Status).ShouldBe((HealthStatus.Degraded, HealthStatus.Degraded));
        entry.Description.ShouldBe($"The payment call of order {order} has been due since 2026-01-02 03:04:05Z: no host makes such calls, or the hosts do not keep up.");
    }

    [Fact]
    public async Task Work_that_is_not_late_is_healthy()
    {
        var (report, entry) = await CheckWorkAsync(Substitute.For<IBookstoreMaintenance>(), null);

        (report.Status, entry.Status).ShouldBe((HealthStatus.Healthy, HealthStatus.Healthy));
    }

    [Fact]
    public async Task Work_that_cannot_be_read_degrades()
    {
        var maintenance = Substitute.For<IBookstoreMaintenance>();
        maintenance.FindOverdueWorkAsync(default, default).ReturnsForAnyArgs(static _ => new ValueTask<WorkItem?>(Task.FromException<WorkItem?>(new IOException("secret path"))));

        var (_, entry) = await CheckWorkAsync(maintenance, null);

        (entry.Status, entry.Description).ShouldBe((HealthStatus.Degraded, "The store does not say which calls are due."));
    }

    [Theory]
    [InlineData(EventConsumerState.Running, "The consumer mail of the event feed is 12 events behind, the first of them 0.00:02:00 old.")]
    [InlineData(EventConsumerState.Idle, "The consumer mail of the event feed is 12 events behind, the first of them 0.00:02:00 old: no host runs it.")]
    [InlineData(EventConsumerState.Paused, "The consumer mail of the event feed has as many parked events as it may, and takes no more.")]
    [InlineData(EventConsumerState.Stopped, "The consumer mail of the event feed has stopped, until it is resumed.")]
    public async Task A_consumer_of_the_feed_that_does_not_keep_up_degrades(EventConsumerState state, string description)
    {
        var consumers = Substitute.For<IEventConsumers>();
        consumers.FindBehindAsync(TimeSpan.FromSeconds(90), Arg.Any<CancellationToken>()).Returns(new ValueTask<EventConsumerStatus?>(new EventConsumerStatus
        {
            Name = "mail",
            State = state,
            Position = 7,
            EventsBehind = 12,
            TimeBehind = TimeSpan.FromMinutes(2),
            Parked = 0,
            LastError = "secret path",
        }));

        var entry = await CheckEventsAsync(consumers);

        (entry.Status, entry.Description).ShouldBe((HealthStatus.Degraded, description));
    }

    [Fact]
    public async Task Consumers_that_keep_up_are_healthy()
    {
        var entry = await CheckEventsAsync(Substitute.For<IEventConsumers>());

        entry.Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Consumers_that_cannot_be_read_degrade()
    {
        var consumers = Substitute.For<IEventConsumers>();
        consumers.FindBehindAsync(default, default).ReturnsForAnyArgs(static _ => new ValueTask<EventConsumerStatus?>(Task.FromException<EventConsumerStatus?>(new IOException("secret path"))));

        var entry = await CheckEventsAsync(consumers);

        (entry.Status, entry.Description).ShouldBe((HealthStatus.Degraded, "The store does not say how far the consumers of the event feed are."));
    }

    [Fact]
    public async Task A_check_without_a_shop_says_what_is_missing()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddBookstoreHealthChecks();
        await using var provider = services.BuildServiceProvider();

        var missing = await Should.ThrowAsync<InvalidOperationException>(() => provider.GetRequiredService<HealthCheckService>().CheckHealthAsync());

        missing.Message.ShouldContain("AddBookstore()");
    }

    [Theory]
    [InlineData("ReadinessTimeout", "2 seconds")]
    [InlineData("ReadinessTimeout", "-00:00:01")]
    [InlineData("MaxWorkDelay", "00:00:00")]
    [InlineData("MaxWorkDelay", "366.00:00:00")]
    [InlineData("MaxEventDelay", "00:00:00")]
    [InlineData("MaxBodySize", "large")]
    public async Task A_slip_in_a_reloaded_configuration_says_nothing_of_the_shops_health(string option, string value)
    {
        await using var shop = await TestShop.StartAsync(services => services.AddHealthChecks().AddBookstoreHealthChecks());
        var checks = shop.App.Services.GetRequiredService<HealthCheckService>();
        (await checks.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);

        Change(shop, option, value);

        var report = await checks.CheckHealthAsync();
        report.Status.ShouldBe(HealthStatus.Healthy, string.Join(' ', report.Entries.Values.Select(static entry => $"{entry.Description} {entry.Exception?.Message}")));
        (await shop.GetAsync("/api/books")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_changed_limit_counts_from_the_next_check_on()
    {
        var maintenance = Substitute.For<IBookstoreMaintenance>();
        await using var shop = await TestShop.StartAsync(services =>
        {
            services.AddSingleton(maintenance);
            services.AddHealthChecks().AddBookstoreHealthChecks();
        });
        var checks = shop.App.Services.GetRequiredService<HealthCheckService>();

        Change(shop, "MaxWorkDelay", "00:02:00");
        await checks.CheckHealthAsync();
        Change(shop, "MaxWorkDelay", "soon");
        await checks.CheckHealthAsync();

        await maintenance.Received(2).FindOverdueWorkAsync(TimeSpan.FromMinutes(2), Arg.Any<CancellationToken>());
    }

    private static async Task<HealthReportEntry> CheckEventsAsync(IEventConsumers consumers)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(Substitute.For<IInventoryService>()).AddSingleton(Substitute.For<IBookstoreMaintenance>()).AddSingleton(consumers);
        services.Configure<BookstoreApiOptions>(static options => options.MaxEventDelay = TimeSpan.FromSeconds(90));
        services.AddHealthChecks().AddBookstoreHealthChecks();
        await using var provider = services.BuildServiceProvider();
        return (await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["bookstore.events"];
    }

    // What is thrown goes to whoever watches the file, and to nobody here.
    private static void Change(TestShop shop, string option, string value)
    {
        shop.App.Configuration[$"Bookstore:{option}"] = value;
        _ = Record.Exception(((IConfigurationRoot)shop.App.Configuration).Reload);
    }

    private static async Task<(HealthReport Report, HealthReportEntry Work)> CheckWorkAsync(IBookstoreMaintenance maintenance, int? seconds)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(Substitute.For<IInventoryService>()).AddSingleton(maintenance).AddSingleton(Substitute.For<IEventConsumers>());
        services.Configure<BookstoreApiOptions>(options => options.MaxWorkDelay = seconds is { } configured ? TimeSpan.FromSeconds(configured) : options.MaxWorkDelay);
        services.AddHealthChecks().AddBookstoreHealthChecks();
        await using var provider = services.BuildServiceProvider();
        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return (report, report.Entries["bookstore.work"]);
    }
}
