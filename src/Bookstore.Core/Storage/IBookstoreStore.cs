using System.Diagnostics.CodeAnalysis;

namespace Bookstore.Storage;

/// <summary>Keeps records. It knows no business rule: it loads and locks what an operation names, and writes what was staged, all or nothing.</summary>
/// <remarks>
/// <para><b>Durability.</b> When <see cref="IStoreTransaction.CommitAsync"/> completes, the unit's changes MUST survive a crash of the process and of
/// the machine, as far as the store's kind promises that at all.</para>
/// <para><b>Isolation.</b> From <see cref="OpenAsync"/> until it ends, a unit MUST be the only one anywhere that can change the records it
/// loaded, books excepted: those are read, and the last writer wins. Records that do not exist cannot be locked; inserting one that another
/// unit inserted meanwhile MUST be a <see cref="StoreConflictException"/>.</para>
/// <para><b>Locking order.</b> Keys, then orders (with their deliveries), then reservations, then documents (those that are named and those of an owner together), then stock; within each by ascending key.
/// Two units MUST NOT deadlock; where the database sees one all the same, it is a <see cref="StoreConflictException"/>.</para>
/// <para><b>Faults.</b> A <see cref="StoreConflictException"/> or a <see cref="BookstoreStoreException"/> from a unit says that nothing of it was
/// written and nothing will be. If that is not certain, <see cref="IStoreTransaction.CommitAsync"/> MUST throw <see cref="StoreOutcomeUnknownException"/>.
/// A read, <see cref="InitializeAsync"/> and <see cref="WasCommittedAsync"/> MUST NOT throw a <see cref="StoreConflictException"/>: what is in their way
/// for a while is a <see cref="BookstoreStoreException"/> that is transient.</para>
/// <para><b>Threads.</b> Safe for use from any number of threads. The reads see committed state only. They take no lock that a writer waits for longer than for one page in memory.</para>
/// <para><b>Reads.</b> Each read is bounded by its limit, the audit of a single book's stock excepted, and ends soon after its token is cancelled, also in the middle of its work.</para>
/// <para><b>Kinds.</b> It keeps all kinds of records that <see cref="RecordKinds"/> declares, each in a table of its own, and says at its start which is missing (<see cref="RecordKinds.RequireTables"/>).</para>
/// <para>Every method prepares the store (creates or migrates it) when that has not happened yet.</para>
/// <para><b>End.</b> After <see cref="IAsyncDisposable.DisposeAsync"/> every method MUST throw <see cref="ObjectDisposedException"/>, also one that was called before for the first time. Disposing twice changes nothing.</para>
/// </remarks>
[Experimental(StorageDiagnostics.Experimental)]
public interface IBookstoreStore : IBookReads, IStockReads, IOrderReads, IDeliveryReads, IKeyReads, IDocumentReads, IEventReads, IAuditReads, IAsyncDisposable, IDisposable
{
    /// <summary>Closes the store and waits for it, for a service provider that is disposed with <c>using</c> instead of <c>await using</c>.</summary>
#pragma warning disable CA1033, CA1816 // A store that closes in another way without waiting implements IDisposable itself.
    void IDisposable.Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();
#pragma warning restore CA1033, CA1816

    /// <summary>A short name for logs and metrics, such as <c>sqlite</c>.</summary>
    string Name { get; }

    /// <summary>How many units of one process may usefully be open at a time: 1 for a store with a single writer. The write path has as many batches in progress at a time, and 64 at most; beside them one unit at a time removes old events.</summary>
    int MaxOpenUnits { get; }

    /// <summary>Creates or migrates the store, and proves that it can be used. Doing it twice changes nothing.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when the store is ready.</returns>
    /// <exception cref="BookstoreStoreException">It cannot be used; the message says what to do.</exception>
    ValueTask InitializeAsync(CancellationToken cancellationToken);

