using CsvHelper;

namespace Bookstore.Samples;

/// <summary>Reads the rows of a catalogue file that can become books; the shop checks the rest.</summary>
internal static class UploadRows
{
    private const int Isbn10Length = 10;
    private const int MaxLostZeros = 4;
    private const int MaxTextLength = 500;

    /// <summary>Reads a file.</summary>
    /// <returns>The rows, and how many others there are: without an ISBN, or with that of an earlier row.</returns>
    public static (IReadOnlyList<UploadRow> Rows, int Refused) Read(string path)
    {
        using var csv = CsvReader.Create(new StreamReader(path), new CsvReaderOptions { Separator = ',' });
        var rows = new List<UploadRow>();
        var known = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var number = 0;
        for (; csv.Read(); number++)
        {
            // Spreadsheets drop leading zeros: an ISBN-10 that is too short gets up to four back.
            var isbn = Field(csv, "isbn").Replace("-", string.Empty, StringComparison.Ordinal);
            if (isbn.Length >= Isbn10Length - MaxLostZeros && known.Add(isbn.PadLeft(Isbn10Length, '0')))
            {
                rows.Add(new UploadRow(number, isbn.PadLeft(Isbn10Length, '0'), Fit(csv, "title"), Fit(csv, "authors")));
            }
        }

        return (rows, number - rows.Count);
    }

    // A collection names fifty authors; the shop has room for 500 characters.
    private static string Fit(CsvReader csv, string column) => Text.Shorten(Field(csv, column), MaxTextLength);

    private static string Field(CsvReader csv, string column) => csv.TryGetFieldIndex(column, out var index) ? csv.GetString(index).Trim() : string.Empty;
}

/// <summary>A row of the file.</summary>
internal sealed record UploadRow(int Number, string Isbn, string Title, string Authors);
