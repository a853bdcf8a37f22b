using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>Moves deliveries to where their courier has seen them. Thread-safe.</summary>
internal sealed class DeliveryScans(IBookstoreStore store, DeliveryMoves moves, CourierBooking couriers, ILogger<DeliveryScans> logger)
{
    // Dispatched, and where the scan saw it; more only where somebody else moves the delivery meanwhile.
    private const int MaxSteps = 6;

    /// <summary>Finds the delivery of a notification among those of its courier.</summary>
    /// <param name="courier">The courier's name.</param>
    /// <param name="deliveryId">The delivery's id, if the courier says it.</param>
    /// <param name="trackingNumber">The tracking number, if it does not.</param>
    /// <returns>The delivery; <see langword="null"/> when this courier has none such.</returns>
    public async ValueTask<Delivery?> FindAsync(string courier, Guid? deliveryId, string? trackingNumber)
    {
        var id = deliveryId;
        if (id is null && trackingNumber is not null && await store.FindDocumentAsync(TrackingNumbers.IdOf(courier, trackingNumber), CancellationToken.None).ConfigureAwait(false) is { } document)
        {
            id = TrackingNumbers.Kind.Read(document).DeliveryId;
        }

        var found = id is { } known ? await store.FindDeliveryAsync(known, CancellationToken.None).ConfigureAwait(false) : null;
        return found is { Delivery: var delivery } && string.Equals(delivery.Courier, courier, StringComparison.Ordinal) ? delivery : null;
    }

    /// <inheritdoc cref="CourierBooking.TrackAsync"/>
    public ValueTask<TrackingResult> TrackAsync(Delivery delivery) => couriers.TrackAsync(delivery);

    /// <summary>Applies a scan, unless the delivery is known to have been elsewhere since.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="scan">The scan.</param>
    /// <returns>Why it has to be tried again later; <see langword="null"/> when nothing is left to do.</returns>
    public async ValueTask<MoveDeliveryOutcome?> ApplyAsync(Guid deliveryId, CourierScan scan)
    {
        for (var step = 0; step < MaxSteps; step++)
        {
            if (await store.FindDeliveryAsync(deliveryId, CancellationToken.None).ConfigureAwait(false) is not { Delivery: var delivery }
                || await store.FindOrderAsync(delivery.OrderId, CancellationToken.None).ConfigureAwait(false) is not { Order: var order }
                || ScanRules.IsOver(delivery, scan))
            {
                return null;
            }

            if (ScanRules.NextStep(delivery.Status, scan.Status, OrderDeliveries.IsOut(delivery, order)) is not { } next)
            {
                Report(delivery, scan);
                return null;
            }

            var decided = await moves.TryAsync(deliveryId, next, scan).ConfigureAwait(false);
            switch (decided.Result.Outcome)
            {
                case MoveDeliveryOutcome.Moved when decided.IsOver || next == scan.Status:
                case MoveDeliveryOutcome.DeliveryNotFound:
                    return null;
                case MoveDeliveryOutcome.Moved or MoveDeliveryOutcome.InvalidTransition:
                    continue;
                default:
                    return decided.Result.Outcome;
            }
        }

        return MoveDeliveryOutcome.InvalidTransition;
    }

    private void Report(Delivery delivery, CourierScan scan)
    {
        if (!ScanRules.IsBehind(delivery.Status, scan))
        {
            Log.ScanContradicts(logger, delivery.Courier, delivery.Id, delivery.OrderId, scan.Status, scan.At, delivery.Status);
        }
    }
}
