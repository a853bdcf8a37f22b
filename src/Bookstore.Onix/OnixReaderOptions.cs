using System.Text;

namespace Bookstore.Onix;

/// <summary>The limits of a reader. The defaults are right for feeds of the trade.</summary>
public sealed record OnixReaderOptions
{
    /// <summary>The longest record, in characters of its XML. Default 2,097,152. Range 1,024 to 67,108,864. A longer one is refused; the reader keeps no more than this in memory.</summary>
    public int MaxRecordLength { get; init; } = 2 * 1024 * 1024;

    /// <summary>The deepest nesting of elements in a record. Default 32. Range 4 to 256. A deeper one is refused.</summary>
    public int MaxDepth { get; init; } = 32;

    /// <summary>The longest text of one element, in characters. Default 262,144. Range 100 to 16,777,216. A record with a longer one is refused.</summary>
    public int MaxTextLength { get; init; } = 256 * 1024;

    /// <summary>The most bytes of the unpacked file. Default 68,719,476,736, which is 64 GiB. A file that unpacks to more ends with an <see cref="OnixException"/>.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024 * 1024;

    /// <summary>The encoding of a file whose XML declaration is missing or wrong. Default <see langword="null"/>: as the file declares, else UTF-8.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>Whether plain records are read without the XML reader. Its results are the same, which tests compare.</summary>
    internal bool IsPlainRead { get; init; } = true;

    /// <summary>Throws unless each limit is in its range.</summary>
    internal static void Check(OnixReaderOptions options)
    {
        var broken = options switch
        {
            { MaxRecordLength: < 1024 or > 64 * 1024 * 1024 } => "MaxRecordLength is 1,024 to 67,108,864 characters.",
            { MaxDepth: < 4 or > 256 } => "MaxDepth is 4 to 256.",
            { MaxTextLength: < 100 or > 16 * 1024 * 1024 } => "MaxTextLength is 100 to 16,777,216 characters.",
            { MaxBytes: < 1 } => "MaxBytes is at least 1.",
            _ => null,
        };
        if (broken is not null)
        {
            throw new ArgumentException(broken, nameof(options));
        }
    }
}
