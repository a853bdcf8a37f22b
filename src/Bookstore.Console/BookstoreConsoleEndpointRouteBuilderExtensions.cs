using Bookstore;
using Bookstore.AspNetCore;
using Bookstore.Operating;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the console into an application.</summary>
public static class BookstoreConsoleEndpointRouteBuilderExtensions
{
    /// <summary>Maps the console: the web pages with which a person operates the shop.</summary>
    /// <remarks>
    /// Without <see cref="BookstoreConsoleOptions.Policy"/> a person signs in with the API key of a client; with it, the application's own authentication decides who gets in. Either way a person sees and
    /// does what the client's roles allow on the REST routes, and each action is refused in the API's words. Every answer has a strict Content-Security-Policy.
    /// </remarks>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="prefix">What every path begins with. Default <c>/console</c>.</param>
    /// <param name="shop">The shop, of several: the name that <c>AddBookstore</c>, <c>AddBookstoreApi</c> and <c>AddBookstoreConsole</c> were called with. Default <see langword="null"/>: the shop without a name.</param>
    /// <returns>The group of its routes, to add conventions to, such as <c>RequireHost</c>.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBookstoreConsole</c>, <c>AddBookstoreApi</c> or <c>AddBookstore</c> was not called for the shop.</exception>
    /// <exception cref="OptionsValidationException">The options are not valid; the message says which.</exception>
    public static RouteGroupBuilder MapBookstoreConsole(this IEndpointRouteBuilder endpoints, string prefix = "/console", string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        var clients = ClientsOf(services, shop);
        var options = services.GetRequiredService<IOptionsMonitor<BookstoreConsoleOptions>>().Get(shop);
        BookstoreConsoleOptionsCheck.ThrowIfInvalid(options, shop);
        clients.Load();
        var logger = MappedShop.LoggersOf(services, shop).CreateLogger("Bookstore.Console");
        var time = services.GetRequiredService<TimeProvider>();
        var metrics = MappedShop.MetricsOf(services, shop);
        var settings = new ConsoleSettings(options, shop, clients, new RefusedRequests(time, logger, metrics), metrics, time, logger);
        var group = endpoints.MapGroup(prefix).WithMetadata(new MappedShop(shop), new ExcludeFromDescriptionAttribute());
        if (options.Policy is { } policy)
        {
            group.RequireAuthorization(policy);
        }
        else
        {
            group.OpenToAnyone();
        }

        ConsolePages.Map(new ConsoleRoutes(group, settings));
        return group;
    }

    private static ClientRegistry ClientsOf(IServiceProvider services, string? shop)
    {
        if (services.GetService<ConsoleAdded>() is null)
        {
            throw new InvalidOperationException("Call services.AddBookstoreConsole() before MapBookstoreConsole().");
        }

        if (MappedShop.Find<ClientRegistry>(services, shop) is not { } clients)
        {
            throw new InvalidOperationException(shop is null
                ? "Call services.AddBookstoreApi() before MapBookstoreConsole(): the console has the clients and roles of the API."
                : $"Call services.AddBookstoreApi(\"{shop}\") before MapBookstoreConsole(prefix, \"{shop}\"): the console has the clients and roles of the API.");
        }

        var isAdded = shop is null
            ? services.GetService<IServiceProviderIsService>()?.IsService(typeof(IOrderWorkflow)) != false
            : services.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(IOrderWorkflow), shop) != false;
        return isAdded ? clients : throw new InvalidOperationException(shop is null
            ? "Call services.AddBookstore() and choose a store, such as UseSqlite(...), before the console is mapped."
            : $"The shop '{shop}' was not added. Call services.AddBookstore(\"{shop}\") and choose a store, such as UseSqlite(...), before its console is mapped.");
    }
}
