using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.AspNetCore;

/// <summary>The shop's services for the handlers of one mapping. A request that needs singletons alone makes no scope. Thread-safe.</summary>
/// <param name="application">The application's services.</param>
/// <param name="shop">The shop's name, the key of its services; <see langword="null"/> for the shop without a name.</param>
internal sealed class ApiServices(IServiceProvider application, string? shop)
{
    private readonly ServiceLifetimes? _lifetimes = application.GetService<ServiceLifetimes>();

    // null: of each request's own scope.
    private readonly ConcurrentDictionary<Type, object?> _singletons = new();

    /// <summary>Returns a service. A request that has a scope already, or services that a middleware has set, gets it from there.</summary>
    public T Get<T>(HttpContext context)
        where T : notnull
    {
        var hasOwn = context.Features[typeof(IServiceProvidersFeature)] is not null;
        return !hasOwn && Singleton<T>() is { } known ? (T)known : MappedShop.Get<T>(context.RequestServices, shop);
    }

    private object? Singleton<T>()
        where T : notnull
    {
        if (_singletons.TryGetValue(typeof(T), out var known))
        {
            return known;
        }

        object? found = _lifetimes?.IsSingleton(typeof(T), shop) == true ? MappedShop.Get<T>(application, shop) : null;
        return _singletons.GetOrAdd(typeof(T), found);
    }
}

/// <summary>How long the application's services live. Read once the application is built.</summary>
internal sealed class ServiceLifetimes(IServiceCollection services)
{
    /// <summary>Whether the registration that counts, which is the last one, is that of a singleton.</summary>
    public bool IsSingleton(Type service, string? key)
    {
        for (var i = services.Count - 1; i >= 0; i--)
        {
            if (services[i].ServiceType == service && Equals(services[i].ServiceKey, key))
            {
                return services[i].Lifetime == ServiceLifetime.Singleton;
            }
        }

        return false;
    }
}
