using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bookstore.PostgreSql;

/// <summary>The store behind PgBouncer in transaction mode.</summary>
public sealed class PgBouncerUnderTest : StoreUnderTest
{
    private readonly PostgreSqlUnderTest _direct = new();

    public override Type StoreType => typeof(PostgreSqlStore);

    public override int UnitsPerTask => 50;

    public override int ModelRuns => 5;

    public override async ValueTask<IBookstoreStore> CreateAsync() => new PostgreSqlStore(
        new PostgreSqlStoreOptions { ConnectionString = await PgBouncer.ConnectionStringAsync(), Schema = _direct.Schema }, NullLoggerFactory.Instance, TimeProvider.System);

    public override ValueTask<IBookstoreStore> OpenAgainAsync() => CreateAsync();

    public override ValueTask WriteWordsAsync(IBookstoreStore store, Isbn isbn, int version, BookWords words) => _direct.WriteWordsAsync(store, isbn, version, words);

    public override async ValueTask DisposeAsync()
    {
        await _direct.DisposeAsync();
        await base.DisposeAsync();
    }
}

public sealed class PgBouncerUnits : UnitConformance<PgBouncerUnderTest>;

public sealed class PgBouncerDocuments : DocumentConformance<PgBouncerUnderTest>;

public sealed class PgBouncerDocumentOwners : DocumentOwnerConformance<PgBouncerUnderTest>;

public sealed class PgBouncerKinds : KindConformance<PgBouncerUnderTest>;

public sealed class PgBouncerChanges : ChangeConformance<PgBouncerUnderTest>;

public sealed class PgBouncerOutcomes : OutcomeConformance<PgBouncerUnderTest>;

public sealed class PgBouncerLocks : LockConformance<PgBouncerUnderTest>;

public sealed class PgBouncerConflicts : ConflictConformance<PgBouncerUnderTest>;

public sealed class PgBouncerBooks : BookConformance<PgBouncerUnderTest>;

public sealed class PgBouncerSearch : SearchConformance<PgBouncerUnderTest>;

public sealed class PgBouncerSearchIndex : SearchIndexConformance<PgBouncerUnderTest>;

public sealed class PgBouncerPages : PageConformance<PgBouncerUnderTest>;

public sealed class PgBouncerMovements : MovementConformance<PgBouncerUnderTest>;

public sealed class PgBouncerOrders : OrderConformance<PgBouncerUnderTest>;

public sealed class PgBouncerDueOrders : DueOrderConformance<PgBouncerUnderTest>;

public sealed class PgBouncerDeliveries : DeliveryConformance<PgBouncerUnderTest>;

public sealed class PgBouncerReservations : ReservationConformance<PgBouncerUnderTest>;

public sealed class PgBouncerKeys : KeyConformance<PgBouncerUnderTest>;

public sealed class PgBouncerClocks : ClockConformance<PgBouncerUnderTest>;

public sealed class PgBouncerAudits : AuditConformance<PgBouncerUnderTest>;

public sealed class PgBouncerInventoryModel : InventoryModelConformance<PgBouncerUnderTest>;

public sealed class PgBouncerLoad : LoadConformance<PgBouncerUnderTest>;