    /// <summary>Makes the row of a new writer, with batch 0, durably and before its first batch. Doing it twice changes nothing.</summary>
    /// <remarks>
    /// So a missing row never means that a batch was not committed. A store MUST NOT remove a row by the clock of a host. It may remove rows while it
    /// has more than <see cref="CommitToken.RememberedWriters"/>, those that are furthest behind in its own order first; a writer whose row was removed gets it again with its next batch.
    /// </remarks>
    /// <param name="writer">The writer.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>A task that ends when the row is durable.</returns>
    /// <exception cref="StoreConflictException">A concurrent writer conflicted; nothing was written.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used, or did not say whether the row was written. Register again.</exception>
    ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken);

    /// <summary>Whether <see cref="ReadTimeAsync"/> returns a clock of the store's own, which a person or a time server may set, such as that of a database server. Default <see langword="true"/>.</summary>
    /// <remarks>A host that starts while such a clock is ahead of its own waits for the length of a lease before it gives up or takes over what is due by it.</remarks>
    bool HasOwnClock => true;

    /// <summary>What an operator has to look at although the store works, in a sentence without paths or data, for health checks. Default <see langword="null"/>: nothing.</summary>
    string? Warning => null;

    /// <summary>Reads the store's time. Every host goes by it: leases, deadlines, the expiry of reservations and the age of idempotency keys are in it.</summary>
    /// <remarks>
    /// It MUST NOT run faster than time passes, and MUST be the same for all hosts, independently of their clocks. A store with a clock of
    /// its own, such as a database server, returns that. A store without one returns the later of <see cref="HostTime.Expected"/> and the newest
    /// <see cref="CommitToken.At"/>, or <see cref="HostTime.Clock"/> while it has neither: its time is what its hosts saw pass, and does not advance while none runs.
    /// </remarks>
    /// <param name="host">What the host knows about the time.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The store's time, in UTC.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be read now.</exception>
    ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken);

    /// <summary>Asks whether this host does the next round of some background work, where one host at a time is enough.</summary>
    /// <remarks>
    /// A store of several hosts lets one of them begin a round in each interval, whichever asks first. It MUST NOT need anything from a host that has ended before the next round can begin, and
    /// SHOULD leave a round to the others now and then, so that a host whose calls fail does not do them all. A store of one host returns <see langword="true"/>.
    /// The result only saves work: two hosts may do a round at the same time.
    /// </remarks>
    /// <param name="round">The name of the work, such as the settlement of one gateway.</param>
    /// <param name="host">The host that asks.</param>
    /// <param name="interval">How often the round is done.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Whether the host does the round; <see langword="false"/> when another round began within the interval.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be used now.</exception>
    ValueTask<bool> TryBeginRoundAsync(string round, Guid host, TimeSpan interval, CancellationToken cancellationToken);

    /// <summary>Loads and locks records.</summary>
    /// <param name="keys">Which records. The unit's working set contains each of them, also those that do not exist.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The unit, to be committed or disposed.</returns>
    /// <exception cref="StoreConflictException">A concurrent writer conflicted; retry the call.</exception>
    /// <exception cref="BookstoreStoreException">The store cannot be used.</exception>
    ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken);

    /// <summary>Finds out whether a unit whose outcome is unknown was committed.</summary>
    /// <remarks>
    /// It MUST wait for a commit that is still in flight, by taking the lock of the mark's writer, and its result MUST be final and durable. What the writer's row says is
    /// judged by <see cref="CommitToken.IsCommitted"/>; asking MUST NOT make a row that is missing.
    /// </remarks>
    /// <param name="mark">The mark that the unit was to be committed with.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns><see langword="true"/> if it was committed; <see langword="false"/> if it was not and never will be.</returns>
    /// <exception cref="BookstoreStoreException">The store cannot be asked now; or, with <see cref="BookstoreStoreException.IsOutcomeUnknown"/>, it will never know.</exception>
    ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken);
}
