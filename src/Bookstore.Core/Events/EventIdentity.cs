using System.Buffers.Binary;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The ids of events. They follow from what happened, because a decision may run twice and must decide the same.</summary>
/// <remarks>Blocks of events leave out an id that follows: how it follows is part of their format.</remarks>
internal static class EventIdentity
{
    /// <summary>A UUID of version 7 for an event: the time, and bits that are mixed out of its resource and sequence.</summary>
    /// <param name="resource">The id of its <see cref="EventSubject"/>.</param>
    /// <param name="sequence">The sequence in the resource.</param>
    /// <param name="occurredAt">When it happened.</param>
    public static Guid Of(Guid resource, long sequence, DateTimeOffset occurredAt)
    {
        Span<byte> bytes = stackalloc byte[16];
        resource.TryWriteBytes(bytes, bigEndian: true, out _);
        var first = Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes) ^ Mix((ulong)sequence));
        var second = Mix(BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) ^ first);
        var milliseconds = (ulong)Math.Max(0, occurredAt.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (milliseconds << 16) | 0x7000 | (first & 0xFFF));
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (2UL << 62) | (second >> 2));
        return new Guid(bytes, bigEndian: true);
    }

    // SplitMix64.
    private static ulong Mix(ulong value)
    {
        var mixed = unchecked(value + 0x9E3779B97F4A7C15UL);
        mixed = unchecked((mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL);
        mixed = unchecked((mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL);
        return mixed ^ (mixed >> 31);
    }
}
