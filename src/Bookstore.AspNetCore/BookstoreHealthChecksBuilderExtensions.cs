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
        builder.Services.TryAddSingleton(TimeProvider.System);
        return builder.Add(new HealthCheckRegistration(
            StoreCheck,
            static services => new StoreHealthCheck(
                services.GetService<IInventoryService>() ?? throw new InvalidOperationException("Call services.AddBookstore() and choose a store, such as UseSqlite(...), before its health is checked."),
                services.GetRequiredService<TimeProvider>(),
                services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>()),
            failureStatus,
            tags));
    }
}
