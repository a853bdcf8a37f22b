using Bookstore;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a bookstore to an application.</summary>
public static class BookstoreServiceCollectionExtensions
{
    // Stands in until a store is added, so that whoever needs one first says what is missing.
    private static readonly Func<IServiceProvider, IBookstoreStore> NoStore = static _ =>
        throw new InvalidOperationException("The bookstore has no store. Call UseSqlite, UsePostgreSql or UseInMemoryStore on what AddBookstore returns.");

    /// <summary>Adds the services of a bookstore: inventory, sales, delivery, the order workflow, and their background work.</summary>
    /// <remarks>
    /// The options are read from the section <c>Bookstore</c> of the application's configuration first, if it has one, then changed by <paramref name="configure"/>.
    /// A store has to be added to the returned builder: <c>UseSqlite</c>, <c>UsePostgreSql</c> or <c>UseInMemoryStore</c>. So has a payment gateway: register an
    /// <see cref="IPaymentGateway"/> of your own, before or after this call, or call <c>UseSimulatedPayments</c>, which makes no real charges. Of several gateways, each with a
    /// name of its own, the one that was registered last authorizes new orders; every order is settled by the one that authorized it. A courier is registered the same way: an
    /// <see cref="ICourier"/> of your own, or <c>UseLocalCourier</c>. A <see cref="TimeProvider"/> of your own may be registered as well. With a generic host the background work runs by itself; without one, call
    /// <see cref="IBookstoreMaintenance.RunOnceAsync"/> every few seconds.
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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigureOptions<BookstoreOptions>, BookstoreConfiguration>(
            static p => new BookstoreConfiguration(p.GetService<IConfiguration>())));
        var options = services.AddOptions<BookstoreOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BookstoreOptions>, BookstoreOptionsValidator>());
        services.TryAddSingleton(NoStore);
        services.TryAddSingleton(new SingletonCheck(services));
        services.TryAddSingleton(TimeProvider.System);
        AddWritePath(services);
        AddFeatures(services);
        AddBackgroundWork(services);
        return new BookstoreBuilder(services);
    }

    /// <summary>Adds the courier <c>local</c>, the shop's own bicycle: it books at once without any call to the outside.</summary>
    /// <remarks>It gives way to an <see cref="ICourier"/> of your own of that name. Without a courier no delivery can be scheduled.</remarks>
    /// <param name="builder">The bookstore.</param>
    /// <returns>The same builder.</returns>
    public static IBookstoreBuilder UseLocalCourier(this IBookstoreBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<ICourier, LocalCourier>());
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
            if (service.ServiceType == typeof(IBookstoreStore) && service.ImplementationFactory != NoStore)
            {
                throw new InvalidOperationException("The bookstore has a store already. Call one of UseSqlite, UsePostgreSql, UseInMemoryStore and UseStore, once.");
            }
        }

        builder.Services.Replace(ServiceDescriptor.Singleton(create));
        return builder;
    }

    private static void AddWritePath(IServiceCollection services)
    {
        services.TryAddSingleton<HostIdentity>();
        services.TryAddSingleton<TimeOrderedIds>();
        services.TryAddSingleton<QueueMeter>();
        services.TryAddSingleton(static p => new StoreClock(Get<IBookstoreStore>(p), Get<TimeOrderedIds>(p), Get<TimeProvider>(p), LoggerOf<StoreClock>(p), Get<IOptions<BookstoreOptions>>(p).Value.WritePath.ContinuesInline));
        services.TryAddSingleton(static provider =>
        {
            DocumentKinds.RequireDistinct(provider.GetServices<DocumentKind>());
            var options = provider.GetRequiredService<IOptions<BookstoreOptions>>().Value;
            var commit = new GroupCommit(
                provider.GetRequiredService<IBookstoreStore>(),
                options.WritePath,
                provider.GetRequiredService<StoreClock>(),
                LoggerOf<GroupCommit>(provider));
            Get<QueueMeter>(provider).Watch(commit, options.ShopName);
            return commit;
        });
    }

    private static void AddFeatures(IServiceCollection services)
    {
        services.TryAddSingleton<IInventoryService, InventoryService>();
        services.TryAddSingleton<ISalesService, SalesService>();
        services.TryAddSingleton<IDeliveryService, DeliveryService>();
        services.TryAddSingleton(static p => new GuardedGateway(Get<PaymentGateways>(p), Get<IOptions<BookstoreOptions>>(p), Get<TimeProvider>(p), LoggerOf<GuardedGateway>(p)));
        services.TryAddSingleton(static p => new PaymentGateways(GatewaysOf(p), Get<IOptions<BookstoreOptions>>(p)));
        services.TryAddSingleton<OrderProgress>();
        services.TryAddSingleton<CustomerLimits>();
        services.TryAddSingleton<IOrderWorkflow>(static p => new OrderWorkflow(
            Get<IBookstoreStore>(p), Get<GroupCommit>(p), Get<OrderProgress>(p), Get<PaymentSettlement>(p), Get<HostIdentity>(p), Get<TimeOrderedIds>(p), Get<CustomerLimits>(p), Get<IOptions<BookstoreOptions>>(p), Get<StoreClock>(p), LoggerOf<OrderWorkflow>(p)));
        services.TryAddSingleton<IBookstoreAudit>(static p => new BookstoreAudit(
            new AuditWalk(Get<IBookstoreStore>(p), Get<PaymentGateways>(p), Get<IOptions<BookstoreOptions>>(p).Value.GatewayTimeout, Get<TimeProvider>(p)),
            new AuditRuns(Get<IBookstoreStore>(p), Get<GroupCommit>(p), Get<StoreClock>(p), Get<IOptions<BookstoreOptions>>(p).Value.AuditRunRetention)));
        services.AddDocumentKind(AuditRuns.Documents);
    }

    // Made here, so that an application without logging has them as well.
    private static void AddBackgroundWork(IServiceCollection services)
    {
        if (services.Any(static service => service.ServiceType == typeof(Maintenance)))
        {
            return;
        }

        services.AddSingleton(static p => new WorkContext(Get<IBookstoreStore>(p), Get<HostIdentity>(p), Get<IOptions<BookstoreOptions>>(p).Value, Get<StoreClock>(p)));
        services.AddSingleton(static p => new OrderRecovery(Get<WorkContext>(p), Get<GroupCommit>(p), Get<OrderProgress>(p), LoggerOf<OrderRecovery>(p)));
        services.AddSingleton(static p => new PaymentSettlement(Get<WorkContext>(p), Get<GroupCommit>(p), Get<GuardedGateway>(p), LoggerOf<PaymentSettlement>(p)));
        services.AddSingleton(static p => new CourierBooking(Get<WorkContext>(p), Get<GroupCommit>(p), CouriersOf(p), LoggerOf<CourierBooking>(p)));
        services.AddSingleton(static p => new Housekeeping(Get<WorkContext>(p), Get<GroupCommit>(p), p.GetServices<DocumentKind>(), LoggerOf<Housekeeping>(p)));
        services.AddSingleton(static p => new SearchIndexing(Get<WorkContext>(p), Get<GroupCommit>(p), LoggerOf<SearchIndexing>(p)));
        services.AddSingleton(static p => new Maintenance(
            Get<OrderRecovery>(p), Get<PaymentSettlement>(p), Get<CourierBooking>(p), Get<Housekeeping>(p), Get<SearchIndexing>(p), Get<WorkContext>(p), LoggerOf<Maintenance>(p)));
        services.AddSingleton<IBookstoreMaintenance>(Get<Maintenance>);
        services.AddSingleton<IHostedService>(static p => new StoreStartup(Get<IBookstoreStore>(p), Get<StoreClock>(p), Get<PaymentGateways>(p), Get<IOptions<BookstoreOptions>>(p).Value.BackgroundWork));
        services.AddSingleton<IHostedService>(Get<Maintenance>);
    }

    // An application without logging gets none; registering a logger here would take the place of the application's own.
    private static ILogger<T> LoggerOf<T>(IServiceProvider provider) => provider.GetService<ILogger<T>>() ?? NullLogger<T>.Instance;

    private static IPaymentGateway[] GatewaysOf(IServiceProvider provider) => SingletonsOf<IPaymentGateway>(provider);

    private static ICourier[] CouriersOf(IServiceProvider provider) => SingletonsOf<ICourier>(provider);

    private static T[] SingletonsOf<T>(IServiceProvider provider)
        where T : class
    {
        var check = Get<SingletonCheck>(provider);
        check.Registration(typeof(T));
        var services = provider.GetServices<T>().ToArray();
        Array.ForEach(services, service => check.Instance(typeof(T), service));
        return services;
    }

    private static T Get<T>(IServiceProvider provider)
        where T : notnull => provider.GetRequiredService<T>();
}
