using Bookstore.Storage;

namespace Bookstore;

/// <summary>Lists what is due or needs a person, part by part, over all gateways and couriers. A page makes at most one read for each part.</summary>
internal sealed class WorkList(IBookstoreStore store, StoreClock clock)
{
    private static readonly TimeSpan LongestOverdue = TimeSpan.FromDays(365);

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

        var found = new List<(WorkItem Item, WorkPosition Position)>();
        WorkPosition? next = null;
        foreach (var part in Enum.GetValues<WorkPart>())
        {
            if (!IsWanted(part, query) || (byte)part < after?.Part)
            {
                continue;
            }

            var page = await ReadAsync(part, now, after?.Part == (byte)part ? after.Value.Key : null, Paging.LimitOf(limit) - found.Count, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items);
            if (page.Next is { } key)
            {
                next = new WorkPosition((byte)part, key);
                break;
            }
        }

        next = found.Count > limit ? found[limit - 1].Position : next;
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
            var due = await store.ListAllDueOrdersAsync(WorkOf(part), dueBefore, null, 1, cancellationToken).ConfigureAwait(false);
            if (due.Items.Count > 0)
            {
                return await ShowAsync(ItemOf(part, due.Items[0]).Item1).ConfigureAwait(false);
            }
        }

        var refunds = await store.ListDueDocumentsAsync(RefundDocuments.Kind.Name, null, dueBefore, null, 1, cancellationToken).ConfigureAwait(false);
        if (refunds.Items.Count > 0)
        {
            return await ShowAsync(ItemOf(refunds.Items[0])).ConfigureAwait(false);
        }

        var calls = await store.ListAllDueDeliveriesAsync(dueBefore, null, 1, cancellationToken).ConfigureAwait(false);
        return calls.Items.Count > 0 ? await ShowAsync(ItemOf(WorkPart.Couriers, calls.Items[0]).Item1).ConfigureAwait(false) : null;
    }

    private static bool IsWanted(WorkPart part, WorkQuery query)
    {
        var kind = part is WorkPart.DeliveriesToAttend or WorkPart.Couriers ? WorkItemKind.Courier : WorkItemKind.Payment;
        var state = part is WorkPart.OrdersToAttend or WorkPart.DeliveriesToAttend ? WorkItemState.Attention : WorkItemState.Due;
        return (query.Kind ?? kind) == kind && (query.State ?? state) == state;
    }

    private async ValueTask<WorkPage> ReadAsync(WorkPart part, DateTimeOffset now, PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        switch (part)
        {
            case WorkPart.OrdersToAttend:
                var orders = await store.ListOrdersAsync(new OrderFilter { NeedsAttention = true }, after?.Id, limit, cancellationToken).ConfigureAwait(false);
                return new WorkPage([.. orders.Items.Select(order => ItemOf(part, order))], PositionOf(orders.Next));
            case WorkPart.DeliveriesToAttend:
                var deliveries = await store.ListDeliveriesAsync(new DeliveryFilter { NeedsAttention = true }, after?.Id, limit, cancellationToken).ConfigureAwait(false);
                return new WorkPage([.. deliveries.Items.Select(delivery => ItemOf(part, delivery))], PositionOf(deliveries.Next));
            case WorkPart.Couriers:
                var calls = await store.ListAllDueDeliveriesAsync(now, after, limit, cancellationToken).ConfigureAwait(false);
                return new WorkPage([.. calls.Items.Where(static delivery => delivery.Delivery.Attention is null).Select(delivery => ItemOf(part, delivery))], calls.Next);
            default:
                var due = await store.ListAllDueOrdersAsync(WorkOf(part), now, after, limit, cancellationToken).ConfigureAwait(false);
                return new WorkPage([.. due.Items.Where(static order => order.Order.Attention is null).Select(order => ItemOf(part, order))], due.Next);
        }
    }

    private static OrderWork WorkOf(WorkPart part) => part switch
    {
        WorkPart.Recovery => OrderWork.Recovery,
        WorkPart.CustomerAction => OrderWork.CustomerAction,
        _ => OrderWork.Settlement,
    };

    private static PartyDuePosition? PositionOf(Guid? id) => id is { } key ? new PartyDuePosition(null, default, key) : null;

    private static (WorkItem, WorkPosition) ItemOf(WorkPart part, OrderRecord record)
    {
        var order = record.Order;
        var item = new WorkItem
        {
            Id = order.Id,
            Kind = WorkItemKind.Payment,
            State = order.Attention is null ? WorkItemState.Due : WorkItemState.Attention,
            OrderId = order.Id,
            Gateway = record.Gateway,
            DueAt = record.DueAt,
            Attempts = record.Attempts,
            OrderAttention = order.Attention,
        };
        return (item, new WorkPosition((byte)part, new PartyDuePosition(record.Gateway, record.DueAt.GetValueOrDefault(), order.Id)));
    }

    // One that cannot be read is overdue as well.
    private static WorkItem ItemOf(DocumentRecord document)
    {
        var refund = RefundDocuments.TryRead(document);
        return new WorkItem
        {
            Id = document.OwnerId.GetValueOrDefault(),
            Kind = WorkItemKind.Payment,
            State = WorkItemState.Due,
            OrderId = document.OwnerId.GetValueOrDefault(),
            Gateway = refund?.Gateway,
            DueAt = document.DueAt,
            Attempts = refund?.Attempts ?? 0,
        };
    }

    private static (WorkItem, WorkPosition) ItemOf(WorkPart part, DeliveryRecord record)
    {
        var delivery = record.Delivery;
        var item = new WorkItem
        {
            Id = delivery.Id,
            Kind = WorkItemKind.Courier,
            State = delivery.Attention is null ? WorkItemState.Due : WorkItemState.Attention,
            OrderId = delivery.OrderId,
            DeliveryId = delivery.Id,
            Courier = delivery.Courier,
            DueAt = record.DueAt,
            Attempts = record.Attempts,
            DeliveryAttention = delivery.Attention,
        };
        return (item, new WorkPosition((byte)part, new PartyDuePosition(delivery.Courier, record.DueAt.GetValueOrDefault(), delivery.Id)));
    }

    // A time of the store, as the clock of this host shows it.
    private async ValueTask<WorkItem> ShowAsync(WorkItem item) => item.DueAt is { } dueAt ? item with { DueAt = await clock.ShowAsync(dueAt).ConfigureAwait(false) } : item;

    private readonly record struct WorkPage(IReadOnlyList<(WorkItem Item, WorkPosition Position)> Items, PartyDuePosition? Next);
}
