using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Bookstore.AspNetCore;

/// <summary>Metadata of all routes of one mapping: which shop they belong to.</summary>
/// <param name="Name">The shop's name, the key of its services; <see langword="null"/> for the shop without a name.</param>
internal sealed record MappedShop(string? Name)
{
    /// <summary>A service of a shop, or <see langword="null"/> where it is not registered.</summary>
    public static T? Find<T>(IServiceProvider services, string? shop)
        where T : class => shop is null ? services.GetService<T>() : services.GetKeyedService<T>(shop);

    /// <summary>A service of a shop.</summary>
    public static T Get<T>(IServiceProvider services, string? shop)
        where T : notnull => shop is null ? services.GetRequiredService<T>() : services.GetRequiredKeyedService<T>(shop);

    /// <summary>Where the log entries of a shop go. The factory of a shop with a name adds it to them.</summary>
    public static ILoggerFactory LoggersOf(IServiceProvider services, string? shop) => Find<ILoggerFactory>(services, shop) ?? services.GetRequiredService<ILoggerFactory>();

    /// <summary>The instruments of a shop, with its name where it has one.</summary>
    public static ApiMetrics MetricsOf(IServiceProvider services, string? shop) => new(services.GetService<IMeterFactory>(), services.GetRequiredService<IOptionsMonitor<BookstoreOptions>>().Get(shop).ShopName);

    /// <summary>The shop of a request's route; <see langword="null"/> also for a route that is not the API's.</summary>
    public static string? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<MappedShop>()?.Name;
}
