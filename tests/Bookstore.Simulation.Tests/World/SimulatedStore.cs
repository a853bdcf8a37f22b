using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>One host's way to the database: every call ends when the seed says so, and some fail.</summary>
/// <param name="simulation">The world around it.</param>
/// <param name="host">The host.</param>
/// <param name="work">What the host does with it.</param>
internal sealed class SimulatedStore(Simulation simulation, Host host, OperationKind work) : IBookstoreStore
{
    private readonly InMemoryStore _committed = simulation.Database.Committed;

    public string Name => "simulated";

    public int MaxOpenUnits => simulation.Database.MaxOpenUnits;

    public ValueTask InitializeAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask RegisterWriterAsync(Guid writer, CancellationToken cancellationToken)
    {
        simulation.Guard();
        var answer = new TaskCompletionSource();
        if (simulation.Faults.Strikes(FaultKind.OpenFails))
        {
            simulation.Agenda.Add(host, "register fails", () => answer.SetException(new BookstoreStoreException("The store is away.") { IsTransient = true }));
        }
        else
        {
            simulation.Agenda.Add(host, "register", () =>
            {
                _ = _committed.RegisterWriterAsync(writer, CancellationToken.None);
                simulation.Database.HasRow(writer);
                answer.SetResult();
            });
        }

        return new ValueTask(answer.Task);
    }

    // The database's own clock is right.
    public ValueTask<DateTimeOffset> ReadTimeAsync(HostTime asking, CancellationToken cancellationToken) =>
        ReadAsync("read the time", () => ValueTask.FromResult(simulation.Bug?.TimeOf(work, simulation.Clock.Now, asking.Clock) ?? simulation.Clock.Now));

