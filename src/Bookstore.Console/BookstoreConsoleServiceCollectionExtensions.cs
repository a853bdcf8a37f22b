using Bookstore;
using Bookstore.Operating;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the console to an application.</summary>
public static class BookstoreConsoleServiceCollectionExtensions
{
    /// <summary>Adds what <c>MapBookstoreConsole</c> needs: antiforgery and data protection of the application. The shop is added with <c>AddBookstore</c>, its clients with <c>AddBookstoreApi</c>.</summary>
    /// <remarks>Hosts that share a shop must share their data protection keys: a sign-in on one of them is valid on the others then.</remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddBookstore().UseSqlite("Data Source=bookstore.db").UseSimulatedPayments();
    /// builder.Services.AddBookstoreApi();
    /// builder.Services.AddBookstoreConsole();
    ///
    /// var app = builder.Build();
    /// app.MapBookstoreConsole("/console");
    /// await app.RunAsync();
    /// </code>
    /// </example>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options, after the configuration section <c>Bookstore:Console</c> was read.</param>
    /// <param name="shop">The shop, of several: the name that <c>AddBookstore</c> is called with. Default <see langword="null"/>: the shop without a name.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBookstoreConsole(this IServiceCollection services, Action<BookstoreConsoleOptions>? configure = null, string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.AddDataProtection();
        services.AddAntiforgery();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ConsoleAdded>();
        var options = services.AddOptions<BookstoreConsoleOptions>(shop ?? Options.Options.DefaultName).BindConfiguration(BookstoreConsoleOptions.SectionOf(shop));
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }
}
