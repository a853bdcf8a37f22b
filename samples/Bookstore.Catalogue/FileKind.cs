namespace Bookstore.Samples;

/// <summary>Tells an ONIX message from a table by the first bytes of the file.</summary>
internal static class FileKind
{
    /// <summary>Whether the file is XML, or packed as ONIX messages are.</summary>
    /// <exception cref="CatalogueFileException">The file cannot be read.</exception>
    public static bool IsOnix(string path)
    {
        try
        {
            Span<byte> head = stackalloc byte[64];
            using var file = File.OpenRead(path);
            head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            return head is [0x1F, 0x8B, ..] or [(byte)'P', (byte)'K', 3 or 5, ..] or [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [0, (byte)'<', ..]
                || WithoutMark(head).TrimStart(" \t\r\n"u8) is [(byte)'<', ..];
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CatalogueFileException($"{path} does not exist.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CatalogueFileException($"{path} cannot be read: {fault.Message}", fault);
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> head) => head is [0xEF, 0xBB, 0xBF, ..] ? head[3..] : head;
}
