using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bookstore.AspNetCore;

/// <summary>What handlers and their parameters take from a request of the API.</summary>
internal static class ApiRequest
{
    /// <summary>A service of the shop. Handlers take all of theirs here.</summary>
    public static T Service<T>(HttpContext context)
        where T : notnull => MappedShop.Get<T>(context.RequestServices, MappedShop.Of(context));

    public static ApiRoute RouteOf(HttpContext context) => context.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiRoute>();

    public static ApiSettings SettingsOf(HttpContext context) => RouteOf(context).Settings;

    /// <summary>The client of a request with an idempotency key.</summary>
    public static ApiClient ClientOf(HttpContext context) => context.Features.GetRequiredFeature<ApiClient>();

    /// <summary>Reads an id as the API writes it. Another text is no id of ours.</summary>
    public static bool TryId(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;

    /// <summary>Why a request whose body is not read is refused for it all the same; <see langword="null"/> when it is not.</summary>
    public static ApiProblem? ProblemOfUnreadBody(HttpContext context)
    {
        var maxSize = SettingsOf(context).MaxBodySize;
        return context.Request.ContentLength > maxSize ? Problems.BodyTooLarge(maxSize) : null;
    }

    /// <summary>The request's own address.</summary>
    public static string LocationOf(HttpContext context) => context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent().TrimEnd('/');

    /// <summary>The address of what was made: the request's own, and its id.</summary>
    public static string LocationOf(HttpContext context, string id) =>
        context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent().TrimEnd('/') + "/" + id;
}
