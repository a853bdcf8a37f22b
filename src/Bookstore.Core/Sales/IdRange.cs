using System.Buffers;

namespace Bookstore;

/// <summary>The ids that begin with a text.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">The last of them that there could be. It is no id of the shop's, which are UUIDs of version 7.</param>
internal readonly record struct IdRange(Guid First, Guid End)
{
    /// <summary>The shortest text that is taken for the beginning of an id.</summary>
    public const int MinLength = 4;

    private const string Lowest = "00000000-0000-0000-0000-000000000000";
    private const string Highest = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789abcdefABCDEF-");

    /// <summary>Reads the beginning of an id as the API writes ids, in lower or upper case.</summary>
    public static bool TryParse(string text, out IdRange range)
    {
        range = default;
        if (text.Length < MinLength || text.Length > Lowest.Length || text.AsSpan().ContainsAnyExcept(Digits)
            || !Guid.TryParseExact(string.Concat(text, Lowest.AsSpan(text.Length)), "D", out var first)
            || !Guid.TryParseExact(string.Concat(text, Highest.AsSpan(text.Length)), "D", out var last))
        {
            return false;
        }

        // A whole id is a range of one, and the list begins behind its end.
        range = new IdRange(first, text.Length == Lowest.Length ? After(first) : last);
        return true;
    }

    private static Guid After(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        for (var i = bytes.Length - 1; i >= 0 && ++bytes[i] == 0; i--)
        {
        }

        return new Guid(bytes, bigEndian: true);
    }
}
