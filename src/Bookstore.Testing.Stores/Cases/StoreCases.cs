namespace Bookstore.Testing.Stores;

/// <summary>What every class of cases needs: a store, and short ways to write and to read. An object runs one case.</summary>
internal abstract class StoreCases : IAsyncDisposable
{
    private readonly List<IBookstoreStore> _opened = [];
    private readonly Guid _writer = Guid.NewGuid();
    private long _batch;

    /// <summary>Long enough for the slowest machine; only a store that hangs gets there.</summary>
    protected static TimeSpan Patience { get; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to watch that something does not happen.</summary>
    protected static TimeSpan Moment { get; } = TimeSpan.FromMilliseconds(100);

    protected StoreUnderTest UnderTest { get; private set; } = null!;

    protected IBookstoreStore Store { get; set; } = null!;

    /// <summary>Creates the store of the case.</summary>
    public async Task StartAsync(StoreUnderTest subject)
    {
        UnderTest = subject;
        Store = Remember(await subject.CreateAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _opened)
        {
            await store.DisposeAsync();
        }

        if (UnderTest is not null)
        {
            await UnderTest.DisposeAsync();
        }
    }

    protected CommitToken NextMark() => new(_writer, Interlocked.Increment(ref _batch), Records.Time);

    /// <summary>Disposes the store and opens its data again.</summary>
    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _opened.Remove(Store);
        Store = Remember(await UnderTest.OpenAgainAsync());
    }

    /// <summary>Opens the same data a second time; for stores that keep nothing, the store itself.</summary>
    protected async Task<IBookstoreStore> OpenSecondAsync() =>
        UnderTest.KeepsData ? Remember(await UnderTest.OpenAgainAsync()) : Store;

    protected async Task<IStoreTransaction> OpenAsync(Action<RecordKeys> name) => await OpenAsync(Store, name, CancellationToken.None);

    /// <summary>Opens a unit away from the test's own thread, and retries on a conflict, as the core does.</summary>
    protected static Task<IStoreTransaction> OpenAsync(IBookstoreStore store, Action<RecordKeys> name, CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            while (true)
            {
                var keys = new RecordKeys();
                name(keys);
                try
                {
                    return await store.OpenAsync(keys, cancellationToken);
                }
                catch (StoreConflictException)
                {
                    await Task.Yield();
                }
            }
        },
        CancellationToken.None);

    /// <summary>Commits one unit.</summary>
    protected async Task<CommitToken> CommitAsync(Action<RecordKeys> name, Action<WorkingSet> change)
    {
        await using var unit = await OpenAsync(name);
        change(unit.Records);
        var mark = NextMark();
        await unit.CommitAsync(mark);
        return mark;
    }

    /// <summary>Inserts or replaces records of any kind in one unit.</summary>
    protected Task<CommitToken> SaveAsync(params object[] records) => CommitAsync(
        keys => Array.ForEach(records, record => Staging.Name(keys, record)),
        set => Array.ForEach(records, record => Staging.Stage(set, record)));

    /// <summary>Calls <paramref name="task"/> done only in time, so that a store that hangs fails a fact and not the run.</summary>
    protected static Task InTime(Task task) => task.WaitAsync(Patience);

    /// <inheritdoc cref="InTime(Task)"/>
    protected static Task<T> InTime<T>(Task<T> task) => task.WaitAsync(Patience);

    private IBookstoreStore Remember(IBookstoreStore store)
    {
        _opened.Add(store);
        return store;
    }
}
