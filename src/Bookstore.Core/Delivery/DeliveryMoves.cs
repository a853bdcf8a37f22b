using Bookstore.Storage;

namespace Bookstore;

/// <summary>Moves a delivery by one step of its state machine, for a caller or for what a courier has seen.</summary>
internal sealed class DeliveryMoves(IBookstoreStore store, GroupCommit commit, PaymentSettlement settlement, TimeOrderedIds ids, StoreClock clock, CapturePolicy capturePolicy, WithheldCopies? withheld = null)
{
    /// <summary>Moves it for a caller.</summary>
    public Task<MoveDeliveryDecision> TryAsync(Guid deliveryId, DeliveryStatus status, IdempotencyKey? idempotencyKey, ExpectedVersion? expectedVersion, CancellationToken cancellationToken) =>
        TryAsync(deliveryId, status, idempotencyKey, expectedVersion, null, cancellationToken);

    /// <summary>Moves it because of a scan, if the delivery is not known to have been elsewhere since.</summary>
    public Task<MoveDeliveryDecision> TryAsync(Guid deliveryId, DeliveryStatus status, CourierScan scan) => TryAsync(deliveryId, status, null, null, scan, CancellationToken.None);

    private async Task<MoveDeliveryDecision> TryAsync(Guid deliveryId, DeliveryStatus status, IdempotencyKey? idempotencyKey, ExpectedVersion? expectedVersion, CourierScan? scan, CancellationToken cancellationToken)
    {
        var delivery = await store.FindDeliveryAsync(deliveryId, cancellationToken).ConfigureAwait(false);
        if (delivery is null)
        {
            return new MoveDeliveryDecision(new MoveDeliveryResult { Outcome = MoveDeliveryOutcome.DeliveryNotFound });
        }

        var order = await store.FindOrderAsync(delivery.Delivery.OrderId, cancellationToken).ConfigureAwait(false)
            ?? throw new BookstoreStoreException($"Delivery {deliveryId} belongs to order {delivery.Delivery.OrderId}, which is not there. Run VerifyAsync.");
        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var claim = KeyClaim.For(idempotencyKey, $"move:{deliveryId:N}", () => new Fingerprint().Add((int)status), now.Store);
        var operation = new MoveDelivery(order, deliveryId, status, expectedVersion, claim, now, ids.Next(now.Store))
        {
            CaptureAt = capturePolicy == CapturePolicy.Manual ? null : settlement.DueAt(order, now.Store),
            Scan = scan,
            Withheld = withheld,
        };
        var decision = await commit.SubmitAsync(operation, cancellationToken).ConfigureAwait(false);
        if (decision.Capture is { } pending)
        {
            settlement.HandOff(pending);
        }

        return decision;
    }
}
