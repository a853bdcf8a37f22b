using Bookstore.Onix;

namespace Bookstore.Samples;

/// <summary>Imports a table.</summary>
internal static class CsvCommand
{
    public static async Task<OnixImportReport> RunAsync(IInventoryService inventory, CatalogueOptions options, CancellationToken cancellationToken)
    {
        var started = TimeProvider.System.GetTimestamp();
        using var file = CatalogueFile.Open(options.Path, options.Columns is { } columns ? ColumnMap.Parse(columns) : null);
        var books = new CsvBooks(inventory, options);
        await Screen.Open().TrackAsync(
            options.DryRun ? "Looking through the table" : "Importing the table",
            () => file.Fraction,
            () => SaveAsync(inventory, books, file, options.DryRun, cancellationToken));
        return books.ToReport() with { Bytes = new FileInfo(options.Path).Length, Elapsed = TimeProvider.System.GetElapsedTime(started) };
    }

    private static async Task<bool> SaveAsync(IInventoryService inventory, CsvBooks books, CatalogueFile file, bool isDryRun, CancellationToken cancellationToken)
    {
        var changes = books.ReadAsync(file, cancellationToken);
        if (!isDryRun)
        {
            books.Refuse((await inventory.SaveBooksAsync(changes, progress: null, cancellationToken)).Refused);
            return true;
        }

        await foreach (var _ in changes)
        {
            // Counted, and not written.
        }

        return true;
    }
}
