using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;

namespace Bookstore.Diagnostics;

/// <summary>Measures without throwing. .NET passes the exception of an application's listener to the code that measures; here it is dropped, so that a listener with a bug does not change the result of an order.</summary>
[SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A listener that throws must not end the work that is measured.")]
internal static class FaultlessMeasurements
{
    /// <summary>Adds to a counter.</summary>
    public static void TryAdd<T>(this Counter<T> counter, T amount, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            counter.Add(amount, tags);
        }
        catch
        {
            // Lost.
        }
    }

    /// <summary>Adds to a counter that goes up and down.</summary>
    public static void TryAdd<T>(this UpDownCounter<T> counter, T amount, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            counter.Add(amount, tags);
        }
        catch
        {
            // Lost.
        }
    }

    /// <summary>Records in a histogram.</summary>
    public static void TryRecord<T>(this Histogram<T> histogram, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            histogram.Record(value, tags);
        }
        catch
        {
            // Lost.
        }
    }

    /// <summary>Records in a gauge.</summary>
    public static void TryRecord<T>(this Gauge<T> gauge, T value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : struct
    {
        try
        {
            gauge.Record(value, tags);
        }
        catch
        {
            // Lost.
        }
    }

    /// <summary>Starts an activity; there is none where a listener throws.</summary>
    public static Activity? TryStart(this ActivitySource source, string name, ActivityKind kind = ActivityKind.Internal)
    {
        var outer = Activity.Current;
        try
        {
            return source.StartActivity(name, kind);
        }
        catch
        {
            Activity.Current = outer;
            return null;
        }
    }

    /// <summary>Ends an activity.</summary>
    public static void TryStop(this Activity activity)
    {
        try
        {
            activity.Dispose();
        }
        catch
        {
            Activity.Current = activity.Parent;
        }
    }
}
