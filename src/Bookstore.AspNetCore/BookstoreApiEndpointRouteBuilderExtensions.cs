using Bookstore;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the Bookstore REST API into an application.</summary>
public static class BookstoreApiEndpointRouteBuilderExtensions
{
    /// <summary>Maps the API: books, stock, orders, deliveries, events, and the refusal of every other address under its prefix.</summary>
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
    /// <param name="shop">The shop, of several: the name that <c>AddBookstore</c> and <c>AddBookstoreApi</c> were called with. Default <see langword="null"/>: the shop without a name.</param>
    /// <returns>The group, to add filters, policies or routes to. Two shops under one prefix need something else to tell them apart, such as <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBookstoreApi</c> or <c>AddBookstore</c> was not called for the shop.</exception>
    /// <exception cref="OptionsValidationException">The options are not valid; the message says which.</exception>
    public static RouteGroupBuilder MapBookstoreApi(this IEndpointRouteBuilder endpoints, string prefix = "/api", string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        var clients = ClientsOf(services, shop, nameof(MapBookstoreApi));
        var options = services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>().Get(shop);
        BookstoreApiOptionsCheck.ThrowIfInvalid(options, shop);
        clients.Load();
        var logger = MappedShop.LoggersOf(services, shop).CreateLogger("Bookstore.AspNetCore.Api");
        var settings = new ApiSettings(options.DefaultCurrency, options.MaxBodySize)
        {
            TimeProvider = services.GetRequiredService<TimeProvider>(),
            Logger = logger,
            Services = new ApiServices(services, shop),
            Streams = new EventStreamSlots(options.MaxEventStreams, options.MaxEventStreamsPerClient),
            Metrics = MappedShop.MetricsOf(services, shop),
            WritesEvents = services.GetRequiredService<IOptionsMonitor<BookstoreOptions>>().Get(shop).Events.Enabled,
        };
        var group = endpoints.MapGroup(prefix).WithMetadata(new MappedShop(shop));
        var access = new ApiAccess(clients, SchemesOf(services, options, shop), new RefusedRequests(settings.TimeProvider, logger, settings.Metrics));
        var mapping = services.GetRequiredService<MappingNumbers>().NextApi();
        new ApiRoutes(group, access, settings, mapping, logger).Map();
        return group;
    }

    /// <summary>Maps <c>/health/live</c>, which succeeds while the process runs, and <c>/health/ready</c>, which asks the store. Neither needs a key, also where the application has a fallback policy.</summary>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="prefix">What both paths begin with. Default <c>/health</c>.</param>
    /// <param name="shop">The shop whose store is asked, of several. Default <see langword="null"/>: the shop without a name.</param>
    /// <returns>The group of the two.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBookstoreApi</c> or <c>AddBookstore</c> was not called for the shop.</exception>
    /// <exception cref="OptionsValidationException">The options are not valid; the message says which.</exception>
    public static RouteGroupBuilder MapBookstoreHealth(this IEndpointRouteBuilder endpoints, string prefix = "/health", string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        _ = ClientsOf(services, shop, nameof(MapBookstoreHealth));
        var options = services.GetRequiredService<IOptionsMonitor<BookstoreApiOptions>>().Get(shop);
        BookstoreApiOptionsCheck.ThrowIfInvalid(options, shop);
        var health = new HealthEndpoints(
            options.ReadinessTimeout,
            services.GetRequiredService<TimeProvider>(),
            MappedShop.LoggersOf(services, shop).CreateLogger("Bookstore.AspNetCore.Health"));
        var group = endpoints.MapGroup(prefix).WithMetadata(new MappedShop(shop));
        new HealthRoutes(group, health, services.GetRequiredService<MappingNumbers>().NextHealth()).Map();
        return group;
    }

    private static string[]? SchemesOf(IServiceProvider services, BookstoreApiOptions options, string? shop)
    {
        if (services.GetService<IServiceProviderIsService>()?.IsService(typeof(IAuthenticationService)) == true)
        {
            return AcceptedSchemes.Of(services.GetRequiredService<IOptions<AuthenticationOptions>>().Value, options.Authentication, shop);
        }

        _ = AcceptedSchemes.Of(new AuthenticationOptions(), options.Authentication, shop);
        return null;
    }

    /// <summary>Maps the complete OpenAPI description of the Bookstore routes that the application maps, for Swagger UI, Scalar or a generator of clients.</summary>
    /// <remarks>
    /// The description is the same for everyone and says nothing of the shop's data, but the application's own authorization applies to it.
    /// <see cref="BookstoreOpenApi.GetJson"/> returns it for a document that has the application's own operations too.
    /// </remarks>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="pattern">The path of the document. Default <c>/openapi/bookstore.json</c>.</param>
    /// <param name="shop">Of several shops, the one whose routes are described. Default <see langword="null"/>: all routes, also those of shops with a name.</param>
    /// <returns>The route, to add policies to.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBookstoreApi</c> was not called, or the shop was not added. The application does not start while no route of the shop is mapped.</exception>
    public static IEndpointConventionBuilder MapBookstoreOpenApi(this IEndpointRouteBuilder endpoints, string pattern = "/openapi/bookstore.json", string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(pattern);
        if (shop is not null)
        {
            ThrowIfNoShop(endpoints.ServiceProvider, shop);
        }

        var described = endpoints.ServiceProvider.GetService<DescribedShops>() ?? throw new InvalidOperationException("Call services.AddBookstoreApi() before MapBookstoreOpenApi().");
        described.Add(shop);
        var refusal = Problems.MethodNotAllowed("GET, HEAD");
        endpoints.Map(pattern, context => ProblemWriter.WriteAsync(context, refusal)).WithOrder(1).WithMetadata(new ExcludeFromDescriptionAttribute());
        return endpoints.MapMethods(pattern, ["GET", "HEAD"], new OpenApiEndpoint(shop).InvokeAsync).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    private static ClientRegistry ClientsOf(IServiceProvider services, string? shop, string map)
    {
        var clients = MappedShop.Find<ClientRegistry>(services, shop);
        if (clients is not null || shop is not null)
        {
            ThrowIfNoShop(services, shop);
        }

        return clients ?? throw new InvalidOperationException(shop is null
            ? $"Call services.AddBookstoreApi() before {map}(). A shop that was added with a name is mapped with that name."
            : $"Call services.AddBookstoreApi(\"{shop}\") before {map}(prefix, \"{shop}\").");
    }

    private static void ThrowIfNoShop(IServiceProvider services, string? shop)
    {
        if (shop is null && services.GetService<IServiceProviderIsService>() is { } known && !known.IsService(typeof(IOrderWorkflow)))
        {
            throw new InvalidOperationException("Call services.AddBookstore() and choose a store, such as UseSqlite(...), before the API is mapped. A shop that was added with a name is mapped with that name.");
        }

        if (shop is not null && services.GetService<IServiceProviderIsKeyedService>() is { } keyed && !keyed.IsKeyedService(typeof(IOrderWorkflow), shop))
        {
            throw new InvalidOperationException($"The shop '{shop}' was not added. Call services.AddBookstore(\"{shop}\") and choose a store, such as UseSqlite(...), before its API is mapped.");
        }
    }
}
