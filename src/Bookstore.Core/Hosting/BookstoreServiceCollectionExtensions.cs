using System.Diagnostics.Metrics;
using Bookstore;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a bookstore to an application.</summary>
public static class BookstoreServiceCollectionExtensions
{
    // Stand in until a store is added, so that a service that needs one first says what is missing.
    private static readonly Func<IServiceProvider, IBookstoreStore> NoStore = static _ =>
        throw new InvalidOperationException("The bookstore has no store. Call UseSqlite, UsePostgreSql or UseInMemoryStore on what AddBookstore returns.");

    private static readonly Func<IServiceProvider, object?, IBookstoreStore> NoStoreOfShop = static (_, shop) =>
        throw new InvalidOperationException($"The bookstore '{shop}' has no store. Call UseSqlite, UsePostgreSql or UseInMemoryStore on what AddBookstore(\"{shop}\") returns.");

    /// <summary>Adds the services of a bookstore: inventory, sales, delivery, the order workflow, and their background work.</summary>
    /// <remarks>
    /// The options are read from the section <c>Bookstore</c> of the application's configuration first, if it has one, then changed by <paramref name="configure"/>.
    /// A store has to be added to the returned builder: <c>UseSqlite</c>, <c>UsePostgreSql</c> or <c>UseInMemoryStore</c>. So has a payment gateway: register an
    /// <see cref="IPaymentGateway"/> of your own, before or after this call, or call <c>UseSimulatedPayments</c>, which makes no real charges. Of several gateways, each with a
    /// name of its own, the one that was registered last authorizes new orders; every order is settled by the one that authorized it. A courier is registered the same way: an
    /// <see cref="ICourier"/> of your own, or <c>UseLocalCourier</c>. A <see cref="TimeProvider"/> of your own may be registered as well. With a generic host the background work runs by itself; without one, call
    /// <see cref="IBookstoreMaintenance.RunOnceAsync"/> every few seconds. Further shops of the same process are added with a name.
    /// Dispose the service provider with <c>await using</c>, so that what waits is committed.
    /// </remarks>
    /// <example>
    /// <code>
    /// services.AddBookstore(options =&gt; options.MaxOrdersInFlight = 500)
    ///     .UseSqlite("Data Source=bookstore.db")
    ///     .UseSimulatedPayments();
    /// </code>
    /// </example>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>A builder to add a store to.</returns>
    public static IBookstoreBuilder AddBookstore(this IServiceCollection services, Action<BookstoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ShopNames.Of(services).AddUnnamed();
        services.TryAddSingleton(NoStore);
        return Add(services, null, configure);
    }

    /// <summary>Adds the services of a bookstore under a name, for a process with several shops. Each has a store, gateways, couriers, options and background work of its own.</summary>
    /// <remarks>
    /// All services are keyed by the name: resolve them with <c>GetRequiredKeyedService&lt;IOrderWorkflow&gt;("paris")</c> or <c>[FromKeyedServices("paris")]</c>. The options have the same name, and are read from the
    /// section <c>Bookstore:Shops:paris</c> of the application's configuration first; nothing is taken from <c>Bookstore</c> itself. Metrics have the name as the tag <c>shop</c>, log entries as the scope <c>Shop</c>.
    /// A payment gateway and couriers are added with <c>UseGateway</c>, <c>UseCourier</c> and the like, or registered with the key: those without a key belong to the shop without a name.
    /// The clock is the application's. When the store of one of several shops is away for now, the host starts for the others; see <see cref="BookstoreStoreException.IsTransient"/>.
    /// </remarks>
    /// <example>
    /// <code>
    /// services.AddBookstore("paris").UseSqlite("Data Source=paris.db").UseSimulatedPayments();
    /// services.AddBookstore("rome").UseSqlite("Data Source=rome.db").UseSimulatedPayments();
    /// </code>
    /// </example>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name: 1 to 50 ASCII letters, digits, <c>-</c>, <c>_</c> and <c>.</c>, with a letter or a digit first. Upper and lower case do not make two names.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>A builder to add a store to.</returns>
    /// <exception cref="ArgumentException">The name is not allowed.</exception>
    /// <exception cref="InvalidOperationException">A shop of this name was added already.</exception>
    public static IBookstoreBuilder AddBookstore(this IServiceCollection services, string name, Action<BookstoreOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ShopNames.Of(services).Add(name);
        services.TryAddKeyedSingleton(name, NoStoreOfShop);
        services.TryAddKeyedSingleton<ILoggerFactory>(name, static (provider, key) => new ShopLoggerFactory(provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance, (string)key!));
        return Add(services, name, configure);
    }

