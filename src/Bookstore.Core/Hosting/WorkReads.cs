using Bookstore.Storage;

namespace Bookstore;

/// <summary>Reads the parts of the list of work, a page at a time.</summary>
internal sealed class WorkReads(IBookstoreStore store, Func<IWebhookService?> webhooks)
{
    /// <summary>Reads a page of a part. Its items may be fewer than what was looked at.</summary>
    public ValueTask<WorkPage> ReadAsync(WorkPart part, DateTimeOffset now, PartyDuePosition? after, int limit, CancellationToken cancellationToken) => part switch
    {
        WorkPart.OrdersToAttend => OrdersAsync(after, limit, cancellationToken),
        WorkPart.RefundsRefused => RefundsAsync(part, RefundStatus.Failed, after, limit, cancellationToken),
        WorkPart.RefundsUnclear => RefundsAsync(part, RefundStatus.Pending, after, limit, cancellationToken),
        WorkPart.DeliveriesToAttend => DeliveriesAsync(after, limit, cancellationToken),
        WorkPart.EndpointsDisabled => EndpointsAsync(after, limit, cancellationToken),
        WorkPart.EventsParked => ParkedAsync(after, limit, cancellationToken),
        WorkPart.NotificationsParked => NotificationsAsync(after, limit, cancellationToken),
        WorkPart.ReturnsToAttend => ReturnsAsync(after, limit, cancellationToken),
        WorkPart.RefundsDue or WorkPart.EventsDue or WorkPart.NotificationsDue => DueDocumentsAsync(part, now, after, limit, cancellationToken),
        WorkPart.Couriers => CallsAsync(now, after, limit, cancellationToken),
        _ => DueOrdersAsync(part, now, after, limit, cancellationToken),
    };

    public static OrderWork WorkOf(WorkPart part) => part switch
    {
        WorkPart.Recovery => OrderWork.Recovery,
        WorkPart.CustomerAction => OrderWork.CustomerAction,
        _ => OrderWork.Settlement,
    };

    private static PartyDuePosition PositionOf(Guid id) => new(null, default, id);

    private static PartyDuePosition? PositionOf(Guid? id) => id is { } key ? PositionOf(key) : null;

    private async ValueTask<WorkPage> OrdersAsync(PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var page = await store.ListOrdersAsync(new OrderFilter { NeedsAttention = true }, after?.Id, limit, cancellationToken).ConfigureAwait(false);
        var found = new List<PlacedWork>(page.Items.Count);
        foreach (var order in page.Items)
        {
            if (!await IsOfRefundsAsync(order, cancellationToken).ConfigureAwait(false))
            {
                found.Add(new PlacedWork(WorkItems.Of(order), WorkPart.OrdersToAttend, PositionOf(order.Order.Id)));
            }
        }

        return new WorkPage(found, PositionOf(page.Next));
    }

    // An order shows the attention of its refunds; they are work of their own.
    private async ValueTask<bool> IsOfRefundsAsync(OrderRecord order, CancellationToken cancellationToken)
    {
        if (order is not { PendingAction: null, Order: { Status: not OrderStatus.Pending, Attention: { Reason: AttentionReason.RefundRefused or AttentionReason.OutcomeUnknown or AttentionReason.Contradiction } attention } })
        {
            return false;
        }

        var refunds = await store.ListDocumentsOfAsync(order.Order.Id, RefundDocuments.Kind.Name, null, Order.MaxRefunds + 1, cancellationToken).ConfigureAwait(false);
        return refunds.Any(document => RefundDocuments.TryRead(document)?.Refund.Attention?.Reason == attention.Reason);
    }

    private async ValueTask<WorkPage> RefundsAsync(WorkPart part, RefundStatus status, PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var documents = await store.ListDocumentsAsync(RefundDocuments.Kind.Name, (int)status, after?.Id, limit, cancellationToken).ConfigureAwait(false);
        var found = documents.Select(document => (Document: document, Refund: RefundDocuments.TryRead(document))).Where(static read => read.Refund?.Refund.Attention is not null);
        return new WorkPage([.. found.Select(read => new PlacedWork(WorkItems.Of(read.Document, read.Refund), part, PositionOf(read.Document.Id.Id)))], NextOf(documents, limit));
    }

