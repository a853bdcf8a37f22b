namespace Bookstore;

/// <summary>Spreads the tries of events that failed together. It follows from the event and the try, so that every host makes the same.</summary>
internal static class RetryJitter
{
    private const double Share = 0.2;

    /// <summary>A factor between 0.8 and 1.2.</summary>
    public static double Of(Guid eventId, int tries)
    {
        var mixed = (uint)HashCode(eventId, tries);
        return 1 - Share + (2 * Share * mixed / uint.MaxValue);
    }

    // Not System.HashCode, which every process seeds anew.
    private static int HashCode(Guid eventId, int tries)
    {
        Span<byte> bytes = stackalloc byte[16];
        eventId.TryWriteBytes(bytes, bigEndian: true, out _);
        var hash = unchecked((uint)tries * 0x9E3779B1);
        foreach (var value in bytes)
        {
            hash = unchecked((hash ^ value) * 16777619);
        }

        return unchecked((int)(hash ^ (hash >> 15)));
    }
}
