using Bookstore.Storage;
using Bookstore.Support;
using Bookstore.Workflow;

namespace Bookstore.Tests.Storage;

public sealed class InMemoryUnderTest : StoreUnderTest
{
    public override Type StoreType => typeof(InMemoryStore);

    public override bool KeepsData => false;

    public override int ModelRuns => 300;

    public override ValueTask<IBookstoreStore> CreateAsync() => ValueTask.FromResult<IBookstoreStore>(new InMemoryStore());

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();

    public override ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words)
    {
        ((InMemoryStore)store).WriteWords(isbn, version, words);
        return ValueTask.CompletedTask;
    }
}

public sealed class InMemoryUnits : UnitConformance<InMemoryUnderTest>;

public sealed class InMemoryDocuments : DocumentConformance<InMemoryUnderTest>;

public sealed class InMemoryDocumentOwners : DocumentOwnerConformance<InMemoryUnderTest>;

public sealed class InMemoryKinds : KindConformance<InMemoryUnderTest>;

public sealed class InMemoryChanges : ChangeConformance<InMemoryUnderTest>;

public sealed class InMemoryOutcomes : OutcomeConformance<InMemoryUnderTest>;

public sealed class InMemoryLocks : LockConformance<InMemoryUnderTest>;

public sealed class InMemoryConflicts : ConflictConformance<InMemoryUnderTest>;

public sealed class InMemoryBooks : BookConformance<InMemoryUnderTest>;

public sealed class InMemorySearch : SearchConformance<InMemoryUnderTest>;

public sealed class InMemorySearchIndex : SearchIndexConformance<InMemoryUnderTest>;

public sealed class InMemoryPages : PageConformance<InMemoryUnderTest>;

public sealed class InMemoryMovements : MovementConformance<InMemoryUnderTest>;

public sealed class InMemoryOrders : OrderConformance<InMemoryUnderTest>;

public sealed class InMemoryDueOrders : DueOrderConformance<InMemoryUnderTest>;

public sealed class InMemoryDeliveries : DeliveryConformance<InMemoryUnderTest>;

public sealed class InMemoryReservations : ReservationConformance<InMemoryUnderTest>;

public sealed class InMemoryKeys : KeyConformance<InMemoryUnderTest>;

public sealed class InMemoryClocks : ClockConformance<InMemoryUnderTest>;

public sealed class InMemoryAudits : AuditConformance<InMemoryUnderTest>;

public sealed class InMemoryInventoryModel : InventoryModelConformance<InMemoryUnderTest>;

public sealed class InMemoryLoad : LoadConformance<InMemoryUnderTest>;

public sealed class InMemoryCoverage : StoreConformanceCoverage
{
    protected override IReadOnlyCollection<Type> Doubles =>
    [
        typeof(OvertakenStore), typeof(ShortPageStore), typeof(CountingStore), typeof(SharedStore), typeof(WatchedStore), typeof(Workflow.WalkedStore), typeof(StoreClockTests.TimedStore),
        typeof(DueRoundTests.MovingStore), typeof(Hosting.MaintenanceTests.BrokenSearch), typeof(CommitWatchingStore),
    ];
}
