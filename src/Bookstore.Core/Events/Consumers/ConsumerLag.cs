using System.Runtime.InteropServices;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>How far a consumer is behind the end of the feed.</summary>
/// <param name="Events">How many positions lie behind its own, those of types that it does not get included.</param>
/// <param name="Age">How long ago the first of them happened; zero when there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConsumerLag(long Events, TimeSpan Age)
{
    public static async ValueTask<ConsumerLag> ReadAsync(IEventReads store, long? position, TimeProvider time, CancellationToken cancellationToken)
    {
        var slice = await store.ReadEventsAsync(position, 1, cancellationToken).ConfigureAwait(false);
        if (position < slice.Removed)
        {
            slice = await store.ReadEventsAsync(null, 1, cancellationToken).ConfigureAwait(false);
        }

        var behind = Math.Max(0, slice.Last - Math.Max(position ?? 0, slice.Removed));
        var age = behind == 0 || slice.Events.Count == 0 ? TimeSpan.Zero : time.GetUtcNow() - slice.Events[0].OccurredAt;
        return new ConsumerLag(behind, age > TimeSpan.Zero ? age : TimeSpan.Zero);
    }
}
