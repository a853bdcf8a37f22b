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

/// <summary>Every case of the suite.</summary>
public sealed class InMemoryConformance : StoreConformanceTests<InMemoryUnderTest>;

public sealed class InMemoryCoverage : StoreConformanceCoverage
{
    protected override IReadOnlyCollection<Type> Doubles =>
    [
        typeof(OvertakenStore), typeof(AwayStore), typeof(ShortPageStore), typeof(CountingStore), typeof(SharedStore), typeof(WatchedStore), typeof(Workflow.WalkedStore), typeof(TimedStore),
        typeof(DueRoundTests.MovingStore), typeof(Hosting.MaintenanceTests.BrokenSearch), typeof(CommitWatchingStore), typeof(Deliveries.RetryAfterFailuresTests.BadStore),
        typeof(StartBesideAClockStepTests.SteppedStore), typeof(Audit.AuditPageSizeTests.EndingStore), typeof(Bookstore.Events.EventTailTests.OddStore), typeof(UnitCommitterTests.NumberingStore),
        typeof(Bookstore.Events.Consumers.ParkedOrderTests.HeldLooks.HeldStore), typeof(Bookstore.Events.Consumers.ParkedOrderTests.DamagedStore), typeof(Bookstore.Events.Consumers.ConsumerLoadTests.SlowStore.LoadedStore),
        typeof(Bookstore.Events.Consumers.NewestEventsTests.CountingFeed), typeof(Bookstore.Events.Consumers.NewestEventsTests.ScriptedFeed),
        typeof(Bookstore.Events.Consumers.ParkedLooksTests.CountingLooks), typeof(Sales.OrderSearchTests.EndlessStore), typeof(Bookstore.Sales.OrderSpanTests.Positions), typeof(Bookstore.Refunds.RefundQueueTests.DueReads),
        typeof(Bookstore.Customers.CustomerServiceTests.NotingStore),
    ];
}
