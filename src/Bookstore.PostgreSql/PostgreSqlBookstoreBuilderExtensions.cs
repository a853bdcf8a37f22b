using Bookstore;
using Bookstore.PostgreSql;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the PostgreSQL store.</summary>
public static class PostgreSqlBookstoreBuilderExtensions
{
    /// <summary>Keeps the shop in a PostgreSQL database, which several hosts may share. Its tables are made on the first start and migrated on later ones. Several shops of one database need a <see cref="PostgreSqlStoreOptions.Schema"/> each.</summary>
    /// <example>
    /// <code>
    /// services.AddBookstore()
    ///     .UsePostgreSql("Host=db1,db2;Database=shop;Username=shop;Password=...")
    ///     .UseSimulatedPayments();
    /// </code>
    /// </example>
    /// <param name="builder">The bookstore.</param>
    /// <param name="connectionString">The connection string, such as <c>Host=db1,db2;Database=shop;Username=shop;Password=...</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The bookstore has a store already.</exception>
    /// <exception cref="ArgumentException">The connection string is empty.</exception>
    /// <remarks>The other parts of the connection string are checked when the host starts, with an <see cref="OptionsValidationException"/>.</remarks>
    public static IBookstoreBuilder UsePostgreSql(this IBookstoreBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new ArgumentException("UsePostgreSql was called without a connection string. Pass one such as Host=localhost;Database=shop;Username=shop;Password=..., or set the one in the configuration that it is read from.", nameof(connectionString));
        }

        return builder.UsePostgreSql(options => options.ConnectionString = connectionString);
    }

    /// <summary>Keeps the shop in a PostgreSQL database, which several hosts may share. Its tables are made on the first start and migrated on later ones.</summary>
    /// <param name="builder">The bookstore.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">The bookstore has a store already.</exception>
    public static IBookstoreBuilder UsePostgreSql(this IBookstoreBuilder builder, Action<PostgreSqlStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var shop = builder.Name;
        builder.UseStore(services => Open(services, shop));
        builder.Services.TryAddSingleton<ShopSchemas>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PostgreSqlStoreOptions>, PostgreSqlStoreOptionsValidator>());
        builder.Services.AddOptions<PostgreSqlStoreOptions>(shop).Configure(configure).ValidateOnStart();
        return builder;
    }

    private static PostgreSqlStore Open(IServiceProvider services, string? shop)
    {
        var options = services.GetRequiredService<IOptionsMonitor<PostgreSqlStoreOptions>>().Get(shop);
        var shops = services.GetRequiredService<ShopSchemas>().Claim(options, shop);
        var loggers = (shop is null ? services.GetService<ILoggerFactory>() : services.GetKeyedService<ILoggerFactory>(shop)) ?? NullLoggerFactory.Instance;
        if (shops == 2)
        {
            SharedThreads.Check(options, loggers.CreateLogger<PostgreSqlStore>());
        }

        return new PostgreSqlStore(options, loggers, services.GetRequiredService<TimeProvider>());
    }
}
