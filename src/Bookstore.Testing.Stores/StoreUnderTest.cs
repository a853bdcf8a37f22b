using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Testing.Stores;

/// <summary>How the suite creates and opens a store, and what the store can do. Implement it once for each store.</summary>
/// <remarks>
/// Each case has an object of its own, whose data no other case sees. The constructor must do no work: an object is also made to read the switches,
/// and such an object is neither used nor disposed.
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public abstract class StoreUnderTest : IAsyncDisposable
{
    /// <summary>The class of the store. <see cref="StoreConformanceCoverage"/> finds stores in its assembly that are not tested.</summary>
    public abstract Type StoreType { get; }

    /// <summary>Whether the data outlives the store's object, and can be opened by two objects at a time.</summary>
    /// <value>Default: <see langword="true"/>. With <see langword="false"/>, a store that is opened again must be empty, and cases that open data a second time use the first object.</value>
    public virtual bool KeepsData => true;

    /// <summary>Whether the store keeps the search words of a book, so that words of another version of the library can be found in it.</summary>
    /// <value>Default: <see langword="true"/>, which needs <see cref="WriteWordsAsync"/>. With <see langword="false"/>, for a store that works words out in each query, the cases about words of other versions do not apply.</value>
    public virtual bool KeepsSearchWords => true;

    /// <summary>How many units each of eight tasks commits in the cases under load.</summary>
    /// <value>Default: 200. Range: 10 or more; fewer for a store whose commits are slow.</value>
    public virtual int UnitsPerTask => 200;

    /// <summary>How many random sequences of operations are compared with a plain model.</summary>
    /// <value>Default: 100. Range: 1 or more.</value>
    public virtual int ModelRuns => 100;

    /// <summary>Creates an empty store that is not initialized. Called once.</summary>
    /// <returns>The store. The suite disposes it.</returns>
    public abstract ValueTask<IBookstoreStore> CreateAsync();

    /// <summary>Opens the same data with another object, beside those that are open or after they were disposed.</summary>
    /// <returns>The store; an empty one if it does not keep data (<see cref="KeepsData"/>). The suite disposes it.</returns>
    public abstract ValueTask<IBookstoreStore> OpenAgainAsync();

    /// <summary>Replaces the search words of a book in the data, as another version of the library would have written them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isbn">A book that exists.</param>
    /// <param name="version">The version to be stored with the words.</param>
    /// <param name="words">All words of the book.</param>
    /// <returns>A task that completes when the words are committed.</returns>
    /// <exception cref="NotSupportedException">It is not implemented. Called only for a store that keeps search words (<see cref="KeepsSearchWords"/>).</exception>
    public virtual ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words) =>
        throw new NotSupportedException($"{GetType().Name} has to implement {nameof(WriteWordsAsync)}, or return false from {nameof(KeepsSearchWords)}.");

    /// <summary>Removes the data, after all stores were disposed. By default does nothing.</summary>
    /// <returns>A task that completes when the data is removed.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
