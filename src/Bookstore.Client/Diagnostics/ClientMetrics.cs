using System.Diagnostics.Metrics;
using Bookstore.Client.Http;
using Bookstore.Diagnostics;

namespace Bookstore.Client.Diagnostics;

/// <summary>The instruments of the clients of an application, made by its factory of meters. Thread-safe.</summary>
internal sealed class ClientMetrics
{
    // Of a process whose services have no factory: its clients share the instruments.
    private static readonly Meter Shared = new(ClientDiagnostics.Name, InstrumentationVersion.Current);

    private readonly Histogram<double> _duration;
    private readonly Counter<long> _retries;

    /// <summary>Makes the instruments, or finds those that another client of the application has made.</summary>
    /// <param name="meters">The application's factory; <see langword="null"/> where its services have none.</param>
    public ClientMetrics(IMeterFactory? meters)
    {
        var meter = meters?.Create(new MeterOptions(ClientDiagnostics.Name) { Version = InstrumentationVersion.Current }) ?? Shared;
        _duration = meter.CreateHistogram(
            "bookstore.client.request.duration",
            "s",
            "How long a request takes with all its tries, by operation and outcome.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
        _retries = meter.CreateCounter<long>("bookstore.client.retries", "{retry}", "Requests that were sent again, by operation and reason.");
    }

    /// <summary>Counts a retry of a request.</summary>
    public void CountRetry(Call call) => _retries.TryAdd(1, new("operation", call.Operation), new("reason", call.LastFailure));

    /// <summary>Records how long a request took with all its tries.</summary>
    public void RecordRequest(Call call, TimeSpan duration, string outcome) => _duration.TryRecord(duration.TotalSeconds, new("operation", call.Operation), new("outcome", outcome));
}
