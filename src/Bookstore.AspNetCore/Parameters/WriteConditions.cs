using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Bookstore.AspNetCore;

/// <summary>A handler's parameter: what a write expects of the version of its resource.</summary>
[Refuses(ProblemCodes.PreconditionFailed)]
internal abstract class WriteConditions
{
    public const string IfMatchText = "The `ETag` of an earlier answer, or several, or `*`; 412 when the resource has another one by now.";

    private readonly bool _isWellFormed;

    protected WriteConditions(string? ifMatch, string? ifNoneMatch)
    {
        _isWellFormed = Preconditions.TryRead(ifMatch, ifNoneMatch, out var conditions);
        Expected = conditions.ForWrite;
    }

    /// <summary>What is expected; <see langword="null"/> when nothing is.</summary>
    public ExpectedVersion? Expected { get; }

    protected static ValueTask<T?> Bind<T>(HttpContext context, T none, Func<string?, string?, T> make)
        where T : WriteConditions
    {
        var headers = context.Request.Headers;
        if (headers.IfMatch.Count == 0 && headers.IfNoneMatch.Count == 0)
        {
            return ValueTask.FromResult<T?>(none);
        }

        var conditions = make(Preconditions.ListOf(headers.IfMatch), Preconditions.ListOf(headers.IfNoneMatch));
        return conditions._isWellFormed
            ? ValueTask.FromResult<T?>(conditions)
            : Refusal.Because<T>(context, Preconditions.Malformed(ApiRequest.RouteOf(context).InvalidCode));
    }
}

/// <summary>Conditions of a write that changes what exists.</summary>
internal sealed class UpdateConditions : WriteConditions, IBindableFromHttpContext<UpdateConditions>
{
    private static readonly UpdateConditions None = new(null, null);

    private UpdateConditions(
        [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(IfMatchText)] string? ifMatch,
        string? ifNoneMatch)
        : base(ifMatch, ifNoneMatch)
    {
    }

    public static ValueTask<UpdateConditions?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        Bind(context, None, static (ifMatch, ifNoneMatch) => new UpdateConditions(ifMatch, ifNoneMatch));
}

/// <summary>Conditions of a write that changes what exists, or makes it.</summary>
internal sealed class SaveConditions : WriteConditions, IBindableFromHttpContext<SaveConditions>
{
    private static readonly SaveConditions None = new(null, null);

    private SaveConditions(
        [FromHeader(Name = BookstoreHeaders.IfMatch), StringLength(1_000), Description(IfMatchText)] string? ifMatch,
        [FromHeader(Name = BookstoreHeaders.IfNoneMatch), StringLength(1_000), Description("`*`: only when it does not exist yet; else 412.")] string? ifNoneMatch)
        : base(ifMatch, ifNoneMatch)
    {
    }

    public static ValueTask<SaveConditions?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        Bind(context, None, static (ifMatch, ifNoneMatch) => new SaveConditions(ifMatch, ifNoneMatch));
}
