using Bookstore.Storage;

namespace Bookstore;

/// <summary>Repeats work that needs a person, whichever kind an id names.</summary>
internal sealed class WorkRetry(
    IBookstoreStore store, IOrderWorkflow workflow, IRefundService refunds, IDeliveryService deliveries, IInbox inbox, IEventConsumers consumers, Func<IWebhookService?> webhooks)
{
    /// <inheritdoc cref="IBookstoreMaintenance.RetryWorkAsync"/>
    public async Task<RetryWorkResult> RetryAsync(Guid id, IdempotencyKey? key, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        var payment = await workflow.RetryPaymentAsync(Require.Id(id), key, expected, cancellationToken).ConfigureAwait(false);
        if (payment.Outcome != ResolvePaymentOutcome.OrderNotFound)
        {
            return ResultOf(payment);
        }

        if (await store.FindDocumentAsync(RefundDocuments.Kind.IdOf(id), cancellationToken).ConfigureAwait(false) is not null)
        {
            return ResultOf(await refunds.RetryAsync(id, key, expected, cancellationToken).ConfigureAwait(false));
        }

        var request = new ResolveDeliveryRequest { DeliveryId = id, Resolution = DeliveryResolution.Retry, ExpectedVersion = expected, IdempotencyKey = key };
        var delivery = await deliveries.ResolveAsync(request, cancellationToken).ConfigureAwait(false);
        if (delivery.Outcome != ResolveDeliveryOutcome.DeliveryNotFound)
        {
            return ResultOf(delivery);
        }

        return await RetryEventAsync(id, expected, cancellationToken).ConfigureAwait(false)
            ?? await RetryNotificationAsync(id, expected, cancellationToken).ConfigureAwait(false)
            ?? await RetryEndpointAsync(id, expected, cancellationToken).ConfigureAwait(false)
            ?? await FindReturnAsync(id, cancellationToken).ConfigureAwait(false)
            ?? new RetryWorkResult { Outcome = RetryWorkOutcome.NotFound };
    }

    // Nothing of it can be repeated: a person moves it.
    private async Task<RetryWorkResult?> FindReturnAsync(Guid id, CancellationToken cancellationToken) =>
        await store.FindDocumentAsync(ReturnDocuments.Kind.IdOf(id), cancellationToken).ConfigureAwait(false) is { DueAt: not null } document
            ? new RetryWorkResult { Outcome = RetryWorkOutcome.NotRetryable, Kind = WorkItemKind.Return, OrderId = document.OwnerId }
            : null;

    private async Task<RetryWorkResult?> RetryEventAsync(Guid id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (await store.FindDocumentAsync(ConsumerDocuments.ParkedEvents.IdOf(id), cancellationToken).ConfigureAwait(false) is not { } document)
        {
            return null;
        }

        var parked = ConsumerDocuments.ParkedEvents.Read(document);
        var consumer = await store.FindDocumentAsync(ConsumerDocuments.Consumers.IdOf(document.OwnerId.GetValueOrDefault()), cancellationToken).ConfigureAwait(false);
        if (consumer is null)
        {
            return new RetryWorkResult { Outcome = RetryWorkOutcome.NotFound };
        }

        var name = ConsumerDocuments.Consumers.Read(consumer).Name;
        if (ConsumerDocuments.WebhookOf(name) is { } endpointId && webhooks() is { } service)
        {
            var sent = await service.RedeliverAsync(endpointId, parked.EventId, expected, cancellationToken).ConfigureAwait(false);
            return new RetryWorkResult { Outcome = OutcomeOf(sent.Outcome), Kind = WorkItemKind.Webhook };
        }

        if (HasNoVersion(expected))
        {
            return new RetryWorkResult { Outcome = RetryWorkOutcome.PreconditionFailed, Kind = WorkItemKind.EventHandler };
        }

        var again = await consumers.SendAgainAsync(name, parked.EventId, cancellationToken).ConfigureAwait(false);
        return new RetryWorkResult { Outcome = again == SendAgainOutcome.NotFound ? RetryWorkOutcome.NotFound : RetryWorkOutcome.Retried, Kind = WorkItemKind.EventHandler };
    }

    private async Task<RetryWorkResult?> RetryNotificationAsync(Guid id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (await store.FindDocumentAsync(InboxDocuments.Kind.IdOf(id), cancellationToken).ConfigureAwait(false) is null)
        {
            return null;
        }

        if (HasNoVersion(expected))
        {
            return new RetryWorkResult { Outcome = RetryWorkOutcome.PreconditionFailed, Kind = WorkItemKind.Inbox };
        }

        var isRetried = await inbox.RetryAsync(id, cancellationToken).ConfigureAwait(false);
        return new RetryWorkResult { Outcome = isRetried ? RetryWorkOutcome.Retried : RetryWorkOutcome.NotFound, Kind = WorkItemKind.Inbox };
    }

    private async Task<RetryWorkResult?> RetryEndpointAsync(Guid id, ExpectedVersion? expected, CancellationToken cancellationToken)
    {
        if (webhooks() is not { } service)
        {
            return null;
        }

        var enabled = await service.EnableAsync(id, expected, cancellationToken).ConfigureAwait(false);
        return enabled.Outcome == WebhookOutcome.NotFound ? null : new RetryWorkResult { Outcome = OutcomeOf(enabled.Outcome), Kind = WorkItemKind.Webhook };
    }

    // A parked event and a notification have no version that a caller could know.
    private static bool HasNoVersion(ExpectedVersion? expected) => expected?.IsMet(string.Empty) == false;

    private static RetryWorkResult ResultOf(ResolvePaymentResult result) => new()
    {
        Outcome = result.Outcome switch
        {
            // A call that is being made at this moment is being retried.
            ResolvePaymentOutcome.Resolved or ResolvePaymentOutcome.CallInFlight => RetryWorkOutcome.Retried,
            ResolvePaymentOutcome.PreconditionFailed => RetryWorkOutcome.PreconditionFailed,
            ResolvePaymentOutcome.IdempotencyKeyReused => RetryWorkOutcome.IdempotencyKeyReused,
            _ => result.Order?.Attention is null ? RetryWorkOutcome.NotFound : RetryWorkOutcome.NotRetryable,
        },
        Kind = WorkItemKind.Payment,
        OrderId = result.Order?.Id,
        Replayed = result.Replayed,
    };

    private static RetryWorkResult ResultOf(ResolveRefundResult result) => new()
    {
        Outcome = result.Outcome switch
        {
            ResolveRefundOutcome.Resolved or ResolveRefundOutcome.CallInFlight => RetryWorkOutcome.Retried,
            ResolveRefundOutcome.ExceedsCaptured => RetryWorkOutcome.ExceedsCaptured,
            ResolveRefundOutcome.PreconditionFailed => RetryWorkOutcome.PreconditionFailed,
            ResolveRefundOutcome.IdempotencyKeyReused => RetryWorkOutcome.IdempotencyKeyReused,
            _ => RetryWorkOutcome.NotFound,
        },
        Kind = WorkItemKind.Refund,
        OrderId = result.Refund?.OrderId,
        Replayed = result.Replayed,
    };

    private static RetryWorkResult ResultOf(ResolveDeliveryResult result) => new()
    {
        Outcome = result.Outcome switch
        {
            ResolveDeliveryOutcome.Resolved => RetryWorkOutcome.Retried,
            ResolveDeliveryOutcome.NotDeliverable => RetryWorkOutcome.NotDeliverable,
            ResolveDeliveryOutcome.CallInFlight => RetryWorkOutcome.Retried,
            ResolveDeliveryOutcome.PreconditionFailed => RetryWorkOutcome.PreconditionFailed,
            ResolveDeliveryOutcome.IdempotencyKeyReused => RetryWorkOutcome.IdempotencyKeyReused,
            _ => result.Delivery?.Attention is null ? RetryWorkOutcome.NotFound : RetryWorkOutcome.NotRetryable,
        },
        Kind = WorkItemKind.Courier,
        OrderId = result.Delivery?.OrderId,
        Replayed = result.Replayed,
    };

    private static RetryWorkOutcome OutcomeOf(WebhookOutcome outcome) => outcome switch
    {
        WebhookOutcome.Done => RetryWorkOutcome.Retried,
        WebhookOutcome.PreconditionFailed => RetryWorkOutcome.PreconditionFailed,
        WebhookOutcome.Disabled => RetryWorkOutcome.EndpointDisabled,
        _ => RetryWorkOutcome.NotFound,
    };
}
