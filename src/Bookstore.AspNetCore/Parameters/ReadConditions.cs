using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>A handler's parameter: what a read expects of the entity tag. The result checks it, since only a resource that exists has one.</summary>
[Responds(304, "The client has it already (`If-None-Match`).")]
[Refuses(ProblemCodes.InvalidQuery, ProblemCodes.PreconditionFailed)]
internal sealed class ReadConditions : IBindableFromHttpContext<ReadConditions>
{
    private static readonly ReadConditions None = new(null, null);

    private readonly string? _ifNoneMatch;
    private readonly string? _ifMatch;

    private ReadConditions(
        [FromHeader(Name = BookstoreHeaders.IfNoneMatch), StringLength(1_000), Description("The `ETag` of an earlier answer; 304 when it still holds.")] string? ifNoneMatch,
        [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(WriteConditions.IfMatchText)] string? ifMatch)
    {
        _ifNoneMatch = ifNoneMatch;
        _ifMatch = ifMatch;
    }

    public static ValueTask<ReadConditions?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var headers = context.Request.Headers;
        return ValueTask.FromResult<ReadConditions?>(headers.IfNoneMatch.Count == 0 && headers.IfMatch.Count == 0
            ? None
            : new ReadConditions(Preconditions.ListOf(headers.IfNoneMatch), Preconditions.ListOf(headers.IfMatch)));
    }

    /// <summary>Reads both headers.</summary>
    /// <returns><see langword="false"/> when one of them is malformed.</returns>
    public bool TryRead(out Preconditions conditions) => Preconditions.TryRead(_ifMatch, _ifNoneMatch, out conditions);
}
