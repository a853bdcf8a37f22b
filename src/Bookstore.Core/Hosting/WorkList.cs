using Bookstore.Storage;

namespace Bookstore;

/// <summary>Lists what is due or needs a person, part by part, over all gateways, couriers, consumers and sources.</summary>
internal sealed class WorkList(IBookstoreStore store, StoreClock clock, Func<IWebhookService?> webhooks)
{
    private static readonly TimeSpan LongestOverdue = TimeSpan.FromDays(365);

    private readonly WorkReads _reads = new(store, webhooks);

    /// <inheritdoc cref="IBookstoreMaintenance.ListWorkAsync"/>
    public async ValueTask<Page<WorkItem>> ListAsync(WorkQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Require.Limit(query.Limit);
        _ = query.Kind is { } kind ? Require.Defined(kind, nameof(query)) : default;
        _ = query.State is { } state ? Require.Defined(state, nameof(query)) : default;
        var filter = CursorFilter.Of(query.Kind?.ToString()).And(query.State?.ToString());
        var after = Cursor.ReadWork(query.After, filter);
        var now = await clock.NowAsync(cancellationToken).ConfigureAwait(false);

        var found = new List<PlacedWork>();
        WorkPosition? next = null;
        foreach (var part in Enum.GetValues<WorkPart>())
        {
            if ((byte)part < after?.Part || !IsWanted(part, query))
            {
                continue;
            }

            var page = await _reads.ReadAsync(part, now, after?.Part == (byte)part ? after.Value.Key : null, Paging.LimitOf(limit) - found.Count, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items.Where(placed => (query.Kind ?? placed.Item.Kind) == placed.Item.Kind));
            if (page.Next is { } key)
            {
                next = new WorkPosition((byte)part, key);
                break;
            }
        }

        next = found.Count > limit ? new WorkPosition((byte)found[limit - 1].Part, found[limit - 1].Key) : next;
        var items = new WorkItem[Math.Min(found.Count, limit)];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = await ShowAsync(found[i].Item).ConfigureAwait(false);
        }

        return new Page<WorkItem>(items, next is { } position ? Cursor.ForWork(position, filter) : null);
    }

    /// <inheritdoc cref="IBookstoreMaintenance.FindOverdueWorkAsync"/>
    public async ValueTask<WorkItem?> FindOverdueAsync(TimeSpan overdueBy, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(overdueBy, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(overdueBy, LongestOverdue);
        var dueBefore = await clock.NowAsync(cancellationToken).ConfigureAwait(false) - overdueBy;
        foreach (var part in (WorkPart[])[WorkPart.Settlement, WorkPart.Recovery, WorkPart.CustomerAction])
        {
            var due = await store.ListAllDueOrdersAsync(WorkReads.WorkOf(part), dueBefore, null, 1, cancellationToken).ConfigureAwait(false);
            if (due.Items.Count > 0)
            {
                return await ShowAsync(WorkItems.Of(due.Items[0])).ConfigureAwait(false);
            }
        }

        var refunds = await store.ListDueDocumentsAsync(RefundDocuments.Kind.Name, null, dueBefore, null, 1, cancellationToken).ConfigureAwait(false);
        if (refunds.Items.Count > 0)
        {
            // One that cannot be read is overdue as well.
            return await ShowAsync(WorkItems.Of(refunds.Items[0], RefundDocuments.TryRead(refunds.Items[0]))).ConfigureAwait(false);
        }

        var calls = await store.ListAllDueDeliveriesAsync(dueBefore, null, 1, cancellationToken).ConfigureAwait(false);
        return calls.Items.Count > 0 ? await ShowAsync(WorkItems.Of(calls.Items[0])).ConfigureAwait(false) : null;
    }

    private static bool IsWanted(WorkPart part, WorkQuery query) =>
        (query.Kind is not { } kind || WorkParts.Has(part, kind)) && (query.State ?? WorkParts.StateOf(part)) == WorkParts.StateOf(part);

    // A time of the store, as the clock of this host shows it.
    private async ValueTask<WorkItem> ShowAsync(WorkItem item) => item.DueAt is { } dueAt ? item with { DueAt = await clock.ShowAsync(dueAt).ConfigureAwait(false) } : item;
}
