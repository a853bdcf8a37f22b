using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>A handler's parameter: the idempotency key, scoped to the client.</summary>
[Refuses(ProblemCodes.IdempotencyKeyReused)]
internal sealed class IdempotencyKeyHeader : IBindableFromHttpContext<IdempotencyKeyHeader>
{
    public const string RequiredText = "Required. " + Text;

    private const string Text =
        "The client's own name for this request, 1 to 255 visible ASCII characters, such as a UUID. The same request under the same key has one effect, "
        + "also through a crash; kept at least 24 hours. A refusal that changed nothing does not use it up; a declined payment does.";

    private static readonly IdempotencyKeyHeader None = new(null, null);

    private IdempotencyKeyHeader(
        ApiClient? client,
        [FromHeader(Name = BookstoreHeaders.IdempotencyKey), StringLength(IdempotencyKey.MaxValueLength, MinimumLength = 1), Description(Text)] string? idempotencyKey) =>
        Key = client is null || idempotencyKey is null ? null : new IdempotencyKey(client.Name, idempotencyKey);

    /// <summary>The key; <see langword="null"/> when none was sent.</summary>
    public IdempotencyKey? Key { get; }

    public static ValueTask<IdempotencyKeyHeader?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var values = context.Request.Headers[BookstoreHeaders.IdempotencyKey];
        if (values.Count == 0)
        {
            return ValueTask.FromResult<IdempotencyKeyHeader?>(None);
        }

        return values.Count == 1 && IdempotencyKey.IsValid(values[0])
            ? ValueTask.FromResult<IdempotencyKeyHeader?>(new IdempotencyKeyHeader(ApiRequest.ClientOf(context), values[0]))
            : Refusal.Because<IdempotencyKeyHeader>(context, Invalid(ApiRequest.RouteOf(context).InvalidCode));
    }

    private static ApiProblem Invalid(string code) => Problems.Invalid(code, "The Idempotency-Key header must be sent once, with 1 to 255 visible ASCII characters.");
}
