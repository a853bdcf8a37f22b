using System.Diagnostics.CodeAnalysis;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>Liveness of the process, and readiness of the store.</summary>
internal sealed class HealthEndpoints(TimeSpan timeout, TimeProvider timeProvider, ILogger logger)
{
    private static readonly ApiResult<HealthResource> Live = new(new HealthResource { Status = "live" });
    private static readonly ApiResult<HealthResource> Ready = new(new HealthResource { Status = "ready" });

    [Tags("Health")]
    [EndpointName("getLiveness")]
    [EndpointSummary("Is the process alive?")]
    [EndpointDescription("Answers while the process does; asks nothing else.")]
    [Responds(200, "Alive.")]
    public static ApiResult<HealthResource> GetLiveness() => Live;

    [Tags("Health")]
    [EndpointName("getReadiness")]
    [EndpointSummary("Can the store be used?")]
    [EndpointDescription("Asks the store, with a time limit.")]
    [Responds(200, "Ready.")]
    [Refuses(ProblemCodes.Overloaded)]
    [SuppressMessage("Design", "CA1031", Justification = "The answer is the same for every fault of the store.")]
    public async ValueTask<ApiResult<HealthResource>> GetReadinessAsync(HttpContext context, CancellationToken cancellationToken)
    {
        try
        {
            await StoreProbe.AskAsync(ApiRequest.Service<IInventoryService>(context), timeout, timeProvider, cancellationToken).ConfigureAwait(false);
            return Ready;
        }
        catch (Exception exception)
        {
            // Where the client has gone away, the answer is not read.
            if (!cancellationToken.IsCancellationRequested)
            {
                ApiLog.NotReady(logger, exception);
            }

            return Problems.NotReady;
        }
    }
}