    private async ValueTask<WorkPage> DeliveriesAsync(PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var page = await store.ListDeliveriesAsync(new DeliveryFilter { NeedsAttention = true }, after?.Id, limit, cancellationToken).ConfigureAwait(false);
        return new WorkPage([.. page.Items.Select(static delivery => new PlacedWork(WorkItems.Of(delivery), WorkPart.DeliveriesToAttend, PositionOf(delivery.Delivery.Id)))], PositionOf(page.Next));
    }

    // A shop has few endpoints, which are read whole.
    private async ValueTask<WorkPage> EndpointsAsync(PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        if (webhooks() is not { } service)
        {
            return new WorkPage([], null);
        }

        var found = new List<PlacedWork>();
        string? cursor = null;
        do
        {
            var page = await service.ListAsync(new PageRequest { Limit = Page.MaxLimit, After = cursor }, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items
                .Where(static endpoint => endpoint is { Enabled: false, DisableReason: not (null or WebhookDisableReason.Requested) })
                .Select(static endpoint => new PlacedWork(WorkItems.Of(endpoint), WorkPart.EndpointsDisabled, new PartyDuePosition(null, endpoint.CreatedAt, endpoint.Id))));
            cursor = page.Next;
        }
        while (cursor is not null);

        var left = found.OrderByDescending(static placed => placed.Key.DueAt).ThenByDescending(static placed => placed.Key.Id)
            .SkipWhile(placed => after is { } behind && (placed.Key.DueAt > behind.DueAt || (placed.Key.DueAt == behind.DueAt && placed.Key.Id.CompareTo(behind.Id) >= 0)))
            .ToList();
        return left.Count > limit ? new WorkPage(left[..limit], left[limit - 1].Key) : new WorkPage(left, null);
    }

    private async ValueTask<WorkPage> ParkedAsync(PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var documents = await store.ListDocumentsAsync(ConsumerDocuments.ParkedEvents.Name, ConsumerDocuments.Parked, after?.Id, limit, cancellationToken).ConfigureAwait(false);
        var found = new List<PlacedWork>();
        await AddEventsAsync(documents.Where(static document => document.DueAt is null), WorkPart.EventsParked, static document => PositionOf(document.Id.Id), found, cancellationToken).ConfigureAwait(false);
        return new WorkPage(found, NextOf(documents, limit));
    }

    private async ValueTask<WorkPage> NotificationsAsync(PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var documents = await store.ListDocumentsAsync(InboxDocuments.Kind.Name, (int)InboxState.Parked, after?.Id, limit, cancellationToken).ConfigureAwait(false);
        var found = documents.Select(InboxDocuments.TryRead).OfType<InboxRecord>();
        return new WorkPage([.. found.Select(static entry => new PlacedWork(WorkItems.Of(entry), WorkPart.NotificationsParked, PositionOf(entry.Id)))], NextOf(documents, limit));
    }

    // What waits for a person is due, since it waits.
    private async ValueTask<WorkPage> ReturnsAsync(PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var page = await store.ListDueDocumentsAsync(ReturnDocuments.Kind.Name, null, DateTimeOffset.MaxValue, after is { } key ? new DuePosition(key.DueAt, key.Id) : null, limit, cancellationToken).ConfigureAwait(false);
        return new WorkPage(
            [.. page.Items.Select(static document => new PlacedWork(WorkItems.Of(document, ReturnDocuments.TryRead(document)?.Return), WorkPart.ReturnsToAttend, KeyOf(document)))],
            page.Next is { } next ? new PartyDuePosition(null, next.DueAt, next.Id) : null);
    }

