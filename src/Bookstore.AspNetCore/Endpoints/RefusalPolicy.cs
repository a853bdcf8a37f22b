using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

namespace Bookstore.AspNetCore;

/// <summary>
/// Removes the routes that refuse from the candidates of a request that another route of the same mapping is certain to take. The matcher reads a path once for each candidate, also for those that come last.
/// </summary>
internal sealed class RefusalPolicy : MatcherPolicy, INodeBuilderPolicy
{
    /// <summary>After the policies that tell requests apart, such as those of methods and hosts.</summary>
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(endpoint => IsUnreachable(endpoint, endpoints));

    public IReadOnlyList<PolicyNodeEdge> GetEdges(IReadOnlyList<Endpoint> endpoints) => [new(string.Empty, [.. endpoints.Where(endpoint => !IsUnreachable(endpoint, endpoints))])];

    public PolicyJumpTable BuildJumpTable(int exitDestination, IReadOnlyList<PolicyJumpTableEdge> edges) => new OneWay(edges[0].Destination);

    private static bool IsUnreachable(Endpoint endpoint, IReadOnlyList<Endpoint> others) =>
        endpoint is RouteEndpoint refusing && RouteOf(endpoint) is { IsRefusal: true } refusal && others.Any(other => Precedes(other, refusing, refusal));

    private static bool Precedes(Endpoint endpoint, RouteEndpoint refusing, ApiRoute refusal) =>
        endpoint is RouteEndpoint serving
        && RouteOf(endpoint) is { IsRefusal: false } route
        && ReferenceEquals(route.Settings, refusal.Settings)
        && serving.Order < refusing.Order
        && serving.RoutePattern.ParameterPolicies.Count == 0
        && serving.RoutePattern.PathSegments.All(static segment => segment.IsSimple);

    private static ApiRoute? RouteOf(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ApiRoute>();

    private sealed class OneWay(int destination) : PolicyJumpTable
    {
        public override int GetDestination(HttpContext httpContext) => destination;
    }
}
