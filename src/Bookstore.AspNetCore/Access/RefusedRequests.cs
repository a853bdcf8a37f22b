using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>Counts requests that are refused for their key or token, their role or their number, and logs them: one line of a kind in ten seconds for each client, and one for all without valid credentials.</summary>
/// <param name="timeProvider">The clock of the log's intervals.</param>
/// <param name="logger">The log.</param>
/// <param name="metrics">The shop's instruments.</param>
internal sealed class RefusedRequests(TimeProvider timeProvider, ILogger logger, ApiMetrics metrics)
{
    private readonly LogGate _unknownCallers = new(timeProvider);

    /// <summary>Notes a request without valid credentials, or of a client without the role.</summary>
    public void NoteAccess(HttpContext context, ApiClient? client)
    {
        if (client is null)
        {
            metrics.CountRefused("unauthorized");
            if (_unknownCallers.TryOpen(out var more))
            {
                ApiLog.Unauthorized(logger, context.Connection.RemoteIpAddress, more);
            }

            return;
        }

        metrics.CountRefused("forbidden");
        if (client.Limiter.ForbiddenLog.TryOpen(out var others))
        {
            ApiLog.Forbidden(logger, client.Name, context.Request.Method, ApiEndpoint.RouteOf(context), others);
        }
    }

    /// <summary>Notes a request beyond the client's limits.</summary>
    public void NoteThrottled(ApiClient client)
    {
        metrics.CountRefused("throttled");
        if (client.Limiter.ThrottledLog.TryOpen(out var more))
        {
            ApiLog.Throttled(logger, client.Name, more);
        }
    }

    /// <summary>Notes an order of a customer who has too many unpaid or declined ones.</summary>
    public void NoteCustomerLimit(ApiClient client)
    {
        metrics.CountRefused("customer_limit");
        if (client.Limiter.CustomerLimitLog.TryOpen(out var more))
        {
            ApiLog.CustomerLimit(logger, client.Name, more);
        }
    }
}
