namespace Bookstore.Samples;

/// <summary>Reads the rows of a catalogue file that can become books; the shop checks the rest.</summary>
internal static class UploadRows
{
    private const int MaxTextLength = 500;

    /// <summary>Reads a file.</summary>
    /// <returns>The rows, and how many others there are: malformed, without an ISBN or a title, or with the ISBN of an earlier row.</returns>
    /// <exception cref="CatalogueFileException">The file is no catalogue, or none of its rows can become a book.</exception>
    public static (IReadOnlyList<UploadRow> Rows, int Refused) Read(string path)
    {
        using var file = CatalogueFile.Open(path);
        var rows = new List<UploadRow>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var row in file.ReadRows())
        {
            if (row.Fault is null && row.Title.Length > 0 && IsbnText.Find(row.Isbn, row.Isbn13) is { } isbn && known.Add(isbn))
            {
                rows.Add(new UploadRow(number, isbn, Text.Shorten(row.Title, MaxTextLength), Text.Shorten(row.Authors, MaxTextLength)));
            }

            number++;
        }

        return rows.Count > 0 ? (rows, number - rows.Count) : throw new CatalogueFileException($"{path} has no book that can be sold.");
    }
}

/// <summary>A row of the file.</summary>
internal sealed record UploadRow(int Number, string Isbn, string Title, string Authors);
