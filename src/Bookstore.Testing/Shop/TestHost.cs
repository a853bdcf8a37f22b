using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Testing;

/// <summary>One host of a test shop: everything that is gone with its process.</summary>
internal sealed class TestHost(ServiceProvider services, HostLifetime life)
{
    public ServiceProvider Services => services;

    public HostLifetime Life => life;

    public static TestHost Start(TestShopOptions options, IServiceCollection outside, IBookstoreStore? shared)
    {
        var life = new HostLifetime();
        IServiceCollection services = new ServiceCollection();
        foreach (var service in outside)
        {
            services.Add(service);
        }

        options.Services?.Invoke(services);
        PreferOwnGateway(services);
        var builder = services.AddBookstore(bookstore =>
        {
            // Nothing is captured in the background here, and time may stand still.
            bookstore.DispatchWait = TimeSpan.Zero;
            options.Bookstore?.Invoke(bookstore);
        });
        if (options.Store is { } addStore)
        {
            addStore(builder);
        }
        else
        {
            builder.UseStore(_ => shared!);
        }

        Decorate<IBookstoreStore>(services, store => new CrashableStore(store, life, isShared: options.Store is null));
        Decorate<IPaymentGateway>(services, gateway => new CrashableGateway(gateway, life));
        Decorate<ICourier>(services, courier => new CrashableCourier(courier, life));

        // A store that other hosts may use counts what passes from here on.
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<IBookstoreStore>();
        return new TestHost(provider, life);
    }

    /// <summary>Kills the host: its pending work never continues, and only what is outside of it remains.</summary>
    public async ValueTask KillAsync()
    {
        life.End();

        // Its write path would wait for commits that never end, so its services are dropped; its store closes, as its files would.
        await services.GetRequiredService<IBookstoreStore>().DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Ends the host as a program that ends: what waits is committed first. A dead one is only dropped.</summary>
    public async ValueTask StopAsync()
    {
        if (life.IsOver)
        {
            await KillAsync().ConfigureAwait(false);
        }
        else
        {
            await services.DisposeAsync().ConfigureAwait(false);
            life.End();
        }
    }

    // The scripted one is the first: a gateway of the test's own takes its place.
    private static void PreferOwnGateway(IServiceCollection services)
    {
        var gateways = services.Where(static service => service.ServiceType == typeof(IPaymentGateway) && !service.IsKeyedService).ToList();
        if (gateways.Count > 1)
        {
            services.Remove(gateways[0]);
        }
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, T> decorate)
        where T : class
    {
        for (var i = 0; i < services.Count; i++)
        {
            var service = services[i];
            if (service.ServiceType == typeof(T) && !service.IsKeyedService && !IsBuiltInCourier(service))
            {
                services[i] = new ServiceDescriptor(typeof(T), provider => decorate((T)Make(provider, service)), ServiceLifetime.Singleton);
            }
        }
    }

    // It gives way to another courier of its name, by its type.
    private static bool IsBuiltInCourier(ServiceDescriptor service) => service.ImplementationType?.Assembly == typeof(ICourier).Assembly;

    private static object Make(IServiceProvider provider, ServiceDescriptor service) =>
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!);
}
