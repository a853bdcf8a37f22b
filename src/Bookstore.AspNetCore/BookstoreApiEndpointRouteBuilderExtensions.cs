using Bookstore;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Bookstore REST API into an application.</summary>
public static class BookstoreApiEndpointRouteBuilderExtensions
{
    /// <summary>Maps the API: books, stock, orders, deliveries, and what is answered to anything else under its prefix.</summary>
    /// <remarks>
    /// Clients send <c>X-API-Key</c>, or credentials of the application's own authentication, such as a bearer token (<see cref="BookstoreAuthenticationOptions"/>). Each route has the policy of its role, so that a
    /// fallback policy of the application does not apply; policies that are added to the group count beside it. The routes check clients themselves as well: they are as safe in an application without
    /// authentication middleware, or with <c>AllowAnonymous()</c>.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddBookstore().UseSqlite("Data Source=bookstore.db").UseSimulatedPayments();
    /// builder.Services.AddBookstoreApi();
    ///
    /// var app = builder.Build();
    /// app.MapBookstoreApi();
    /// app.MapBookstoreHealth();
    /// await app.RunAsync();
    /// </code>
    /// </example>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="prefix">What every path begins with. Default <c>/api</c>.</param>
    /// <returns>The group, to add filters, policies or routes to.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBookstoreApi</c> or <c>AddBookstore</c> was not called.</exception>
    /// <exception cref="OptionsValidationException">The options are not valid; the message says which.</exception>
    public static RouteGroupBuilder MapBookstoreApi(this IEndpointRouteBuilder endpoints, string prefix = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        var clients = services.GetService<ClientRegistry>()
            ?? throw new InvalidOperationException("Call services.AddBookstoreApi() before MapBookstoreApi().");
        ThrowIfNoShop(services);
        var options = services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>().CurrentValue;
        BookstoreApiOptionsCheck.ThrowIfInvalid(options);
        clients.Load();
        var settings = new ApiSettings(options.DefaultCurrency, options.MaxBodySize) { TimeProvider = services.GetRequiredService<TimeProvider>() };
        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger("Bookstore.AspNetCore.Api");
        var group = endpoints.MapGroup(prefix);
        var access = new ApiAccess(clients, SchemesOf(services, options), new RefusedRequests(settings.TimeProvider, logger));
        var mapping = services.GetRequiredService<MappingNumbers>().NextApi();
        new ApiRoutes(group, access, settings, mapping, logger).Map();
        return group;
    }

    /// <summary>Maps <c>/health/live</c>, which succeeds while the process runs, and <c>/health/ready</c>, which asks the store. Neither needs a key, also where the application has a fallback policy.</summary>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="prefix">What both paths begin with. Default <c>/health</c>.</param>
    /// <returns>The group of the two.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBookstoreApi</c> or <c>AddBookstore</c> was not called.</exception>
    public static RouteGroupBuilder MapBookstoreHealth(this IEndpointRouteBuilder endpoints, string prefix = "/health")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        _ = services.GetService<ClientRegistry>() ?? throw new InvalidOperationException("Call services.AddBookstoreApi() before MapBookstoreHealth().");
        ThrowIfNoShop(services);
        var health = new HealthEndpoints(
            services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>().CurrentValue.ReadinessTimeout,
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Bookstore.AspNetCore.Health"));
        var group = endpoints.MapGroup(prefix);
        new HealthRoutes(group, health, services.GetRequiredService<MappingNumbers>().NextHealth()).Map();
        return group;
    }

    private static string[]? SchemesOf(IServiceProvider services, BookstoreApiOptions options)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IAuthenticationService)) == true)
        {
            return AcceptedSchemes.Of(services.GetRequiredService<IOptions<AuthenticationOptions>>().Value, options.Authentication);
        }

        _ = AcceptedSchemes.Of(new AuthenticationOptions(), options.Authentication);
        return null;
    }

    /// <summary>Maps the complete OpenAPI description of the Bookstore routes that the application maps, for Swagger UI, Scalar or a generator of clients.</summary>
    /// <remarks>
    /// The description is the same for everyone and says nothing of the shop's data, but the application's own authorization applies to it.
    /// <see cref="BookstoreOpenApi.GetJson"/> returns it for a document that has the application's own operations too.
    /// </remarks>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="pattern">The path of the document. Default <c>/openapi/bookstore.json</c>.</param>
    /// <returns>The route, to add policies to.</returns>
    public static IEndpointConventionBuilder MapBookstoreOpenApi(this IEndpointRouteBuilder endpoints, string pattern = "/openapi/bookstore.json")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        return endpoints.MapMethods(pattern, ["GET", "HEAD"], new OpenApiEndpoint().InvokeAsync).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    private static void ThrowIfNoShop(IServiceProvider services)
    {
        var known = services.GetService<IServiceProviderIsService>();
        if (known is not null && !known.IsService(typeof(IOrderWorkflow)))
        {
            throw new InvalidOperationException("Call services.AddBookstore() and choose a store, such as UseSqlite(...), before the API is mapped.");
        }
    }
}
