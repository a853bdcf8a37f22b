using System.Buffers.Binary;

namespace Bookstore;

/// <summary>Makes UUIDs of version 7 that ascend within this process, also within one millisecond and when the clock goes back.</summary>
/// <remarks>
/// RFC 9562, section 6.2, method 1: 15 bits after the time count from a random start; when they run out they carry over into the time.
/// Thus lists by id are newest first to the last order, and stores append. Thread-safe.
/// </remarks>
internal sealed class TimeOrderedIds
{
    private const int CounterBits = 15;
    private const int LowBits = 3;

    private long _last;

    /// <summary>Makes an id that is greater than all before it.</summary>
    /// <param name="now">The time, not before 1970.</param>
    public Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var random = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);

        // A start of 12 random bits leaves room for 28,672 ids.
        var start = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0xFFF;
        Write(bytes, Advance((now.ToUnixTimeMilliseconds() << CounterBits) | (long)start), random);
        return new Guid(bytes, bigEndian: true);
    }

    private static void Write(Span<byte> bytes, long position, ulong random)
    {
        var milliseconds = (ulong)position >> CounterBits;
        var counter = (ulong)position & ((1 << CounterBits) - 1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (milliseconds << 16) | 0x7000 | (counter >> LowBits));

        // Two bits of the variant, the low bits of the counter, and the rest is random.
        const int Shift = 62 - LowBits;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (2UL << 62) | ((counter & ((1 << LowBits) - 1)) << Shift) | (random & ((1UL << Shift) - 1)));
    }

    private long Advance(long first)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = first >> CounterBits > last >> CounterBits ? first : last + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
