using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>A handler's parameter: the JSON body, read and checked by its contract. See <see cref="RequestBody"/>.</summary>
/// <typeparam name="T">The contract type.</typeparam>
[Refuses(ProblemCodes.UnsupportedMediaType)]
internal sealed class JsonBody<T> : IBindableFromHttpContext<JsonBody<T>>
    where T : class
{
    private JsonBody([FromBody] T body) => Value = body;

    public T Value { get; }

    // A request that is refused already is not read.
    public static ValueTask<JsonBody<T>?> BindAsync(HttpContext context, ParameterInfo parameter) => Refusal.Of(context) is null ? ReadAsync(context) : default;

    private static async ValueTask<JsonBody<T>?> ReadAsync(HttpContext context)
    {
        var route = ApiRequest.RouteOf(context);
        var (body, problem) = await RequestBody.ReadAsync<T>(context, route.Settings, route.InvalidCode).ConfigureAwait(false);
        if (body is not null)
        {
            return new JsonBody<T>(body);
        }

        Refusal.Note(context, problem!);
        return null;
    }
}
