using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Bookstore.Testing;

/// <summary>What is wrong with a shop's feed of events: gaps in the sequences of orders, and changes without an event.</summary>
internal static class ShopFeed
{
    private const int SliceSize = 1_000;

    public static async Task<IReadOnlyList<AuditFinding>> FindAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var store = services.GetRequiredService<IBookstoreStore>();
        await store.NumberEventsAsync(cancellationToken).ConfigureAwait(false);
        var newest = new Dictionary<string, BookstoreEvent>(StringComparer.Ordinal);
        var findings = new List<AuditFinding>();
        EventSlice? slice = null;
        do
        {
            slice = await store.ReadEventsAsync(slice?.Next, SliceSize, cancellationToken).ConfigureAwait(false);
            foreach (var happened in slice.Events)
            {
                if (newest.TryGetValue(happened.Resource, out var before) && happened.Sequence != before.Sequence + 1)
                {
                    findings.Add(new AuditFinding("event_gap", happened.Resource, $"The event {happened} follows {before}."));
                }

                newest[happened.Resource] = happened;
            }
        }
        while (slice.Next < slice.Last);

        foreach (var (resource, last) in newest)
        {
            if (resource.StartsWith("orders/", StringComparison.Ordinal)
                && await store.FindOrderAsync(Guid.Parse(resource.AsSpan("orders/".Length)), cancellationToken).ConfigureAwait(false) is { } order && order.Version > last.Sequence)
            {
                findings.Add(new AuditFinding("event_missing", resource, $"The order has version {order.Version}, and its last event is {last}."));
            }
        }

        return findings;
    }
}
