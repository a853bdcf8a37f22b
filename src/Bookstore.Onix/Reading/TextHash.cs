using System.Numerics;
using System.Runtime.InteropServices;

namespace Bookstore.Onix.Reading;

/// <summary>Tells whether texts are the same, at the speed of memory. It is kept: the numbers never change. It keeps out mistakes, not attackers.</summary>
internal static class TextHash
{
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15;

    public static long Of(ReadOnlySpan<char> text)
    {
        var words = MemoryMarshal.Cast<char, ulong>(text);
        var hash = (ulong)text.Length * Prime;
        foreach (var word in words)
        {
            hash = BitOperations.RotateLeft(hash ^ word, 29) * Prime;
        }

        foreach (var letter in text[(words.Length * 4)..])
        {
            hash = BitOperations.RotateLeft(hash ^ letter, 29) * Prime;
        }

        return (long)(hash ^ (hash >> 32));
    }

    /// <summary>Returns the hash of a sequence of texts and of one more.</summary>
    public static long Add(long texts, long next) => (long)(BitOperations.RotateLeft((ulong)texts ^ (ulong)next, 29) * Prime);
}
