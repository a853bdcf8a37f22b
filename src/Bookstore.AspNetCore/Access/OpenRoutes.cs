using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Bookstore.AspNetCore;

/// <summary>Takes routes out of the application's fallback policy. Policies that the application adds to them count.</summary>
internal static class OpenRoutes
{
    private static readonly AuthorizationPolicy Anyone = new AuthorizationPolicyBuilder().RequireAssertion(static _ => true).Build();

    /// <summary>Opens a route to anyone. <c>AllowAnonymous</c> would also switch off what the application adds.</summary>
    public static T OpenToAnyone<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(Anyone);
}
