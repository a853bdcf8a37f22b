using System.Buffers.Binary;

namespace Bookstore.Onix.Reading;

/// <summary>The list of files at the end of a zip. It would be kept in memory as a whole, so its length is limited.</summary>
internal static class ZipDirectory
{
    private const int MaxLength = 1024 * 1024;
    private const int EndLength = 22;
    private const int MaxCommentLength = 65_535;
    private const int LocatorLength = 20;
    private const int End64Length = 56;

    /// <summary>Throws where the list is too long. What is no list at all is left to the archive.</summary>
    /// <exception cref="OnixException">The list is too long.</exception>
    public static void Check(FileStream zip)
    {
        var tail = new byte[(int)Math.Min(zip.Length, LocatorLength + EndLength + MaxCommentLength)];
        ReadAt(zip, zip.Length - tail.Length, tail);
        var end = tail.AsSpan().LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || end + EndLength > tail.Length)
        {
            return;
        }

        long start = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (end >= LocatorLength && tail.AsSpan(end - LocatorLength).StartsWith("PK\u0006\u0007"u8))
        {
            start = Math.Min(start, StartOf64(zip, BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - LocatorLength + 8))));
        }

        if (zip.Length - start > MaxLength)
        {
            throw new OnixException($"The zip has a list of files of more than {MaxLength} bytes, and must have one file. Unpack it and read each.", 1);
        }
    }

    // Zips of more than 4 GB have a second end, which says where the list begins.
    private static long StartOf64(FileStream zip, long position)
    {
        Span<byte> end = stackalloc byte[End64Length];
        if (position < 0 || position > zip.Length - End64Length)
        {
            return long.MaxValue;
        }

        ReadAt(zip, position, end);
        return Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(end[48..]));
    }

    private static void ReadAt(FileStream zip, long position, Span<byte> bytes)
    {
        zip.Position = position;
        zip.ReadExactly(bytes);
    }
}
