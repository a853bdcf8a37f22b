using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Runs all background work but the consumers of events: as a hosted service of a shop, or round by round.</summary>
internal sealed class Maintenance(
    OrderRecovery recovery, PaymentSettlement settlement, RefundSettlement refunds, CourierBooking couriers, Housekeeping housekeeping, SearchIndexing indexing, Inbox inbox, AuditWork audits, ErasureWork erasures, AllocationWork allocation, DateChangeWork dates, ConsumerEngine consumers, WorkList work, WorkRetry retry, OverdueWork overdue, WorkContext context, ILogger<Maintenance> logger)
    : BackgroundService, IBookstoreMaintenance
{
    public async Task<MaintenanceResult> RunOnceAsync(CancellationToken cancellationToken = default)
    {
        Actor.Set(Actor.OfBackgroundWork);
        var recovered = await EndAsync(recovery.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var settled = await EndAsync(settlement.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var refunded = await EndAsync(refunds.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var called = await EndAsync(couriers.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var cleaned = await EndAsync(housekeeping.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var indexed = await EndAsync(indexing.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var notified = await EndAsync(inbox.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var audited = await EndAsync(audits.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var erased = await EndAsync(erasures.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var allocated = await EndAsync(allocation.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var told = await EndAsync(dates.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        var handled = await EndAsync(consumers.RunOnceAsync(cancellationToken)).ConfigureAwait(false);
        return new MaintenanceResult
        {
            OrdersRecovered = await recovered.ConfigureAwait(false),
            PaymentsSettled = await settled.ConfigureAwait(false),
            RefundsEnded = await refunded.ConfigureAwait(false),
            CourierCallsMade = await called.ConfigureAwait(false),
            ItemsCleanedUp = await cleaned.ConfigureAwait(false),
            BooksIndexed = await indexed.ConfigureAwait(false),
            NotificationsHandled = await notified.ConfigureAwait(false),
            AuditStepsDone = await audited.ConfigureAwait(false),
            OrdersErased = await erased.ConfigureAwait(false),
            OrdersAllocated = await allocated.ConfigureAwait(false),
            DateChangesTold = await told.ConfigureAwait(false),
            EventsHandled = await handled.ConfigureAwait(false),
        };
    }

    public async Task DrainPaymentsAsync(CancellationToken cancellationToken = default)
    {
        Actor.Set(Actor.OfBackgroundWork);
        await settlement.DrainAsync(cancellationToken).ConfigureAwait(false);
        await refunds.DrainAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<WorkItem?> FindOverdueWorkAsync(TimeSpan overdueBy, CancellationToken cancellationToken = default) => work.FindOverdueAsync(overdueBy, cancellationToken);

    public ValueTask<Page<WorkItem>> ListWorkAsync(WorkQuery query, CancellationToken cancellationToken = default) => work.ListAsync(query, cancellationToken);

    public Task<RetryWorkResult> RetryWorkAsync(Guid workId, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default) =>
        retry.RetryAsync(workId, idempotencyKey, expectedVersion, cancellationToken);

    public Task<IReadOnlyList<GatewayBacklog>> CountUnservedOrdersAsync(CancellationToken cancellationToken = default) => settlement.CountUnservedAsync(cancellationToken);

    public Task<IReadOnlyList<CourierBacklog>> CountUnservedDeliveriesAsync(CancellationToken cancellationToken = default) => couriers.CountUnservedAsync(cancellationToken);

    public Task<IReadOnlyList<InboxBacklog>> CountUnservedNotificationsAsync(CancellationToken cancellationToken = default) => inbox.CountUnservedAsync(cancellationToken);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!context.Options.BackgroundWork)
        {
            return;
        }

        // Also of what a request hands over to it.
        Actor.Set(Actor.OfBackgroundWork);
        await Task.WhenAll([settlement.StartWorkers(stoppingToken), inbox.StartWorkers(stoppingToken), .. AllRounds().Select(round => round.RepeatAsync(context, logger, stoppingToken))]).ConfigureAwait(false);
    }

    private IEnumerable<WorkRound> AllRounds() => [.. recovery.Rounds, .. settlement.Rounds, .. refunds.Rounds, .. couriers.Rounds, .. housekeeping.Rounds, .. inbox.Rounds, indexing.Round, erasures.Round, allocation.Round, dates.Round, .. audits.Rounds, overdue.Round];

    // A kind of work that throws does not keep the others waiting; it throws again when the result is made.
    private static async Task<Task<T>> EndAsync<T>(Task<T> work)
    {
        await ((Task)work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return work;
    }
}
