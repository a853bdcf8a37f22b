using System.Text;
using CsvHelper;

namespace Bookstore.Samples;

/// <summary>A catalogue as a table: UTF-8, comma-separated, with a header. By default that of goodbooks-10k.</summary>
internal sealed class CatalogueFile : IDisposable
{
    private const int MaxRecordBytes = 1024 * 1024;

    private readonly string _path;
    private readonly Stream _stream;
    private readonly CsvReader _csv;
    private readonly Queue<CatalogueRow> _malformed = [];
    private ColumnMap _columns = ColumnMap.Goodbooks;

    private CatalogueFile(string path)
    {
        _path = path;
        _stream = File.OpenRead(path);
        var text = new StreamReader(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        _csv = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = ',',
            MalformedData = CsvMalformedDataHandling.Skip,
            FieldCountMismatch = CsvFieldCountHandling.Skip,
            OnMalformedRecord = AddMalformed,
            MaxRecordSize = MaxRecordBytes,
            TrackLineNumbers = true,
        });
    }

    /// <summary>How much of the file has been read, 0 to 1.</summary>
    public double Fraction => _stream.Length == 0 ? 1 : (double)_stream.Position / _stream.Length;

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">Which column is what; <see langword="null"/> for what the header looks like.</param>
    /// <returns>The file, to be read once.</returns>
    /// <exception cref="CatalogueFileException">It cannot be read, or is not such a file.</exception>
    public static CatalogueFile Open(string path, ColumnMap? columns = null)
    {
        var file = Try(path, () => new CatalogueFile(path));
        try
        {
            file.CheckHeader(columns);
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the rows, one at a time.</summary>
    /// <returns>The rows in the file's order, those that are malformed too.</returns>
    /// <exception cref="CatalogueFileException">The file cannot be read on.</exception>
    public IEnumerable<CatalogueRow> ReadRows()
    {
        bool isRow;
        do
        {
            isRow = Try(_path, _csv.Read);
            while (_malformed.TryDequeue(out var malformed))
            {
                yield return malformed;
            }

            if (isRow)
            {
                yield return MakeRow();
            }
        }
        while (isRow);
    }

    public void Dispose() => _csv.Dispose();

    private void CheckHeader(ColumnMap? columns)
    {
        string[] header = [.. Try(_path, () => _csv.Headers)];
        _columns = columns ?? ColumnMap.For(header);
        var missing = _columns.Missing(header);
        if (missing.Count > 0)
        {
            throw new CatalogueFileException($"{_path} is not a catalogue: its first line lacks the columns {string.Join(", ", missing)}. " +
                "Give the books.csv of goodbooks-10k, or a file with the same header.");
        }
    }

    private CatalogueRow MakeRow() => new()
    {
        Line = _csv.LineNumber,
        Isbn = Field(_columns.Isbn),
        Isbn13 = Field(_columns.Isbn13),
        Authors = Field(_columns.Author),
        Title = Field(_columns.Title),
        Language = Field(_columns.Language),
        Price = Field(_columns.Price),
        Currency = Field(_columns.Currency),
        Publisher = Field(_columns.Publisher),
        Published = Field(_columns.Published),
        Format = Field(_columns.Format),
        Image = Field(_columns.Image).Split(',')[0].Trim(),
        IsContinuation = _columns.HasContinuations && Field(_columns.Title).Length == 0 && Field(_columns.Isbn).Length == 0,
    };

    private string Field(string? column) => column is not null && _csv.TryGetFieldIndex(column, out var index) ? _csv.GetString(index).Trim() : string.Empty;

    private void AddMalformed(CsvMalformedRecord record) => _malformed.Enqueue(new CatalogueRow
    {
        Line = record.LineNumber,
        Title = record.RawRecord,
        Fault = record.Reason == CsvMalformedReason.FieldCountMismatch ? "it has more or fewer columns than the header" : "its quotes do not match",
    });

    private static T Try<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CatalogueFileException($"{path} does not exist. Give the path of a books.csv, or none to use the excerpt.", fault);
        }
        catch (DecoderFallbackException fault)
        {
            throw new CatalogueFileException($"{path} is not UTF-8 text. Convert it first, with iconv for example.", fault);
        }
        catch (CsvFormatException fault)
        {
            throw new CatalogueFileException(
                $"{path} is not a catalogue: it has a row of more than {MaxRecordBytes} bytes, or a quote that is never closed.", fault);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CatalogueFileException($"{path} cannot be read: {fault.Message}", fault);
        }
    }
}