    private async ValueTask<WorkPage> DueDocumentsAsync(WorkPart part, DateTimeOffset now, PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var kind = part switch { WorkPart.RefundsDue => RefundDocuments.Kind.Name, WorkPart.EventsDue => ConsumerDocuments.ParkedEvents.Name, _ => InboxDocuments.Kind.Name };
        var page = await store.ListDueDocumentsAsync(kind, null, now, after is { } key ? new DuePosition(key.DueAt, key.Id) : null, limit, cancellationToken).ConfigureAwait(false);
        PartyDuePosition? next = page.Next is { } last ? new PartyDuePosition(null, last.DueAt, last.Id) : null;
        var found = new List<PlacedWork>(page.Items.Count);
        switch (part)
        {
            case WorkPart.RefundsDue:
                found.AddRange(page.Items.Select(static document => (Document: document, Refund: RefundDocuments.TryRead(document)))
                    .Where(static read => read.Refund?.Refund.Attention is null)
                    .Select(read => new PlacedWork(WorkItems.Of(read.Document, read.Refund), part, KeyOf(read.Document))));
                break;
            case WorkPart.EventsDue:
                await AddEventsAsync(page.Items, part, KeyOf, found, cancellationToken).ConfigureAwait(false);
                break;
            default:
                // What is done or parked is due to be removed.
                found.AddRange(page.Items.Select(InboxDocuments.TryRead).OfType<InboxRecord>()
                    .Where(static entry => entry.State == InboxState.Waiting)
                    .Select(entry => new PlacedWork(WorkItems.Of(entry), part, KeyOf(entry.Document))));
                break;
        }

        return new WorkPage(found, next);
    }

    private async ValueTask AddEventsAsync(
        IEnumerable<DocumentRecord> documents, WorkPart part, Func<DocumentRecord, PartyDuePosition> keyOf, List<PlacedWork> found, CancellationToken cancellationToken)
    {
        var consumers = new Dictionary<Guid, ConsumerBody?>();
        foreach (var document in documents)
        {
            if (ConsumerDocuments.TryRead(document) is not { IsDiscarded: false } parked)
            {
                continue;
            }

            var owner = document.OwnerId.GetValueOrDefault();
            if (!consumers.TryGetValue(owner, out var consumer))
            {
                var stored = await store.FindDocumentAsync(ConsumerDocuments.Consumers.IdOf(owner), cancellationToken).ConfigureAwait(false);
                consumers.Add(owner, consumer = stored is null ? null : ConsumerDocuments.Consumers.Read(stored));
            }

            // What is due waits while its endpoint is disabled.
            if (part == WorkPart.EventsParked || consumer?.IsOff != true)
            {
                found.Add(new PlacedWork(WorkItems.Of(document, parked, consumer?.Name), part, keyOf(document)));
            }
        }
    }

    private async ValueTask<WorkPage> CallsAsync(DateTimeOffset now, PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var calls = await store.ListAllDueDeliveriesAsync(now, after, limit, cancellationToken).ConfigureAwait(false);
        var found = calls.Items.Where(static record => record.Delivery.Attention is null);
        return new WorkPage(
            [.. found.Select(static record => new PlacedWork(WorkItems.Of(record), WorkPart.Couriers, new PartyDuePosition(record.Delivery.Courier, record.DueAt.GetValueOrDefault(), record.Delivery.Id)))], calls.Next);
    }

    private async ValueTask<WorkPage> DueOrdersAsync(WorkPart part, DateTimeOffset now, PartyDuePosition? after, int limit, CancellationToken cancellationToken)
    {
        var due = await store.ListAllDueOrdersAsync(WorkOf(part), now, after, limit, cancellationToken).ConfigureAwait(false);
        var found = due.Items.Where(static record => record.Order.Attention is null);
        return new WorkPage([.. found.Select(record => new PlacedWork(WorkItems.Of(record), part, new PartyDuePosition(record.Gateway, record.DueAt.GetValueOrDefault(), record.Order.Id)))], due.Next);
    }

    private static PartyDuePosition KeyOf(DocumentRecord document) => new(null, document.DueAt.GetValueOrDefault(), document.Id.Id);

    private static PartyDuePosition? NextOf(IReadOnlyList<DocumentRecord> documents, int limit) => documents.Count < limit ? null : PositionOf(documents[^1].Id.Id);
}

/// <summary>Work, and where it is in the list.</summary>
internal readonly record struct PlacedWork(WorkItem Item, WorkPart Part, PartyDuePosition Key);

/// <summary>A page of a part, and where the next one begins.</summary>
internal readonly record struct WorkPage(IReadOnlyList<PlacedWork> Items, PartyDuePosition? Next);
