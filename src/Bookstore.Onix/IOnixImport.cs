namespace Bookstore.Onix;

/// <summary>Keeps the catalogue up to date by ONIX messages.</summary>
/// <remarks>
/// Safe for use from any number of threads and hosts. An import that was stopped at any point is started again with the same call and continues where it was.
/// A book remembers which message it is from: an older message never overwrites a newer one, and the same message twice changes nothing.
/// </remarks>
public interface IOnixImport
{
    /// <summary>Imports a message: adds and changes books, updates single blocks, withdraws what is deleted.</summary>
    /// <param name="options">The message, and how it is read.</param>
    /// <param name="progress">Called after about every thousand records and at the end. If it throws, the import ends with that exception.</param>
    /// <param name="cancellationToken">Stops the import; what was written stays, and the next call continues there.</param>
    /// <returns>What was done. A file that is broken or no ONIX has <see cref="OnixImportReport.Fault"/>, and what is before the fault has been imported.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used for longer than a minute.</exception>
    Task<OnixImportReport> ImportAsync(OnixImportOptions options, IProgress<OnixImportProgress>? progress = null, CancellationToken cancellationToken = default);
}

/// <summary>How far an import has come.</summary>
/// <param name="Records">Records that are done.</param>
/// <param name="Refused">Of these, the refused ones.</param>
/// <param name="Bytes">Bytes of the unpacked file that have been read.</param>
public readonly record struct OnixImportProgress(long Records, long Refused, long Bytes);
