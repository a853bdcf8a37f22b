using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bookstore.AspNetCore;

/// <summary>A handler's result: one page of a list, which is read when it is written, or the problem that is written in place of it. See <see cref="ListWriter"/>.</summary>
/// <typeparam name="TItem">An item of the list.</typeparam>
/// <typeparam name="TResource">What an item is on the wire.</typeparam>
internal sealed class ListResult<TItem, TResource> : IResult, IEndpointMetadataProvider
    where TResource : class
{
    private readonly ApiProblem? _problem;
    private readonly int _limit;
    private readonly Func<int, ValueTask<Page<TItem>>> _read;
    private readonly Func<TItem, TResource> _toResource;

    /// <summary>Makes a result with a page.</summary>
    /// <param name="limit">The most items of the page.</param>
    /// <param name="read">Reads a page of at most so many items.</param>
    /// <param name="toResource">What an item is on the wire.</param>
    public ListResult(int limit, Func<int, ValueTask<Page<TItem>>> read, Func<TItem, TResource> toResource) => (_limit, _read, _toResource) = (limit, read, toResource);

    private ListResult(ApiProblem problem)
        : this(0, null!, null!) => _problem = problem;

    public static implicit operator ListResult<TItem, TResource>(ApiProblem problem) => new(problem);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => OperationDescription.AddResponses(builder, method, typeof(IReadOnlyList<TResource>));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = _problem ?? await WriteAsync(httpContext).ConfigureAwait(false);
        if (problem is not null)
        {
            await ProblemResult.WriteAsync(httpContext, problem).ConfigureAwait(false);
        }
    }

    private async ValueTask<ApiProblem?> WriteAsync(HttpContext context)
    {
        var (route, client) = (ApiRequest.RouteOf(context), ApiRequest.ClientOf(context));
        var problem = await ListWriter.WriteAsync(context, route.Settings.Pages, client.Limiter, _limit, _read, Write, ResourceWriter.CacheControlOf(typeof(TResource))).ConfigureAwait(false);
        if (problem == Problems.TooManyPagesOfClient)
        {
            route.Access.Refused.NoteThrottled(client);
        }

        return problem;
    }

    private void Write(Utf8JsonWriter writer, TItem item) => JsonSerializer.Serialize(writer, _toResource(item), ResourceJson<TResource>.Type);
}
