using System.Text;

namespace Bookstore.Onix.Reading;

/// <summary>Finds the encoding of an XML file by its first bytes and its declaration.</summary>
internal static class FeedEncoding
{
    private static readonly string Invalid = FeedText.InvalidBytes.ToString();

    /// <summary>Finds the encoding, and the length of the byte order mark.</summary>
    /// <exception cref="OnixException">The bytes are no XML, or the declared encoding is not known.</exception>
    public static (Encoding Encoding, int Preamble) Find(ReadOnlySpan<byte> head, Encoding? forced)
    {
        var (encoding, preamble) = ByMark(head);
        var bytes = head[preamble..];
        encoding ??= bytes switch
        {
            [(byte)'<', 0, ..] => Encoding.Unicode,
            [0, (byte)'<', ..] => Encoding.BigEndianUnicode,
            _ => null,
        };
        var isWide = encoding is UnicodeEncoding;
        if (!isWide && bytes.TrimStart(" \t\r\n"u8) is not [(byte)'<', ..])
        {
            throw new OnixException(head.IsEmpty ? "The file is empty." : "The file is no XML: it does not begin with <. ONIX for Books is XML, plain, in gzip or in a zip.", 1);
        }

        // The bytes of a wide encoding count more than the declaration.
        encoding = forced ?? (isWide ? encoding! : encoding ?? Declared(bytes) ?? Encoding.UTF8);
        return (WithMark(encoding), preamble);
    }

    private static (Encoding? Encoding, int Length) ByMark(ReadOnlySpan<byte> head) => head switch
    {
        [0xEF, 0xBB, 0xBF, ..] => (Encoding.UTF8, 3),
        [0xFF, 0xFE, ..] => (Encoding.Unicode, 2),
        [0xFE, 0xFF, ..] => (Encoding.BigEndianUnicode, 2),
        _ => (null, 0),
    };

    private static Encoding? Declared(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes).AsSpan().TrimStart();
        var end = text.IndexOf("?>", StringComparison.Ordinal);
        var at = end < 0 || !text.StartsWith("<?xml", StringComparison.Ordinal) ? -1 : text[..end].IndexOf("encoding", StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var value = text[(at + "encoding".Length)..end].TrimStart().TrimStart('=').TrimStart();
        var close = value.IsEmpty ? -1 : value[1..].IndexOf(value[0]);
        var name = close < 0 ? string.Empty : value.Slice(1, close).ToString();
        return ByName(name) ?? throw new OnixException($"The XML declaration names the encoding '{Shown(name)}', which is not known. Known are UTF-8, UTF-16, ISO-8859-1 to 16 and Windows-1250 to 1258; OnixReaderOptions.Encoding names another.", 1);
    }

    private static Encoding? ByName(string name) => name.ToUpperInvariant() switch
    {
        "UTF-8" or "UTF8" or "US-ASCII" or "ASCII" => Encoding.UTF8,

        // The bytes show a wide encoding themselves: this file was converted, and its declaration was left as it was.
        "UTF-16" or "UTF-16LE" or "UTF-16BE" => Encoding.UTF8,
        "LATIN1" or "LATIN-1" or "ISO8859-1" => Encoding.Latin1,
        "CP1252" => CodePagesEncodingProvider.Instance.GetEncoding(1252),
        var other when other.StartsWith("ISO-8859-", StringComparison.Ordinal) || other.StartsWith("WINDOWS-125", StringComparison.Ordinal) => OfCodePage(other),
        _ => null,
    };

    private static Encoding? OfCodePage(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    // Bytes that are not of the encoding become a mark, so that only their record is refused.
    private static Encoding WithMark(Encoding encoding)
    {
        var marking = (Encoding)encoding.Clone();
        marking.DecoderFallback = new DecoderReplacementFallback(Invalid);
        return marking;
    }

    private static string Shown(string name) => new([.. name.Take(40).Where(static letter => letter is >= ' ' and <= '~')]);
}
