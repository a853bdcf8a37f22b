namespace Bookstore;

/// <summary>Adds to times without overflow: what is given by options, gateways, callers or stored records may be any length of time.</summary>
internal static class SaturatingTime
{
    /// <summary>The time that much later, in UTC; the first or the last time there is where the sum lies beyond it.</summary>
    public static DateTimeOffset Plus(this DateTimeOffset time, TimeSpan span)
    {
        var ticks = time.UtcTicks;
        if (span.Ticks > DateTimeOffset.MaxValue.UtcTicks - ticks)
        {
            return DateTimeOffset.MaxValue;
        }

        return span.Ticks < -ticks ? DateTimeOffset.MinValue : new DateTimeOffset(ticks + span.Ticks, TimeSpan.Zero);
    }

    /// <summary>The time that much earlier, see <see cref="Plus"/>.</summary>
    public static DateTimeOffset Minus(this DateTimeOffset time, TimeSpan span) =>
        time.Plus(span == TimeSpan.MinValue ? TimeSpan.MaxValue : -span);
}