    // All hosts do all rounds: the more of them at a time, the more is found.
    public ValueTask<bool> TryBeginRoundAsync(string round, Guid asking, TimeSpan interval, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public ValueTask<IStoreTransaction> OpenAsync(RecordKeys keys, CancellationToken cancellationToken)
    {
        simulation.Guard();
        var answer = new TaskCompletionSource<IStoreTransaction>();
        var faults = simulation.Faults;
        if (faults.Strikes(FaultKind.OpenConflict))
        {
            simulation.Agenda.Add(host, "open meets a conflict", () => answer.SetException(new StoreConflictException()));
        }
        else if (faults.Strikes(FaultKind.OpenFails))
        {
            var isTransient = simulation.Chance.Percent(70);
            simulation.Agenda.Add(host, "open fails", () => answer.SetException(new BookstoreStoreException("The store is away.") { IsTransient = isTransient }));
        }
        else
        {
            Open(keys, answer, null);
            simulation.Agenda.Add(host, "wait for locks ends", () => EndWait(keys, answer), () => !answer.Task.IsCompleted, keys.LockWait ?? TimeSpan.FromSeconds(5));
        }

        return new ValueTask<IStoreTransaction>(answer.Task);
    }

    public ValueTask<bool> WasCommittedAsync(CommitToken mark, CancellationToken cancellationToken)
    {
        simulation.Guard();
        var answer = new TaskCompletionSource<bool>();
        if (simulation.Faults.Strikes(FaultKind.WasCommittedFails))
        {
            simulation.Agenda.Add(host, "was it committed? away", () => answer.SetException(new BookstoreStoreException("The store is away.") { IsTransient = true }));
        }
        else
        {
            simulation.Agenda.Add(host, "was it committed?", Ask, () => !simulation.Database.IsInFlight(mark.Writer));
        }

        return new ValueTask<bool>(answer.Task);

        void Ask()
        {
            if (simulation.Database.IsRemoved(mark.Writer))
            {
                simulation.Trace.Add("  no row");
                if (simulation.Bug is { TakesMissingForNo: true })
                {
                    answer.SetResult(false);
                    return;
                }

                answer.SetException(new BookstoreStoreException("No row.") { IsOutcomeUnknown = true });
                return;
            }

            var truth = _committed.WasCommittedAsync(mark, CancellationToken.None).Result;
            simulation.Trace.Add($"  {truth}");
            answer.SetResult(simulation.Bug?.WasCommitted(truth) ?? truth);
        }
    }

    public ValueTask<BookListing?> FindBookAsync(Isbn isbn, CancellationToken cancellationToken) =>
        ReadAsync("find book", () => _committed.FindBookAsync(isbn, CancellationToken.None));

    public ValueTask<KeysetPage<BookListing, Isbn>> ListBooksAsync(BookFilter filter, Isbn? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list books", () => _committed.ListBooksAsync(filter, after, limit, CancellationToken.None));

    public ValueTask<MovementPage> ListMovementsAsync(Isbn isbn, long? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list movements", () => _committed.ListMovementsAsync(isbn, after, limit, CancellationToken.None));

    public ValueTask<Reservation?> FindReservationAsync(Guid reservationId, CancellationToken cancellationToken) =>
        ReadAsync("find reservation", () => _committed.FindReservationAsync(reservationId, CancellationToken.None));

    public ValueTask<OrderRecord?> FindOrderAsync(Guid orderId, CancellationToken cancellationToken) =>
        ReadAsync("find order", () => _committed.FindOrderAsync(orderId, CancellationToken.None));

    public ValueTask<KeysetPage<OrderRecord, Guid>> ListOrdersAsync(OrderFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list orders", () => _committed.ListOrdersAsync(filter, after, limit, CancellationToken.None));

    public ValueTask<KeysetPage<OrderRecord, DuePosition>> ListDueOrdersAsync(OrderWork work, string? gateway, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync($"list {work}", () => _committed.ListDueOrdersAsync(work, gateway, dueAt, after, limit, CancellationToken.None));

    public ValueTask<KeysetPage<OrderRecord, PartyDuePosition>> ListAllDueOrdersAsync(OrderWork due, DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list all due orders", () => _committed.ListAllDueOrdersAsync(due, dueAt, after, limit, CancellationToken.None));

    public ValueTask<KeysetPage<DeliveryRecord, PartyDuePosition>> ListAllDueDeliveriesAsync(DateTimeOffset dueAt, PartyDuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list all due deliveries", () => _committed.ListAllDueDeliveriesAsync(dueAt, after, limit, CancellationToken.None));

    public ValueTask<DeliveryRecord?> FindDeliveryAsync(Guid deliveryId, CancellationToken cancellationToken) =>
        ReadAsync("find delivery", () => _committed.FindDeliveryAsync(deliveryId, CancellationToken.None));

    public ValueTask<KeysetPage<DeliveryRecord, Guid>> ListDeliveriesAsync(DeliveryFilter filter, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list deliveries", () => _committed.ListDeliveriesAsync(filter, after, limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<DeliveryRecord>> ListDeliveriesOfAsync(IReadOnlyCollection<Guid> orderIds, CancellationToken cancellationToken) =>
        ReadAsync("list deliveries of orders", () => _committed.ListDeliveriesOfAsync(orderIds, CancellationToken.None));

    public ValueTask<KeysetPage<DeliveryRecord, DuePosition>> ListDueDeliveriesAsync(string courier, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list due deliveries", () => _committed.ListDueDeliveriesAsync(courier, dueAt, after, limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<CourierBacklog>> CountDueDeliveriesAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ReadAsync("count due deliveries", () => _committed.CountDueDeliveriesAsync(dueAt, CancellationToken.None));

    public ValueTask<IReadOnlyList<GatewayBacklog>> CountDueOrdersAsync(DateTimeOffset dueAt, CancellationToken cancellationToken) =>
        ReadAsync("count due orders", () => _committed.CountDueOrdersAsync(dueAt, CancellationToken.None));

    public ValueTask<KeysetPage<Reservation, DuePosition>> ListExpiredReservationsAsync(DateTimeOffset expiredAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list expired reservations", () => _committed.ListExpiredReservationsAsync(expiredAt, after, limit, CancellationToken.None));

    public ValueTask<SearchIndexState> ReadSearchIndexAsync(int version, CancellationToken cancellationToken) =>
        ReadAsync("read search index", () => _committed.ReadSearchIndexAsync(version, CancellationToken.None));

    public ValueTask<IReadOnlyList<OutdatedBook>> ListOutdatedBooksAsync(int version, OutdatedBook? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list outdated books", () => _committed.ListOutdatedBooksAsync(version, after, limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<IdempotencyRecord>> ListKeysAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list keys", () => _committed.ListKeysAsync(createdBefore, after, limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<KeyWithOrder>> ListKeysWithOrdersAsync(DateTimeOffset createdBefore, IdempotencyRecord? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list keys with orders", () => _committed.ListKeysWithOrdersAsync(createdBefore, after, limit, CancellationToken.None));

    public ValueTask<DocumentRecord?> FindDocumentAsync(DocumentId id, CancellationToken cancellationToken) =>
        ReadAsync("find document", () => _committed.FindDocumentAsync(id, CancellationToken.None));

    public ValueTask<DocumentRecord?> FindDocumentByKeyAsync(string kind, string uniqueKey, CancellationToken cancellationToken) =>
        ReadAsync("find document by key", () => _committed.FindDocumentByKeyAsync(kind, uniqueKey, CancellationToken.None));

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(Guid ownerId, string kind, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list documents of an order", () => _committed.ListDocumentsOfAsync(ownerId, kind, after, limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsOfAsync(IReadOnlyCollection<Guid> ownerIds, IReadOnlyCollection<string> kinds, CancellationToken cancellationToken) =>
        ReadAsync("list documents of orders", () => _committed.ListDocumentsOfAsync(ownerIds, kinds, CancellationToken.None));

    public ValueTask<IReadOnlyList<DocumentRecord>> ListDocumentsAsync(string kind, int? state, Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list documents", () => _committed.ListDocumentsAsync(kind, state, after, limit, CancellationToken.None));

    public ValueTask<KeysetPage<DocumentRecord, DuePosition>> ListDueDocumentsAsync(
        string kind, Guid? ownerId, DateTimeOffset dueAt, DuePosition? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("list due documents", () => _committed.ListDueDocumentsAsync(kind, ownerId, dueAt, after, limit, CancellationToken.None));

    public ValueTask<EventSlice> ReadEventsAsync(long? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("read events", () => _committed.ReadEventsAsync(after, limit, CancellationToken.None));

    public ValueTask<long> ReadLastEventAsync(CancellationToken cancellationToken) =>
        ReadAsync("read last event", () => _committed.ReadLastEventAsync(CancellationToken.None));

    public ValueTask<long?> FindEventsBeforeAsync(DateTimeOffset committedBefore, DateTimeOffset now, int limit, CancellationToken cancellationToken) =>
        ReadAsync("find old events", () => _committed.FindEventsBeforeAsync(committedBefore, now, limit, CancellationToken.None));

    public ValueTask NumberEventsAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlyList<StockAudit>> AuditStockAsync(Isbn? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("audit stock", () => _committed.AuditStockAsync(after, limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<OrderAudit>> AuditOrdersAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("audit orders", () => _committed.AuditOrdersAsync(after, limit, CancellationToken.None));

    public ValueTask<IReadOnlyList<ReservationAudit>> AuditReservationsAsync(Guid? after, int limit, CancellationToken cancellationToken) =>
        ReadAsync("audit reservations", () => _committed.AuditReservationsAsync(after, limit, CancellationToken.None));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Waits in line for its locks: tried again each time some are let go.
    private void Open(RecordKeys keys, TaskCompletionSource<IStoreTransaction> answer, int? triedAt)
    {
        var database = simulation.Database;
        simulation.Agenda.Add(host, "open", Try, () => database.Releases != triedAt || answer.Task.IsCompleted);

        void Try()
        {
            if (answer.Task.IsCompleted)
            {
                return;
            }

            if (database.TryOpen(host, keys) is { } unit)
            {
                answer.SetResult(unit);
            }
            else
            {
                simulation.Trace.Add("  locked");
                Open(keys, answer, database.Releases);
            }
        }
    }

    private void EndWait(RecordKeys keys, TaskCompletionSource<IStoreTransaction> answer)
    {
        answer.TrySetException(simulation.Database.Conflict(keys));
    }

    // A read sees the records as they were at some time between its call and its answer.
    private ValueTask<T> ReadAsync<T>(string what, Func<ValueTask<T>> read)
    {
        simulation.Guard();
        var answer = new TaskCompletionSource<T>();
        if (simulation.Faults.Strikes(FaultKind.ReadFails))
        {
            simulation.Agenda.Add(host, $"{what} fails", () => answer.SetException(new BookstoreStoreException("The store is away.") { IsTransient = true }));
        }
        else if (simulation.Chance.Percent(50))
        {
            var seen = read().Result;
            simulation.Agenda.Add(host, $"{what}, seen before", () => answer.SetResult(seen));
        }
        else
        {
            simulation.Agenda.Add(host, what, () => answer.SetResult(read().Result));
        }

        return new ValueTask<T>(answer.Task);
    }
}
