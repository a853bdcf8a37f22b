using System.Buffers.Binary;

namespace Bookstore;

/// <summary>Makes UUIDs of version 7 that ascend within this process, also within one millisecond and when the time goes back.</summary>
/// <remarks>
/// RFC 9562, section 6.2, method 1: 15 bits after the time count from a random start; when they run out they carry over into the time.
/// Thus lists by id are newest first to the last order, and stores append. Thread-safe.
/// </remarks>
/// <param name="draw">Draws a UUID for a time; the random bits of each id are its random bits.</param>
internal sealed class TimeOrderedIds(Func<DateTimeOffset, Guid> draw)
{
    /// <summary>How far ahead of the time an id may be for later ids to continue from it. An id beyond that was made by a wrong clock, and later ones go by the time again.</summary>
    public static readonly TimeSpan MaxAhead = TimeSpan.FromMilliseconds(MaxAheadMilliseconds);

    private const long MaxAheadMilliseconds = TimeSpan.MillisecondsPerDay;
    private const int CounterBits = 15;
    private const int LowBits = 3;

    private long _last;

    public TimeOrderedIds()
        : this(Guid.CreateVersion7)
    {
    }

    /// <summary>Makes an id that is greater than all before it, unless those are more than <see cref="MaxAhead"/> ahead.</summary>
    /// <param name="now">The time, not before 1970.</param>
    public Guid Next(DateTimeOffset now)
    {
        Span<byte> bytes = stackalloc byte[16];
        draw(now).TryWriteBytes(bytes, bigEndian: true, out _);
        var random = BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]);

        // A start of 12 random bits leaves room for 28,672 ids.
        var start = BinaryPrimitives.ReadUInt16BigEndian(bytes[6..]) & 0xFFF;
        Write(bytes, Advance((now.ToUnixTimeMilliseconds() << CounterBits) | (long)start), random);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The id before all that are made at a time or later. No order has it.</summary>
    /// <param name="time">The time; one before 1970 is 1970.</param>
    public static Guid FloorOf(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)Math.Max(0, time.ToUnixTimeMilliseconds()) << 16);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Makes later ids greater than one that is there already, such as the newest of a store.</summary>
    /// <param name="id">The id. One that was not made here, or lies more than <see cref="MaxAhead"/> ahead, changes nothing.</param>
    /// <param name="now">The time.</param>
    public void StartAfter(Guid id, DateTimeOffset now)
    {
        var position = PositionOf(id);
        var furthest = (now.ToUnixTimeMilliseconds() + MaxAheadMilliseconds) << CounterBits;
        for (var last = Volatile.Read(ref _last); position > last && position <= furthest; last = Volatile.Read(ref _last))
        {
            Interlocked.CompareExchange(ref _last, position, last);
        }
    }

    /// <summary>When an id was made, to the millisecond; <see langword="null"/> for one that was not made here.</summary>
    public static DateTimeOffset? TimeOf(Guid id) => PositionOf(id) is > 0 and var position ? DateTimeOffset.FromUnixTimeMilliseconds(position >> CounterBits) : null;

    private static void Write(Span<byte> bytes, long position, ulong random)
    {
        var milliseconds = (ulong)position >> CounterBits;
        var counter = (ulong)position & ((1 << CounterBits) - 1);
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (milliseconds << 16) | 0x7000 | (counter >> LowBits));

        // Two bits of the variant, the low bits of the counter, and the rest is random.
        const int Shift = 62 - LowBits;
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (2UL << 62) | ((counter & ((1 << LowBits) - 1)) << Shift) | (random & ((1UL << Shift) - 1)));
    }

    // The opposite of Write; zero for a UUID of another version.
    private static long PositionOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var high = BinaryPrimitives.ReadUInt64BigEndian(bytes);
        var low = (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]) >> (62 - LowBits)) & ((1 << LowBits) - 1);
        return (high & 0xF000) == 0x7000 ? (long)(((high >> 16) << CounterBits) | ((high & 0xFFF) << LowBits) | low) : 0;
    }

    private long Advance(long first)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var ahead = (last >> CounterBits) - (first >> CounterBits);
            var next = ahead < 0 || ahead > MaxAheadMilliseconds ? first : last + 1;
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }
}
