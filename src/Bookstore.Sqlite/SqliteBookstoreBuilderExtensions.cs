using System.Diagnostics.Metrics;
using Bookstore;
using Bookstore.Sqlite;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the embedded SQLite store.</summary>
public static class SqliteBookstoreBuilderExtensions
{
    /// <summary>Keeps the shop in a SQLite file. It is made on the first start and migrated on later ones; several processes may share it, two shops of one process may not.</summary>
    /// <example>
    /// <code>
    /// services.AddBookstore().UseSqlite("Data Source=bookstore.db").UseSimulatedPayments();
    /// </code>
    /// </example>
    /// <param name="builder">The bookstore.</param>
    /// <param name="connectionString">The connection string, such as <c>Data Source=bookstore.db</c>.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">A store is registered already.</exception>
    /// <exception cref="ArgumentException">The connection string is empty.</exception>
    /// <remarks>The other parts of the connection string are checked when the store is first used, with an <see cref="OptionsValidationException"/>.</remarks>
    public static IBookstoreBuilder UseSqlite(this IBookstoreBuilder builder, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            throw new ArgumentException("UseSqlite was called without a connection string. Pass one such as Data Source=bookstore.db, or set the one in the configuration that it is read from.", nameof(connectionString));
        }

        return builder.UseSqlite(options => options.ConnectionString = connectionString);
    }

    /// <summary>Keeps the shop in a SQLite file. It is made on the first start and migrated on later ones; several processes may share it.</summary>
    /// <param name="builder">The bookstore.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="InvalidOperationException">A store is registered already.</exception>
    public static IBookstoreBuilder UseSqlite(this IBookstoreBuilder builder, Action<SqliteStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var shop = builder.Name;
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
        builder.Services.AddOptions<SqliteStoreOptions>(shop).Configure(configure).ValidateOnStart();
        builder.Services.TryAddSingleton<ShopFiles>();
        builder.Services.TryAdd(ServiceDescriptor.KeyedSingleton(shop, static (services, key) => new SqliteBackup(StoreOf(services, key) as SqliteStore
            ?? throw new InvalidOperationException("The store of UseSqlite was replaced: SqliteBackup backs up only a store that UseSqlite registered."))));
        return builder.UseStore(services => Open(services, shop));
    }

    private static SqliteStore Open(IServiceProvider services, string? shop)
    {
        var options = services.GetRequiredService<IOptionsMonitor<SqliteStoreOptions>>().Get(shop);
        services.GetRequiredService<ShopFiles>().Claim(DatabaseFile.Parse(options.ConnectionString), shop);
        var loggers = shop is null ? services.GetService<ILoggerFactory>() : services.GetKeyedService<ILoggerFactory>(shop);
        return new SqliteStore(
            options,
            (loggers ?? NullLoggerFactory.Instance).CreateLogger<SqliteStore>(),
            services.GetService<TimeProvider>(),
            services.GetRequiredService<IOptionsMonitor<BookstoreOptions>>().Get(shop).ShopName,
            services.GetService<IMeterFactory>());
    }

    private static IBookstoreStore StoreOf(IServiceProvider services, object? key) =>
        key is null ? services.GetRequiredService<IBookstoreStore>() : services.GetRequiredKeyedService<IBookstoreStore>(key);
}
