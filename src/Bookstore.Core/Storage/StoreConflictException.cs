using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>A concurrent writer or a record that exists prevented a unit. Nothing was written; reload and retry.</summary>
[Experimental(StorageDiagnostics.Experimental)]
public sealed class StoreConflictException : BookstoreException
{
    /// <summary>Makes an exception.</summary>
    public StoreConflictException()
        : this("A concurrent writer conflicted; nothing was written.")
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">The cause of the conflict.</param>
    public StoreConflictException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">The cause of the conflict.</param>
    /// <param name="innerException">What was thrown underneath.</param>
    public StoreConflictException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>What kind of conflict it is. Default <see cref="StoreConflictReason.Changed"/>.</summary>
    public StoreConflictReason Reason { get; init; }

    /// <summary>
    /// The records in conflict, as far as the store can tell: operations that do not need them can be committed. Thrown on opening a unit, or with <see cref="IsPermanent"/>, all of them
    /// are in conflict; otherwise at least one is. Default <see langword="null"/>: the store cannot tell.
    /// </summary>
    public RecordKeys? Keys { get; init; }

    /// <summary>Whether a retry cannot succeed: the records were loaded under the lock that excludes every other writer. Default <see langword="false"/>.</summary>
    public bool IsPermanent { get; init; }
}
