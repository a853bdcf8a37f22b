using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using Bookstore.Client;
using Bookstore.Client.Diagnostics;
using Bookstore.Client.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Refit;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds clients of the Bookstore REST API to an application.</summary>
public static class BookstoreClientServiceCollectionExtensions
{
    private const string ClientName = "Bookstore.Client";

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(2);

    /// <summary>Adds <see cref="BookstoreClient"/> and <see cref="IBookstoreApi"/> as singletons.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the address and the API key, and what else is to differ. Called again when the application's <see cref="IConfiguration"/> is reloaded.</param>
    /// <returns>The builder of the HTTP client below. A primary handler that is set on it must not follow redirects.</returns>
    /// <exception cref="InvalidOperationException">The client was added already.</exception>
    public static IHttpClientBuilder AddBookstoreClient(this IServiceCollection services, Action<BookstoreClientOptions> configure) =>
        Add(services, Options.Options.DefaultName, ClientName, configure);

    /// <summary>Adds <see cref="BookstoreClient"/> and <see cref="IBookstoreApi"/> as singletons, with the options of a section of the configuration.</summary>
    /// <remarks>A reload of the configuration rotates the API key. The address, the prefix and the resilience settings are read once.</remarks>
    /// <example>
    /// <code>
    /// services.AddBookstoreClient(configuration.GetSection("Bookstore:Client"));
    /// </code>
    /// </example>
    /// <param name="services">The application's services.</param>
    /// <param name="section">The section, with members named as those of <see cref="BookstoreClientOptions"/>.</param>
    /// <returns>The builder of the HTTP client below. A primary handler that is set on it must not follow redirects.</returns>
    /// <exception cref="InvalidOperationException">The client was added already.</exception>
    public static IHttpClientBuilder AddBookstoreClient(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, Options.Options.DefaultName, ClientName, options => section.Bind(options), section);
    }

    /// <summary>Adds a <see cref="BookstoreClient"/> and an <see cref="IBookstoreApi"/> as keyed singletons, for a program that talks to several stores.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name of the store: the key of the services, and of its <see cref="BookstoreClientOptions"/>.</param>
    /// <param name="configure">Sets the address and the API key, and what else is to differ. Called again when the application's <see cref="IConfiguration"/> is reloaded.</param>
    /// <returns>The builder of the HTTP client below. A primary handler that is set on it must not follow redirects.</returns>
    /// <exception cref="InvalidOperationException">A client of that name was added already.</exception>
    public static IHttpClientBuilder AddBookstoreClient(this IServiceCollection services, string name, Action<BookstoreClientOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(services, name, $"{ClientName}.{name}", configure);
    }

    /// <summary>Adds a <see cref="BookstoreClient"/> and an <see cref="IBookstoreApi"/> as keyed singletons, with the options of a section of the configuration.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name of the store: the key of the services, and of its <see cref="BookstoreClientOptions"/>.</param>
    /// <param name="section">The section, with members named as those of <see cref="BookstoreClientOptions"/>.</param>
    /// <returns>The builder of the HTTP client below. A primary handler that is set on it must not follow redirects.</returns>
    /// <exception cref="InvalidOperationException">A client of that name was added already.</exception>
    public static IHttpClientBuilder AddBookstoreClient(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(section);
        return Add(services, name, $"{ClientName}.{name}", options => section.Bind(options), section);
    }

    private static IHttpClientBuilder Add(IServiceCollection services, string name, string httpName, Action<BookstoreClientOptions> configure, IConfiguration? section = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptionsWithValidateOnStart<BookstoreClientOptions>(name).Configure(configure);
        services.AddSingleton<IOptionsChangeTokenSource<BookstoreClientOptions>>(provider => new ReloadedConfiguration(name, section ?? provider.GetService<IConfiguration>()));
        services.AddKeyedSingleton(httpName, (provider, _) => CreateCurrentOptions(provider, name));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<BookstoreClientOptions>, BookstoreClientOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IHttpMessageHandlerBuilderFilter>(new SendableHeadersFilter(httpName));
        AddClient(services, name, httpName);
        return AddHttp(services, httpName);
    }

    private static void AddClient(IServiceCollection services, string name, string httpName)
    {
        var isDefault = name.Length == 0;
        object? key = isDefault ? null : name;
        foreach (var service in services)
        {
            if (service.ServiceType == typeof(BookstoreClient) && Equals(service.ServiceKey, key))
            {
                throw new InvalidOperationException(
                    $"The Bookstore client {(isDefault ? "without a name" : $"'{name}'")} was added already. Add it once; give further ones names, and change options with Configure<BookstoreClientOptions>.");
            }
        }

        services.Add(ServiceDescriptor.KeyedSingleton<IBookstoreApi>(key, (provider, _) => CreateApi(provider, httpName)));
        services.Add(ServiceDescriptor.KeyedSingleton(key, (provider, _) => CreateClient(provider, key)));
    }

    private static IBookstoreApi CreateApi(IServiceProvider provider, string httpName) =>
        RestService.ForGenerated<IBookstoreApi>(provider.GetRequiredService<IHttpClientFactory>().CreateClient(httpName), ApiSettings.Create());

    private static BookstoreClient CreateClient(IServiceProvider provider, object? key) =>
        new(key is null ? provider.GetRequiredService<IBookstoreApi>() : provider.GetRequiredKeyedService<IBookstoreApi>(key), provider.GetRequiredService<TimeProvider>());

    private static IHttpClientBuilder AddHttp(IServiceCollection services, string httpName) => services
        .AddHttpClient(httpName)
        .ConfigureHttpClient((provider, client) =>
        {
            client.BaseAddress = provider.GetRequiredKeyedService<CurrentOptions>(httpName).First.BaseAddress;
            // The handler has time-outs of its own, which know of retries.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue(ClientName, Version));
            client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/problem+json"));
        })
        .UseSocketsHttpHandler(static (handler, _) =>
        {
            handler.AllowAutoRedirect = false;
            handler.UseCookies = false;
            handler.AutomaticDecompression = DecompressionMethods.All;
            // Instead of handlers that are replaced: the client is a singleton, and addresses change.
            handler.PooledConnectionLifetime = ConnectionLifetime;
        })
        .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
        .RedactLoggedHeaders(static _ => true)
        .AddHttpMessageHandler(provider => CreateResilienceHandler(provider, httpName))
        .AddHttpMessageHandler(provider => new ApiKeyHandler(provider.GetRequiredKeyedService<CurrentOptions>(httpName)));

    private static CurrentOptions CreateCurrentOptions(IServiceProvider provider, string name) =>
        new(provider.GetRequiredService<IOptionsMonitor<BookstoreClientOptions>>(), name, provider.GetRequiredService<ILoggerFactory>().CreateLogger<BookstoreClient>());

    private static ResilienceHandler CreateResilienceHandler(IServiceProvider provider, string httpName)
    {
        var options = provider.GetRequiredKeyedService<CurrentOptions>(httpName);
        var time = provider.GetRequiredService<TimeProvider>();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger<BookstoreClient>();
        var metrics = new ClientMetrics(provider.GetService<IMeterFactory>());
        return new ResilienceHandler(Pipelines.Build(options.First.Resilience, time, metrics, logger), options, time, metrics);
    }

    private static string Version => typeof(BookstoreClient).Assembly.GetName().Version?.ToString(3) ?? "0";
}
