using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore.Onix.Import;

/// <summary>Imports messages into one shop.</summary>
internal sealed class OnixImport(IBookstoreStore store, GroupCommit commit, IOptions<BookstoreOptions> shop, TimeProvider time) : IOnixImport
{
    public async Task<OnixImportReport> ImportAsync(OnixImportOptions options, IProgress<OnixImportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        OnixImportOptions.Check(options);
        var started = time.GetTimestamp();
        var run = new ImportRun(store, commit, shop.Value, time, options, progress);
        var report = await run.RunAsync(cancellationToken).ConfigureAwait(false);
        return report with { Elapsed = time.GetElapsedTime(started) };
    }
}
