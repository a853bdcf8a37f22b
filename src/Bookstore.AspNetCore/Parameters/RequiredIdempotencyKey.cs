using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>A handler's parameter: the idempotency key of a route that moves money, scoped to the client. A request without one is refused.</summary>
[Refuses(ProblemCodes.IdempotencyKeyRequired, ProblemCodes.IdempotencyKeyReused)]
internal sealed class RequiredIdempotencyKey : IBindableFromHttpContext<RequiredIdempotencyKey>
{
    private RequiredIdempotencyKey(
        ApiClient client,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(IdempotencyKeyHeader.RequiredText)] string idempotencyKey) =>
        Key = new IdempotencyKey(client.Name, idempotencyKey);

    /// <summary>The key.</summary>
    public IdempotencyKey Key { get; }

    public static async ValueTask<RequiredIdempotencyKey?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (await IdempotencyKeyHeader.BindAsync(context, parameter).ConfigureAwait(false) is not { } header)
        {
            return null;
        }

        return header.Key is { } key
            ? new RequiredIdempotencyKey(ApiRequest.ClientOf(context), key.Value)
            : await Refusal.Because<RequiredIdempotencyKey>(context, Problems.IdempotencyKeyRequired).ConfigureAwait(false);
    }
}
