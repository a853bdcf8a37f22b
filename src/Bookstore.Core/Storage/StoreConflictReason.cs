using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>What kind of conflict a unit met.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public enum StoreConflictReason
{
    /// <summary>A concurrent writer changed a record. Reload and retry.</summary>
    Changed,

    /// <summary>Another transaction has records locked. Retry when it has ended; other records are not concerned.</summary>
    Locked,

    /// <summary>A record to insert exists. Reload and retry: if a concurrent writer inserted it, the reload shows it.</summary>
    Duplicate,
}
