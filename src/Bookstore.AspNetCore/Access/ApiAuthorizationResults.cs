using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Writes the response to a request that the application's authorization refuses: on the API's routes as the API does, on all others as the application did before.</summary>
internal sealed class ApiAuthorizationResults(Func<IServiceProvider, IAuthorizationMiddlewareResultHandler> application) : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        return context.GetEndpoint()?.Metadata.GetMetadata<ApiRoute>() is { } route
            ? RefuseAsync(context, route, authorizeResult)
            : application(context.RequestServices).HandleAsync(next, context, policy, authorizeResult);
    }

    private static async Task RefuseAsync(HttpContext context, ApiRoute route, PolicyAuthorizationResult result)
    {
        UnreadBody.Limit(context, route.Settings.MaxBodySize);
        var client = await route.Access.FindAsync(context, route.Role).ConfigureAwait(false);

        // Refused although the client is known: by a policy that the application added to the routes.
        await route.Access.RefuseAsync(context, result.Forbidden ? client ?? route.Access.Clients.Unnamed : client).ConfigureAwait(false);
    }
}
