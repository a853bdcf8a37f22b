using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bookstore.AspNetCore;

/// <summary>A handler's result: a resource, or the problem that is written in place of it. Immutable.</summary>
/// <typeparam name="T">What the resource is on the wire.</typeparam>
internal sealed class ApiResult<T> : IResult, IEndpointMetadataProvider
    where T : class
{
    // The resource or the problem.
    private readonly object _content;

    /// <summary>Makes a result with a resource.</summary>
    public ApiResult(T resource) => _content = resource;

    private ApiResult(ApiProblem problem) => _content = problem;

    /// <summary>The status. Default 200.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The address of what was made.</summary>
    public string? Location { get; init; }

    /// <summary>Whether it is the response of an earlier request with the same key.</summary>
    public bool Replayed { get; init; }

    /// <summary>The version of the resource, which becomes its entity tag; <see langword="null"/> when it has none.</summary>
    public string? Version { get; init; }

    /// <summary>What a read expects of the entity tag.</summary>
    public ReadConditions? Conditions { get; init; }

    /// <summary>The problem that is written in place of the resource; <see langword="null"/> when there is none.</summary>
    public ApiProblem? Problem => _content as ApiProblem;

    public static implicit operator ApiResult<T>(ApiProblem problem) => new(problem);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) => OperationDescription.AddResponses(builder, method, typeof(T));

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var hasIt = false;
        if ((_content as ApiProblem ?? CheckConditions(out hasIt)) is { } problem)
        {
            return ProblemResult.WriteAsync(httpContext, problem);
        }

        var response = httpContext.Response;
        if (Version is not null)
        {
            response.Headers.ETag = Preconditions.TagOf(Version);
        }

        if (hasIt)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            response.Headers.CacheControl = ResourceWriter.CacheControlOf(typeof(T));
            return Task.CompletedTask;
        }

        if (Location is not null)
        {
            response.Headers.Location = Location;
        }

        if (Replayed)
        {
            response.Headers[BookstoreHeaders.IdempotencyReplayed] = "true";
        }

        return ResourceWriter.WriteAsync(httpContext, Status, (T)_content);
    }

    private ApiProblem? CheckConditions(out bool hasIt)
    {
        hasIt = false;
        if (Conditions is null || Version is null)
        {
            return null;
        }

        if (!Conditions.TryRead(out var conditions))
        {
            return Preconditions.Malformed(ProblemCodes.InvalidQuery);
        }

        hasIt = conditions.NoneMatch?.IsMet(Version) == false;
        return conditions.Match?.IsMet(Version) == false ? Problems.PreconditionFailed : null;
    }
}