    /// <summary>Adds a payment gateway to the shop.</summary>
    /// <remarks>Of several, each with a name of its own, the one that was added last authorizes new orders; every order is settled by the one that authorized it.</remarks>
    /// <param name="builder">The bookstore.</param>
    /// <param name="create">Makes the gateway, once; it is disposed with the service provider.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder UseGateway(this IBookstoreBuilder builder, Func<IServiceProvider, IPaymentGateway> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddKeyedSingleton(builder.Name, (provider, _) => create(provider));
        return builder;
    }

    /// <summary>Adds a courier to the shop.</summary>
    /// <param name="builder">The bookstore.</param>
    /// <param name="create">Makes the courier, once; it is disposed with the service provider.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder UseCourier(this IBookstoreBuilder builder, Func<IServiceProvider, ICourier> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddKeyedSingleton(builder.Name, (provider, _) => create(provider));
        return builder;
    }

    /// <summary>Adds a sender of notifications to the shop, such as a payment service that is not one of the packages.</summary>
    /// <param name="builder">The bookstore.</param>
    /// <param name="create">Makes the source, once; it is disposed with the service provider.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder AddNotificationSource(this IBookstoreBuilder builder, Func<IServiceProvider, INotificationSource> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        builder.Services.AddKeyedSingleton(builder.Name, (provider, _) => create(provider));
        return builder;
    }

    /// <summary>Adds the courier <c>local</c>, the shop's own bicycle: it books at once without any call to the outside.</summary>
    /// <remarks>It gives way to an <see cref="ICourier"/> of your own of that name. Without a courier no delivery can be scheduled.</remarks>
    /// <param name="builder">The bookstore.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder UseLocalCourier(this IBookstoreBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.KeyedSingleton<ICourier, LocalCourier>(builder.Name));
        return builder;
    }

    /// <summary>Keeps everything in memory, for tests and demos: nothing survives the process.</summary>
    /// <param name="builder">The bookstore.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The bookstore has a store already.</exception>
    public static IBookstoreBuilder UseInMemoryStore(this IBookstoreBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseStore(static provider => new InMemoryStore(provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Uses a store of one's own.</summary>
    /// <param name="builder">The bookstore.</param>
    /// <param name="create">Makes the store; it is disposed with the service provider.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The bookstore has a store already.</exception>
    public static IBookstoreBuilder UseStore(this IBookstoreBuilder builder, Func<IServiceProvider, IBookstoreStore> create)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(create);
        foreach (var service in builder.Services)
        {
            if (service.ServiceType == typeof(IBookstoreStore) && Equals(service.ServiceKey, builder.Name) && !IsNoStore(service))
            {
                var shop = builder.Name is null ? "The bookstore" : $"The bookstore '{builder.Name}'";
                throw new InvalidOperationException($"{shop} has a store already. Call one of UseSqlite, UsePostgreSql, UseInMemoryStore and UseStore, once. For a second shop call AddBookstore with its name.");
            }
        }

        builder.Services.Replace(ServiceDescriptor.KeyedSingleton(builder.Name, (provider, _) => create(provider)));
        return builder;
    }

    private static BookstoreBuilder Add(IServiceCollection services, string? name, Action<BookstoreOptions>? configure)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<BookstoreOptions>, BookstoreConfiguration>(
            static p => new BookstoreConfiguration(p.GetService<IConfiguration>())));
        var options = services.AddOptions<BookstoreOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        options.PostConfigure<IServiceProvider>(static (shop, provider) => shop.WritePath.UseMeters(provider.GetService<IMeterFactory>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BookstoreOptions>, BookstoreOptionsValidator>());
        services.TryAddSingleton(new SingletonCheck(services));
        services.TryAddSingleton(TimeProvider.System);
        new ShopRegistration(services, name).AddAll();
        return new BookstoreBuilder(services, name);
    }

    private static bool IsNoStore(ServiceDescriptor service) =>
        service.IsKeyedService ? service.KeyedImplementationFactory == NoStoreOfShop : service.ImplementationFactory == NoStore;
}
