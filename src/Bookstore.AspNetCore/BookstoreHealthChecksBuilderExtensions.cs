using Bookstore;
using Bookstore.AspNetCore;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bookstore to the application's own health checks.</summary>
public static class BookstoreHealthChecksBuilderExtensions
{
    /// <summary>The name of the check of the store.</summary>
    public const string StoreCheck = "bookstore.store";

    /// <summary>The name of the check of the calls to payment gateways and couriers.</summary>
    public const string WorkCheck = "bookstore.work";

    /// <summary>The name of the check of the consumers of the event feed.</summary>
    public const string EventsCheck = "bookstore.events";

    /// <summary>
    /// Adds the check <c>bookstore.store</c>, which reads from the store and fails when the store does not answer within <see cref="BookstoreApiOptions.ReadinessTimeout"/> and is degraded while the store works and has a warning, the check <c>bookstore.work</c>, which is
    /// degraded while a call to a payment gateway or courier has been due for longer than <see cref="BookstoreApiOptions.MaxWorkDelay"/>, and the check <c>bookstore.events</c>, which is degraded while a consumer of the
    /// event feed is stopped or paused, or behind by more than <see cref="BookstoreApiOptions.MaxEventDelay"/>.
    /// </summary>
    /// <remarks><c>MapBookstoreHealth</c> asks the store alone on <c>/health/ready</c>, without the application's other checks.</remarks>
    /// <param name="builder">The application's health checks, of <c>AddHealthChecks()</c>.</param>
    /// <param name="failureStatus">The status when the check of the store fails. Default <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags to choose the checks by, such as <c>ready</c>.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddBookstoreHealthChecks(this IHealthChecksBuilder builder, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(builder, null, failureStatus, tags);
    }

    /// <summary>Adds the checks <c>bookstore.store.name</c>, <c>bookstore.work.name</c> and <c>bookstore.events.name</c> of one of several shops, with the shop's options.</summary>
    /// <param name="builder">The application's health checks, of <c>AddHealthChecks()</c>.</param>
    /// <param name="shop">The name that <c>AddBookstore</c> is called with.</param>
    /// <param name="failureStatus">The status when the check of the store fails. Default <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags to choose the checks by, such as <c>ready</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHealthChecksBuilder AddBookstoreHealthChecks(this IHealthChecksBuilder builder, string shop, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(shop);
        return Add(builder, shop, failureStatus, tags);
    }

    private static IHealthChecksBuilder Add(IHealthChecksBuilder builder, string? shop, HealthStatus? failureStatus, IEnumerable<string>? tags)
    {
        var suffix = shop is null ? string.Empty : $".{shop}";
        var limits = new HealthLimits(shop);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Add(new HealthCheckRegistration(
            StoreCheck + suffix,
            services => new MeasuredHealthCheck("store", limits.MetricsOf(services), new StoreHealthCheck(Get<IInventoryService>(services, shop), MappedShop.Find<IBookstoreStore>(services, shop), services.GetRequiredService<TimeProvider>(), limits.Read(OptionsOf(services)))),
            failureStatus,
            tags));
        builder.Add(new HealthCheckRegistration(
            EventsCheck + suffix,
            services => new MeasuredHealthCheck("events", limits.MetricsOf(services), new EventsHealthCheck(Get<IEventConsumers>(services, shop), services.GetRequiredService<TimeProvider>(), limits.Read(OptionsOf(services)))),
            HealthStatus.Degraded,
            tags));
        return builder.Add(new HealthCheckRegistration(
            WorkCheck + suffix,
            services => new MeasuredHealthCheck("work", limits.MetricsOf(services), new WorkHealthCheck(Get<IBookstoreMaintenance>(services, shop), services.GetRequiredService<TimeProvider>(), limits.Read(OptionsOf(services)))),
            HealthStatus.Degraded,
            tags));
    }

    private static IOptionsMonitor<BookstoreApiOptions> OptionsOf(IServiceProvider services) => services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>();

    private static T Get<T>(IServiceProvider services, string? shop)
        where T : class => MappedShop.Find<T>(services, shop)
            ?? throw new InvalidOperationException($"Call services.AddBookstore({(shop is null ? "" : $"\"{shop}\"")}) and choose a store, such as UseSqlite(...), before its health is checked.");
}
