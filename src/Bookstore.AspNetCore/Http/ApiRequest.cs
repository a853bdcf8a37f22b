using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.AspNetCore;

/// <summary>What handlers take from a request beside its body and query.</summary>
internal static class ApiRequest
{
    public static T Service<T>(HttpContext context)
        where T : notnull => context.RequestServices.GetRequiredService<T>();

    public static bool TryIsbn(HttpContext context, out Isbn isbn) => Isbn.TryParse(context.GetRouteValue("isbn") as string, out isbn);

    public static bool TryId(HttpContext context, string name, out Guid id) => TryId(context.GetRouteValue(name) as string, out id);

    /// <summary>Reads an id as the API writes it. Another text is no id of ours.</summary>
    public static bool TryId(string? text, out Guid id) => Guid.TryParseExact(text, "D", out id) && id != Guid.Empty;

    /// <summary>Reads the idempotency key, if there is one.</summary>
    /// <returns><see langword="false"/> when what was sent is no key.</returns>
    public static bool TryIdempotencyKey(HttpContext context, ApiClient client, out IdempotencyKey? key)
    {
        var values = context.Request.Headers[BookstoreHeaders.IdempotencyKey];
        key = values.Count == 1 && IdempotencyKey.IsValid(values[0]) ? new IdempotencyKey(client.Name, values[0]!) : null;
        return values.Count == 0 || key is not null;
    }

    public static ApiProblem InvalidIdempotencyKey(string code) =>
        Problems.Invalid(code, "The Idempotency-Key header must be sent once, with 1 to 255 visible ASCII characters.");

    /// <summary>The address of what was made: the request's own, and its id.</summary>
    public static string LocationOf(HttpContext context, string id) =>
        context.Request.PathBase.ToUriComponent() + context.Request.Path.ToUriComponent().TrimEnd('/') + "/" + id;
}
