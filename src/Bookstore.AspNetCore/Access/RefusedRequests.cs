using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>Counts requests that are refused for their key or token, their role or their number, and logs them: one line of a kind in ten seconds for each client, and one for all without valid credentials.</summary>
internal sealed class RefusedRequests(TimeProvider timeProvider, ILogger logger)
{
    private static readonly Meter Meter = new("Bookstore.AspNetCore");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "bookstore.http.refused", "{request}", "Requests that were refused for their key or token, their role or their number, by reason.");

    private readonly LogGate _unknownCallers = new(timeProvider);

    /// <summary>Notes a request without valid credentials, or of a client without the role.</summary>
    public void NoteAccess(HttpContext context, ApiClient? client)
    {
        if (client is null)
        {
            Count("unauthorized");
            if (_unknownCallers.TryOpen(out var more))
            {
                ApiLog.Unauthorized(logger, context.Connection.RemoteIpAddress, more);
            }

            return;
        }

        Count("forbidden");
        if (client.Limiter.ForbiddenLog.TryOpen(out var others))
        {
            ApiLog.Forbidden(logger, client.Name, context.Request.Method, ApiEndpoint.RouteOf(context), others);
        }
    }

    /// <summary>Notes a request beyond the client's limits.</summary>
    public void NoteThrottled(ApiClient client)
    {
        Count("throttled");
        if (client.Limiter.ThrottledLog.TryOpen(out var more))
        {
            ApiLog.Throttled(logger, client.Name, more);
        }
    }

    /// <summary>Notes an order of a customer who has too many unpaid or declined ones.</summary>
    public void NoteCustomerLimit(ApiClient client)
    {
        Count("customer_limit");
        if (client.Limiter.CustomerLimitLog.TryOpen(out var more))
        {
            ApiLog.CustomerLimit(logger, client.Name, more);
        }
    }

    private static void Count(string reason) => Refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
