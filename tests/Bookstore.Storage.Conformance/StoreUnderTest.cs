namespace Bookstore.Storage;

/// <summary>How the suite gets at a store. Made anew for every fact; its data is nobody else's.</summary>
public abstract class StoreUnderTest : IAsyncDisposable
{
    /// <summary>The class of the store, so that the coverage can find a store that is not tested.</summary>
    public abstract Type StoreType { get; }

    /// <summary>Whether the data outlives the store's instance. One that keeps nothing has no second instance either.</summary>
    public virtual bool KeepsData => true;

    /// <summary>How many units each of eight tasks commits under load.</summary>
    public virtual int UnitsPerTask => 200;

    /// <summary>How many random sequences of operations are compared with the model.</summary>
    public virtual int ModelRuns => 100;

    /// <summary>Makes a new, empty store that is not initialized. Called once.</summary>
    /// <returns>The store; the suite disposes it.</returns>
    public abstract ValueTask<IBookstoreStore> CreateAsync();

    /// <summary>Opens the same data with a new instance, beside those that are open or after they were disposed.</summary>
    /// <returns>The store, empty if it <see cref="KeepsData">keeps nothing</see>; the suite disposes it.</returns>
    public abstract ValueTask<IBookstoreStore> OpenAgainAsync();

    /// <summary>Gives a book other search words, as another version of the store would have written them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="isbn">A book that is there.</param>
    /// <param name="version">The version that is noted with the words.</param>
    /// <param name="words">The words: all there are of the book.</param>
    /// <returns>A task that ends when they are written.</returns>
    public abstract ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words);

    /// <summary>Removes the data, after all instances were disposed.</summary>
    /// <returns>A task that ends when it is gone.</returns>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
