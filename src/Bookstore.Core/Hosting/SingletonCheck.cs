using Microsoft.Extensions.DependencyInjection;

namespace Bookstore;

/// <summary>Checks that what the bookstore keeps for as long as it lives is registered for as long: the gateway and the couriers.</summary>
internal sealed class SingletonCheck(IServiceCollection services)
{
    /// <summary>Throws when a shop's service of a type has a shorter life than the bookstore.</summary>
    /// <param name="service">The type: <see cref="IPaymentGateway"/> or <see cref="ICourier"/>.</param>
    /// <param name="shop">The shop's name, the key of its services; <see langword="null"/> for services without a key.</param>
    public void Registration(Type service, string? shop)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i].ServiceType == service && Equals(services[i].ServiceKey, shop))
            {
                ThrowIfShortLived(service, shop, services[i].Lifetime);
            }
        }
    }

    /// <summary>Throws when a singleton is a factory that hands on an object of a shorter life, such as a typed client.</summary>
    public void Instance(Type service, object instance, string? shop)
    {
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i].ServiceType == instance.GetType() && (!services[i].IsKeyedService || Equals(services[i].ServiceKey, shop)))
            {
                ThrowIfShortLived(service, shop, services[i].Lifetime);
            }
        }
    }

    private static void ThrowIfShortLived(Type service, string? shop, ServiceLifetime lifetime)
    {
        if (lifetime != ServiceLifetime.Singleton)
        {
            var register = shop is null ? $"AddSingleton<{service.Name}, ...>()" : $"AddKeyedSingleton<{service.Name}, ...>(\"{shop}\")";
            throw new InvalidOperationException(
                $"{service.Name} is registered as {lifetime}, but the bookstore uses one for all orders and for as long as it lives. Register it with {register}. "
                + $"In place of AddHttpClient<{service.Name}, ...>() register a named client, and let the {service.Name} call IHttpClientFactory.CreateClient for each call; let it make a scope (IServiceScopeFactory) for what is scoped.");
        }
    }
}
