using Bookstore;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps what takes notifications of payment services and couriers in.</summary>
public static class BookstoreWebhookReceiverExtensions
{
    /// <summary>Maps <c>POST /webhooks/{source}</c>: the notifications of the shop's sources (<see cref="INotificationSource"/>), such as <c>/webhooks/stripe</c>.</summary>
    /// <remarks>
    /// <para>Its signature is the only access that a request needs, also where the application has a fallback policy. <c>200</c>: the notification is on record, was so before, or is of no use to the shop;
    /// <c>401</c>: the signature is missing, wrong or too old; <c>404</c>: there is no such source; <c>408</c>: the body did not come in time; <c>413</c>: the body has more than 256 KiB; <c>503</c>: it could not be kept, and the sender has to send it again.</para>
    /// <para>A proxy in front of the application must leave the body as it is: signatures are made over its bytes.</para>
    /// </remarks>
    /// <param name="endpoints">The application's routes, or a group of them.</param>
    /// <param name="prefix">What the path begins with. Default <c>/webhooks</c>.</param>
    /// <param name="shop">The shop, of several. Default <see langword="null"/>: the shop without a name.</param>
    /// <returns>The routes, to add filters or limits to.</returns>
    /// <exception cref="InvalidOperationException"><c>AddBookstore</c> was not called for the shop.</exception>
    public static RouteGroupBuilder MapBookstoreWebhookReceivers(this IEndpointRouteBuilder endpoints, string prefix = "/webhooks", string? shop = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider;
        ThrowIfNoShop(services, shop);
        var endpoint = new NotificationEndpoint(services.GetRequiredService<TimeProvider>(), MappedShop.LoggersOf(services, shop).CreateLogger("Bookstore.AspNetCore.Notifications"));
        var group = endpoints.MapGroup(prefix).WithMetadata(new MappedShop(shop));
        var mapping = services.GetService<MappingNumbers>()?.NextReceivers();
        group.MapMethods("/{source}", ["POST"], endpoint.ReceiveAsync).OpenToAnyone().DisableAntiforgery().DisableValidation().Finally(built => Describe(built, mapping));
        var refusal = Problems.MethodNotAllowed("POST");
        group.Map("/{source}", context => ProblemWriter.WriteAsync(context, refusal)).OpenToAnyone().WithOrder(1).WithMetadata(new ExcludeFromDescriptionAttribute());
        return group;
    }

    // Without the API's services nothing counts how often the routes are mapped, and a name must be there once.
    private static void Describe(EndpointBuilder endpoint, int? mapping)
    {
        if (mapping is not { } number)
        {
            OperationDescription.Hide(endpoint);
            return;
        }

        endpoint.Metadata.Add(new ProducesResponseTypeAttribute(StatusCodes.Status200OK) { Description = "On record, or of no use to the shop." });
        OperationDescription.Complete(endpoint, number, codesOfAll: []);
    }

    private static void ThrowIfNoShop(IServiceProvider services, string? shop)
    {
        var isThere = shop is null
            ? services.GetService<IServiceProviderIsService>()?.IsService(typeof(IInbox)) ?? true
            : services.GetService<IServiceProviderIsKeyedService>()?.IsKeyedService(typeof(IInbox), shop) ?? true;
        if (!isThere)
        {
            throw new InvalidOperationException(shop is null
                ? "Call services.AddBookstore() before MapBookstoreWebhookReceivers(). A shop that was added with a name is mapped with that name."
                : $"The shop '{shop}' was not added. Call services.AddBookstore(\"{shop}\") before MapBookstoreWebhookReceivers(prefix, \"{shop}\").");
        }
    }
}
