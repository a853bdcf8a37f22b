using System.Diagnostics;
using System.Globalization;
using System.Net;
using Bookstore.Client.Http;
using Bookstore.Diagnostics;

namespace Bookstore.Client.Diagnostics;

/// <summary>The name under which the client can be watched, and its activities. Nothing here carries personal or card data.</summary>
internal static class ClientDiagnostics
{
    /// <summary>The name of the <see cref="ActivitySource"/> and of the meter.</summary>
    public const string Name = "Bookstore.Client";

    private static readonly ActivitySource Source = new(Name, InstrumentationVersion.Current);

    public static Observation Watch(Call call, TimeProvider time, ClientMetrics metrics) => new(call, time, metrics, Start(call));

    // Tags as in OpenTelemetry's conventions for HTTP clients; the whole address is left out, since a query may name a customer.
    private static Activity? Start(Call call)
    {
        var activity = Source.TryStart(call.Operation, ActivityKind.Client);
        if (activity is not null)
        {
            activity.DisplayName = call.Route is null ? call.Method.Method : $"{call.Method} {call.Route}";
            activity.SetTag("http.request.method", call.Method.Method).SetTag("url.template", call.Route);
            activity.SetTag("server.address", call.Address?.Host).SetTag("server.port", call.Address?.Port);
        }

        return activity;
    }

    /// <summary>One request under watch: an activity and a measurement, both ended with it.</summary>
    internal sealed class Observation(Call call, TimeProvider time, ClientMetrics metrics, Activity? activity) : IDisposable
    {
        private readonly long _startedAt = time.GetTimestamp();
        private string _outcome = "cancelled";

        public void Answered(HttpStatusCode status)
        {
            _outcome = ((int)status).ToString(CultureInfo.InvariantCulture);
            activity?.SetTag("http.response.status_code", (int)status);
        }

        public void Failed(BookstoreApiFault fault)
        {
            _outcome = fault == BookstoreApiFault.Refused ? _outcome : fault.ToString();
            activity?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", _outcome);
        }

        public void Dispose()
        {
            metrics.RecordRequest(call, time.GetElapsedTime(_startedAt), _outcome);
            activity?.SetTag("bookstore.client.attempts", call.Attempts);
            if (call.Attempts > 1)
            {
                activity?.SetTag("http.request.resend_count", call.Attempts - 1);
            }

            activity?.TryStop();
        }
    }
}
