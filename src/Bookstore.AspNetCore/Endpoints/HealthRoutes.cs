using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>The routes of the health checks. They need no client. See <see cref="ApiRoutes"/>.</summary>
internal sealed class HealthRoutes(RouteGroupBuilder group, HealthEndpoints health, int mapping)
{
    public void Map()
    {
        Map("/live", (path, method) => group.MapMethods(path, method, HealthEndpoints.GetLiveness));
        Map("/ready", (path, method) => group.MapMethods(path, method, health.GetReadinessAsync));
    }

    private void Map(string pattern, Func<string, string[], RouteHandlerBuilder> map)
    {
        Open(map(pattern, ["GET"])).Finally(endpoint => OperationDescription.Complete(endpoint, mapping, codesOfAll: []));
        Open(map(pattern, ["HEAD"])).Finally(OperationDescription.Hide);
        var refusal = Problems.MethodNotAllowed("GET, HEAD");
        Open(group.Map(pattern, context => ProblemWriter.WriteAsync(context, refusal))).WithOrder(1).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    private static T Open<T>(T endpoint)
        where T : IEndpointConventionBuilder
    {
        endpoint.OpenToAnyone().Finally(static built =>
        {
            var handler = built.RequestDelegate!;
            built.RequestDelegate = context =>
            {
                context.Response.Headers.XContentTypeOptions = "nosniff";
                return handler(context);
            };
        });
        return endpoint;
    }
}
