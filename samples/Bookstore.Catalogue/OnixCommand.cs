using Bookstore.Onix;

namespace Bookstore.Samples;

/// <summary>Imports an ONIX message.</summary>
internal static class OnixCommand
{
    public static async Task<OnixImportReport> RunAsync(IOnixImport onix, CatalogueOptions options, CancellationToken cancellationToken)
    {
        var file = OnixImportOptions.ForFile(options.Path);
        Stream? stream = null;
        var import = file with
        {
            Open = async token => stream = await file.Open(token),
            Currency = options.Currency,
            Country = options.Country,
            KeepPrices = options.KeepPrices,
            DryRun = options.DryRun,
        };
        var length = new FileInfo(options.Path).Length;
        return await Screen.Open().TrackAsync(
            options.DryRun ? "Looking through the message" : "Importing the message",
            () => stream is { CanSeek: true } open ? (double)open.Position / Math.Max(1, length) : 0,
            () => onix.ImportAsync(import, progress: null, cancellationToken));
    }
}
