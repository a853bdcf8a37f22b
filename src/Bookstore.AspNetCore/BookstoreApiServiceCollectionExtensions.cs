using Bookstore;
using Bookstore.AspNetCore;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the Bookstore REST API to an application.</summary>
public static class BookstoreApiServiceCollectionExtensions
{
    /// <summary>Adds what <c>MapBookstoreApi</c> needs. The shop itself is added with <c>AddBookstore</c>.</summary>
    /// <remarks>
    /// The options are read from the configuration section <c>Bookstore</c> first, then changed by <paramref name="configure"/>.
    /// Nothing of the application's own JSON, problem-details or authentication settings is changed. An application that has authentication or authorization gets the scheme
    /// <see cref="BookstoreAuthentication.ApiKeyScheme"/> and the policies <see cref="BookstorePolicies"/> beside its own.
    /// </remarks>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes the options.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddBookstoreApi(this IServiceCollection services, Action<BookstoreApiOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddRouting();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ClientRegistry>();
        services.TryAddSingleton<MappingNumbers>();
        AuthenticationRegistration.AddTo(services);
        var options = services.AddOptions<BookstoreApiOptions>().BindConfiguration(BookstoreApiOptions.SectionName);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        return services;
    }
}
