using Bookstore;
using Bookstore.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the bookstore to the application's own health checks.</summary>
public static class BookstoreHealthChecksBuilderExtensions
{
    /// <summary>The name of the check of the store.</summary>
    public const string StoreCheck = "bookstore.store";

    /// <summary>Adds the check <c>bookstore.store</c>: it reads from the store, and fails when the store does not answer within <see cref="BookstoreApiOptions.ReadinessTimeout"/>.</summary>
    /// <remarks><c>MapBookstoreHealth</c> asks the same on <c>/health/ready</c>, without the application's other checks.</remarks>
    /// <param name="builder">The application's health checks, of <c>AddHealthChecks()</c>.</param>
    /// <param name="failureStatus">The status when the check fails. Default <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags to choose the check by, such as <c>ready</c>.</param>
    /// <returns>The same builder.</returns>
    public static IHealthChecksBuilder AddBookstoreHealthChecks(this IHealthChecksBuilder builder, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return Add(builder, StoreCheck, null, failureStatus, tags);
    }

    /// <summary>Adds the check <c>bookstore.store.name</c> of one of several shops: it reads from the shop's store, and fails when the store does not answer within the shop's <see cref="BookstoreApiOptions.ReadinessTimeout"/>.</summary>
    /// <param name="builder">The application's health checks, of <c>AddHealthChecks()</c>.</param>
    /// <param name="shop">The name that <c>AddBookstore</c> is called with.</param>
    /// <param name="failureStatus">The status when the check fails. Default <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">The tags to choose the check by, such as <c>ready</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IHealthChecksBuilder AddBookstoreHealthChecks(this IHealthChecksBuilder builder, string shop, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(shop);
        return Add(builder, $"{StoreCheck}.{shop}", shop, failureStatus, tags);
    }

    private static IHealthChecksBuilder Add(IHealthChecksBuilder builder, string name, string? shop, HealthStatus? failureStatus, IEnumerable<string>? tags)
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new StoreHealthCheck(
                MappedShop.Find<IInventoryService>(services, shop)
                    ?? throw new InvalidOperationException($"Call services.AddBookstore({(shop is null ? "" : $"\"{shop}\"")}) and choose a store, such as UseSqlite(...), before its health is checked."),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>(),
                shop),
            failureStatus,
            tags));
    }
}
