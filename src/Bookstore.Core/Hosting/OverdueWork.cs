namespace Bookstore;

/// <summary>Measures for how long the oldest work of each kind has been due, over all gateways, couriers, consumers and sources. Changes nothing.</summary>
internal sealed class OverdueWork(WorkContext context, Func<IWebhookService?> webhooks)
{
    private const int PageSize = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly WorkReads _reads = new(context.Store, webhooks);

    /// <summary>Every host measures, since hosts are watched one by one.</summary>
    public WorkRound Round => new(nameof(OverdueWork), null, Interval, MeasureAsync) { IsShared = false };

    /// <summary>Measures once, if anyone looks.</summary>
    /// <returns>Zero: nothing is finished by it.</returns>
    public async Task<int> MeasureAsync(CancellationToken cancellationToken)
    {
        if (context.Metrics.IsOverdueWanted)
        {
            var now = await context.Clock.NowAsync(cancellationToken).ConfigureAwait(false);
            foreach (var (kind, since) in await FindOldestAsync(now, cancellationToken).ConfigureAwait(false))
            {
                context.Metrics.RecordOverdue(EventData.NameOf(kind), since is { } due && due < now ? now - due : TimeSpan.Zero);
            }
        }

        return 0;
    }

    private async Task<Dictionary<WorkItemKind, DateTimeOffset?>> FindOldestAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // A return waits for a person, and is never due.
        var oldest = Enum.GetValues<WorkItemKind>().Where(static kind => kind != WorkItemKind.Return).ToDictionary(static kind => kind, static _ => (DateTimeOffset?)null);
        foreach (var backlog in await context.Store.CountDueOrdersAsync(now, cancellationToken).ConfigureAwait(false))
        {
            Note(WorkItemKind.Payment, backlog.DueSince);
        }

        foreach (var backlog in await context.Store.CountDueDeliveriesAsync(now, cancellationToken).ConfigureAwait(false))
        {
            Note(WorkItemKind.Courier, backlog.DueSince);
        }

        // Sorted by the time at which they are due: the oldest are in the first page.
        foreach (var part in (WorkPart[])[WorkPart.RefundsDue, WorkPart.EventsDue, WorkPart.NotificationsDue])
        {
            foreach (var placed in (await _reads.ReadAsync(part, now, null, PageSize, cancellationToken).ConfigureAwait(false)).Items)
            {
                Note(placed.Item.Kind, placed.Item.DueAt);
            }
        }

        return oldest;

        void Note(WorkItemKind kind, DateTimeOffset? dueAt) => oldest[kind] = oldest[kind] is { } known && known <= dueAt ? known : dueAt;
    }
}
