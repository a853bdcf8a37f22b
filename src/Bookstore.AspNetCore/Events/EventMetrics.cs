using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;

namespace Bookstore.AspNetCore;

/// <summary>Counts the events that are sent to clients, and the streams that are open.</summary>
internal static class EventMetrics
{
    private static readonly Meter Meter = new("Bookstore.AspNetCore", InstrumentationVersion.Current);
    private static readonly Counter<long> Sent = Meter.CreateCounter<long>("bookstore.http.events", "{event}", "Events that were sent to clients, by way: in a page or in a stream.");
    private static readonly UpDownCounter<int> Streams = Meter.CreateUpDownCounter<int>("bookstore.http.event_streams", "{stream}", "Streams of events that are open.");

    public static void CountPage(string? shop, int events) => Count(shop, events, "page");

    public static void CountStream(string? shop, int events) => Count(shop, events, "stream");

    /// <summary>Counts a stream that was opened (1) or has ended (-1).</summary>
    public static void CountOpen(string? shop, int change)
    {
        if (shop is null)
        {
            Streams.TryAdd(change);
        }
        else
        {
            Streams.TryAdd(change, new KeyValuePair<string, object?>("shop", shop));
        }
    }

    private static void Count(string? shop, int events, string way)
    {
        if (shop is null)
        {
            Sent.TryAdd(events, new KeyValuePair<string, object?>("way", way));
        }
        else
        {
            Sent.TryAdd(events, new KeyValuePair<string, object?>("way", way), new KeyValuePair<string, object?>("shop", shop));
        }
    }
}
