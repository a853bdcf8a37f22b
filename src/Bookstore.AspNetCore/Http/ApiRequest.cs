using System.Buffers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bookstore.AspNetCore;

/// <summary>What handlers and their parameters take from a request of the API.</summary>
internal static class ApiRequest
{
    private const int IdLength = 36;
    private const int SegmentsBelow = 3;

    private static readonly SearchValues<char> IdCharacters = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>A service of the shop. Handlers take all of theirs here.</summary>
    public static T Service<T>(HttpContext context)
        where T : notnull => context.GetEndpoint()?.Metadata.GetMetadata<ApiRoute>()?.Settings.Services is { } services
        ? services.Get<T>(context)
        : MappedShop.Get<T>(context.RequestServices, MappedShop.Of(context));

    public static ApiRoute RouteOf(HttpContext context) => context.GetEndpoint()!.Metadata.GetRequiredMetadata<ApiRoute>();

    public static ApiSettings SettingsOf(HttpContext context) => RouteOf(context).Settings;

    /// <summary>The client of a request with an idempotency key, or of a route that <see cref="ApiRoute.NeedsClient"/>.</summary>
    public static ApiClient ClientOf(HttpContext context) => context.Features.GetRequiredFeature<ApiClient>();

    /// <summary>Reads an id as the API writes it, in lower or upper case. Another text is no id of ours.</summary>
    public static bool TryId(string? text, out Guid id)
    {
        // The parser also takes white space around an id, and digits after 0x and +.
        id = default;
        return text is { Length: IdLength } && !text.AsSpan().ContainsAnyExcept(IdCharacters) && Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;
    }

    /// <summary>The id in an address. Another text becomes the id that nothing has, and so names nothing.</summary>
    public static Guid IdOf(string text) => TryId(text, out var id) ? id : Guid.AllBitsSet;

    /// <summary>The request's own address.</summary>
    public static string LocationOf(HttpContext context) => context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent().TrimEnd('/');

    /// <summary>The request's own address, whose last segment names the resource in another way than the API does.</summary>
    public static string CanonicalLocationOf(HttpContext context, string id)
    {
        var own = LocationOf(context);
        return string.Concat(own.AsSpan(0, own.LastIndexOf('/') + 1), id);
    }

    /// <summary>The address of what was made: the request's own, and its id.</summary>
    public static string LocationOf(HttpContext context, string id) =>
        context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent().TrimEnd('/') + "/" + id;

    /// <summary>The address of what was made below another resource, such as <c>/orders/{id}/refunds</c>, and has a collection of its own beside it.</summary>
    public static string LocationOf(HttpContext context, string collection, string id)
    {
        var own = LocationOf(context).AsSpan();
        for (var segment = 0; segment < SegmentsBelow; segment++)
        {
            own = own[..own.LastIndexOf('/')];
        }

        return $"{own}/{collection}/{id}";
    }
}
