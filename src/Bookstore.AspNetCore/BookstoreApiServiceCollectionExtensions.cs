using Bookstore;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the Bookstore REST API to an application.</summary>
public static class BookstoreApiServiceCollectionExtensions
{
    /// <summary>Adds what <c>MapBookstoreApi</c> needs. The shop itself is added with <c>AddBookstore</c>.</summary>
    /// <remarks>
    /// The options are read from the configuration section <c>Bookstore</c> first, then changed by <paramref name="configure"/>.
    /// Nothing of the application's own JSON, problem-details or authentication settings is changed. An application that has authentication or authorization gets the scheme
    /// <see cref="BookstoreAuthentication.ApiKeyScheme"/> and the policies <see cref="BookstorePolicies"/> beside its own.
    /// Where the application has not set <c>SocketTransportOptions.MaxReadBufferSize</c>, it becomes Kestrel's <c>MaxRequestBufferSize</c>, or 64 KiB where that is not set either, in place of a megabyte a connection.
    /// </remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBookstoreApi(this IServiceCollection services, Action<BookstoreApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, null, configure);
    }

    /// <summary>Adds what <c>MapBookstoreApi(prefix, shop)</c> needs for one of several shops. The shop itself is added with <c>AddBookstore(shop)</c>.</summary>
    /// <remarks>
    /// Clients, roles and limits are the shop's own: a key of another shop is unknown to it. The options have the shop's name, and are read from the configuration section <c>Bookstore:Shops:name</c> first, then changed
    /// by <paramref name="configure"/>. The policies <see cref="BookstorePolicies"/> are those of the shop without a name.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddBookstore("paris").UseSqlite("Data Source=paris.db").UseSimulatedPayments();
    /// builder.Services.AddBookstoreApi("paris");
    ///
    /// var app = builder.Build();
    /// app.MapBookstoreApi("/paris", shop: "paris");
    /// </code>
    /// </example>
    /// <param name="services">The application's services.</param>
    /// <param name="shop">The name that <c>AddBookstore</c> is called with.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same services.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static IServiceCollection AddBookstoreApi(this IServiceCollection services, string shop, Action<BookstoreApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(shop);
        return Add(services, shop, configure);
    }

    private static IServiceCollection Add(IServiceCollection services, string? shop, Action<BookstoreApiOptions>? configure)
    {
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<MappingNumbers>();
        services.TryAddSingleton<DescribedShops>();
        services.TryAddSingleton(new ServiceLifetimes(services));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, RefusalPolicy>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DescribedShopsCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<SocketTransportOptions>, ConnectionBuffers>());
        AddClients(services, shop);
        AuthenticationRegistration.AddTo(services);
        var options = services.AddOptions<BookstoreApiOptions>(shop)
            .Configure<IConfiguration>((_, configuration) => ApiConfiguration.Check(configuration, shop))
            .BindConfiguration(BookstoreApiOptions.SectionOf(shop));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }

    private static void AddClients(IServiceCollection services, string? shop) => services.TryAdd(ServiceDescriptor.KeyedSingleton(shop, (provider, _) => new ClientRegistry(
        provider.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>(),
        provider.GetRequiredService<TimeProvider>(),
        MappedShop.LoggersOf(provider, shop).CreateLogger<ClientRegistry>(),
        shop)));
}
