using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Loaded and locked records, and what is to become of them. Used by one thread at a time.</summary>
/// <remarks>Disposing a unit that was not committed writes nothing and lets its locks go.</remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IStoreTransaction : IAsyncDisposable
{
    /// <summary>The loaded records, and the changes staged on them.</summary>
    WorkingSet Records { get; }

    /// <summary>Writes all staged changes together with the mark, and commits once. Called at most once, and only when something is staged.</summary>
    /// <param name="mark">Written in the same transaction, so that the outcome can be found out later.</param>
    /// <returns>A task that ends when the changes are durable.</returns>
    /// <exception cref="StoreConflictException">A concurrent writer conflicted with this unit; nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used, or cannot keep a record, such as a text that is not Unicode; nothing was written.</exception>
    /// <exception cref="StoreOutcomeUnknownException">It is not known whether the changes were written.</exception>
    ValueTask CommitAsync(CommitToken mark);

    /// <summary>Ends when the committed events have positions, so that those who wait for them look at the feed then and not before. Default: at once, for a store that gives positions in the commit.</summary>
    /// <remarks>Read after <see cref="CommitAsync"/> has succeeded. A hint: nothing depends on it, so a store MAY end it early, or never when it is disposed.</remarks>
    Task EventsNumbered => Task.CompletedTask;
}
