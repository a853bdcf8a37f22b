namespace Bookstore.Storage;

/// <summary>Numbers of one to ten bytes: seven bits in each, the lowest first, and the highest bit where more follow.</summary>
internal static class VariableLength
{
    /// <summary>How many bytes a number has at most.</summary>
    public const int Longest = 10;

    /// <summary>Writes a number into a span that is long enough.</summary>
    /// <returns>How many bytes it has.</returns>
    public static int Write(Span<byte> to, ulong value)
    {
        var length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            to[length++] = (byte)(value | 0x80);
        }

        to[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a number, and moves on behind it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    /// <exception cref="IndexOutOfRangeException">It ends in its middle.</exception>
    public static ulong Read(ReadOnlySpan<byte> from, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 7 * Longest; shift += 7)
        {
            var next = from[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new FormatException("A number of more than ten bytes.");
    }

    /// <summary>Reads a length, and moves on behind it.</summary>
    /// <exception cref="FormatException">There are not as many bytes.</exception>
    public static int ReadLength(ReadOnlySpan<byte> from, ref int at)
    {
        var length = Read(from, ref at);
        return length <= (ulong)(from.Length - at) ? (int)length : throw new FormatException("A length beyond the end.");
    }

    /// <summary>Makes small numbers of small negative ones.</summary>
    public static ulong Fold(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>The opposite of <see cref="Fold"/>.</summary>
    public static long Unfold(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);
}
