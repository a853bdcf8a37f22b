using Bookstore.Storage;

namespace Bookstore.Testing.Stores;

/// <summary>What is wrong with a store.</summary>
public enum Flaw
{
    LosesCommits,
    ForgetsCommitTokens,
    ForgetsReservations,
    ListsNoMovements,
    IgnoresLimits,
    UsesClockOfHost,
    IgnoresCancellation,
    ClaimsAnotherType,
}

/// <summary>A store that breaks one sentence of the contract.</summary>
public sealed class FlawedStore(Flaw flaw) : SoundStore(InMemory())
{
    public override ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken) => flaw switch
    {
        Flaw.ForgetsCommitTokens => ValueTask.FromResult(false),
        Flaw.IgnoresCancellation => base.WasCommittedAsync(mark, CancellationToken.None),
        _ => base.WasCommittedAsync(mark, cancellationToken),
    };

    public override ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        flaw == Flaw.ForgetsReservations ? ValueTask.FromResult<Reservation?>(null) : base.FindReservationAsync(reservationId, cancellationToken);

    public override ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken) =>
        flaw == Flaw.ListsNoMovements ? ValueTask.FromResult(new MovementPage([], null)) : base.ListMovementsAsync(isbn, after, limit, cancellationToken);

    public override ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        base.AuditStockAsync(after, flaw == Flaw.IgnoresLimits ? 1_000 : limit, cancellationToken);

    public override ValueTask<DateTimeOffset> ReadTimeAsync(HostTime host, CancellationToken cancellationToken) =>
        flaw == Flaw.UsesClockOfHost ? ValueTask.FromResult(host.Clock) : base.ReadTimeAsync(host, cancellationToken);

    protected override ValueTask CommitUnitAsync(IStoreTransaction unit, CommitToken mark) =>
        flaw == Flaw.LosesCommits ? ValueTask.CompletedTask : base.CommitUnitAsync(unit, mark);

    /// <summary>How the suite creates it. It has no public constructor without parameters, so the coverage does not ask for tests of it.</summary>
    internal sealed class UnderTest(Flaw flaw) : StoreUnderTest
    {
        public override Type StoreType => flaw == Flaw.ClaimsAnotherType ? typeof(SoundStore) : typeof(FlawedStore);

        public override bool KeepsData => false;

        public override ValueTask<IBookstoreStore> CreateAsync() => ValueTask.FromResult<IBookstoreStore>(new FlawedStore(flaw));

        public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();
    }
}
