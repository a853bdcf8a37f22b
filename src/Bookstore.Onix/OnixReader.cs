using System.Runtime.CompilerServices;
using Bookstore.Onix.Reading;

namespace Bookstore.Onix;

/// <summary>Reads ONIX for Books 2.1, 3.0 and 3.1, with reference names or short tags, plain, in gzip or in a zip.</summary>
/// <remarks>
/// Reads forward, one record at a time: the memory does not depend on the length of the file. The stream is only read, never changed or closed.
/// A DTD is never loaded: entities that the file declares itself are refused, and those of the old DTD, such as <c>&amp;eacute;</c>, are known.
/// </remarks>
public static class OnixReader
{
    /// <summary>Reads the records of a file, in its order. A record that cannot be read is a refused record, and the reader continues behind it.</summary>
    /// <example>
    /// <code>
    /// await using var file = File.OpenRead("feed.xml.gz");
    /// await foreach (var record in OnixReader.ReadAsync(file))
    /// {
    ///     Console.WriteLine(record.Product?.Title?.Text ?? record.Refusal!.Reason);
    /// }
    /// </code>
    /// </example>
    /// <param name="stream">The file. What it is packed with and its encoding are found by its content.</param>
    /// <param name="options">Limits. Default: those of <see cref="OnixReaderOptions"/>.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>The records.</returns>
    /// <exception cref="ArgumentException">A limit is out of its range.</exception>
    /// <exception cref="OnixException">Thrown by the enumeration: the file is no ONIX for Books, or ends too early. The records before it have been returned.</exception>
    public static IAsyncEnumerable<OnixRecord> ReadAsync(Stream stream, OnixReaderOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        options ??= new OnixReaderOptions();
        OnixReaderOptions.Check(options);
        return ReadRecordsAsync(stream, options, cancellationToken);
    }

    private static async IAsyncEnumerable<OnixRecord> ReadRecordsAsync(Stream stream, OnixReaderOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var feed = await Feed.OpenAsync(stream, options, cancellationToken).ConfigureAwait(false);
        while (await feed.NextAsync(cancellationToken).ConfigureAwait(false) is { } record)
        {
            yield return record;
        }
    }
}
