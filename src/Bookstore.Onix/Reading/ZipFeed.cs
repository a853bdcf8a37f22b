using System.IO.Compression;

namespace Bookstore.Onix.Reading;

/// <summary>The one XML file of a zip. A zip is read from its end, so it is copied to a temporary file first.</summary>
internal sealed class ZipFeed : Stream
{
    private const int BufferLength = 64 * 1024;

    private readonly FileStream _copy;
    private readonly ZipArchive _archive;
    private readonly Stream _content;

    private ZipFeed(FileStream copy, ZipArchive archive, Stream content) => (_copy, _archive, _content) = (copy, archive, content);

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens the XML file of a zip.</summary>
    /// <exception cref="OnixException">There is none, more than one, or the zip is longer than the limit.</exception>
    /// <exception cref="InvalidDataException">The zip is damaged.</exception>
    public static async ValueTask<ZipFeed> OpenAsync(Stream stream, long maxBytes, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose };
        var copy = new FileStream(path, options);
        try
        {
            await CopyAsync(stream, copy, maxBytes, cancellationToken).ConfigureAwait(false);
            ZipDirectory.Check(copy);
            copy.Position = 0;
            var archive = new ZipArchive(copy, ZipArchiveMode.Read, leaveOpen: true);
            return new ZipFeed(copy, archive, OneFile(archive).Open());
        }
        catch
        {
            await copy.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => _content.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => _content.Read(buffer);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        _content.ReadAsync(buffer, offset, count, cancellationToken);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _content.ReadAsync(buffer, cancellationToken);

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
            _archive.Dispose();
            _copy.Dispose();
        }

        base.Dispose(disposing);
    }

    private static async Task CopyAsync(Stream stream, FileStream copy, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferLength];
        while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is var length and > 0)
        {
            if (copy.Position + length > maxBytes)
            {
                throw new OnixException($"The zip is longer than {maxBytes} bytes. Raise OnixReaderOptions.MaxBytes if it is right.", 1);
            }

            await copy.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
    }

    private static ZipArchiveEntry OneFile(ZipArchive archive)
    {
        var files = archive.Entries.Where(static entry => entry.Name.Length > 0).ToList();
        var feeds = files.Where(static entry => entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".onix", StringComparison.OrdinalIgnoreCase) || entry.Name.EndsWith(".onx", StringComparison.OrdinalIgnoreCase)).ToList();
        var candidates = feeds.Count > 0 ? feeds : files;
        return candidates is [var one]
            ? one
            : throw new OnixException($"The zip has {candidates.Count} files that could be the feed, and must have one. Unpack it and read each.", 1);
    }
}
