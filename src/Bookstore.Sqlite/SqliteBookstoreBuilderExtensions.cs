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
    /// <summary>Keeps the shop in a SQLite file. It is made on the first start and migrated on later ones; several processes may share it.</summary>
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
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SqliteStoreOptions>, SqliteStoreOptionsValidator>());
        builder.Services.AddOptions<SqliteStoreOptions>().Configure(configure).ValidateOnStart();
        builder.Services.TryAddSingleton(static services => new SqliteBackup(services.GetRequiredService<IBookstoreStore>() as SqliteStore
            ?? throw new InvalidOperationException("The store of UseSqlite was replaced: SqliteBackup backs up only a store that UseSqlite registered.")));
        return builder.UseStore(static services => new SqliteStore(
            services.GetRequiredService<IOptions<SqliteStoreOptions>>().Value,
            services.GetService<ILogger<SqliteStore>>() ?? NullLogger<SqliteStore>.Instance,
            services.GetService<TimeProvider>()));
    }
}
