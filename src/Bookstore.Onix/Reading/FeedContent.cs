using System.IO.Compression;
using System.Text;

namespace Bookstore.Onix.Reading;

/// <summary>The unpacked bytes of a file and their encoding.</summary>
internal sealed class FeedContent : IDisposable
{
    private const int HeadLength = 1024;

    private readonly List<IDisposable> _opened;
    private readonly Stream _stream;
    private ReadOnlyMemory<byte> _head;

    private FeedContent(Stream stream, ReadOnlyMemory<byte> head, Encoding encoding, List<IDisposable> opened) =>
        (_stream, _head, Encoding, _opened) = (stream, head, encoding, opened);

    public Encoding Encoding { get; }

    /// <summary>Finds by its content what a file is packed with, and its encoding.</summary>
    /// <exception cref="OnixException">The file is no XML, a zip without one XML file in it, or of an encoding that is not known.</exception>
    public static async ValueTask<FeedContent> OpenAsync(Stream stream, OnixReaderOptions options, CancellationToken cancellationToken)
    {
        List<IDisposable> opened = [];
        try
        {
            var head = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
            if (IsGZip(head))
            {
                stream = Opened(new GZipStream(new PrefixedStream(head, stream), CompressionMode.Decompress), opened);
                head = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
            }
            else if (IsZip(head))
            {
                stream = Opened(await ZipFeed.OpenAsync(new PrefixedStream(head, stream), options.MaxBytes, cancellationToken).ConfigureAwait(false), opened);
                head = await ReadHeadAsync(stream, cancellationToken).ConfigureAwait(false);
            }

            if (opened.Count > 0 && IsPacked(head))
            {
                throw new OnixException("The file is packed more than once. Unpack it once, and read what is in it.", 1);
            }

            var (encoding, preamble) = FeedEncoding.Find(head, options.Encoding);
            return new FeedContent(stream, head.AsMemory(preamble), encoding, opened);
        }
        catch (InvalidDataException fault)
        {
            Close(opened);
            throw new OnixException("The packed file is damaged: it cannot be unpacked. Fetch it again.", 1, fault);
        }
        catch
        {
            Close(opened);
            throw;
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_head.IsEmpty)
        {
            return await _stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        var length = Math.Min(_head.Length, buffer.Length);
        _head[..length].CopyTo(buffer);
        _head = _head[length..];
        return length;
    }

    public void Dispose() => Close(_opened);

    private static bool IsPacked(byte[] head) => IsGZip(head) || IsZip(head);

    private static bool IsGZip(byte[] head) => head is [0x1F, 0x8B, ..];

    private static bool IsZip(byte[] head) => head is [(byte)'P', (byte)'K', 3 or 5, 4 or 6, ..];

    private static Stream Opened(Stream stream, List<IDisposable> opened)
    {
        opened.Add(stream);
        return stream;
    }

    private static void Close(List<IDisposable> opened) => opened.ForEach(static stream => stream.Dispose());

    private static async ValueTask<byte[]> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new byte[HeadLength];
        var length = await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return head[..length];
    }
}
