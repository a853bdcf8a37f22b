using Bookstore.Storage;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Checks arguments, submits operations, reads committed state.</summary>
internal sealed class DeliveryService(
    IBookstoreStore store, GroupCommit commit, CourierBooking couriers, PaymentSettlement settlement, TimeOrderedIds ids, StoreClock clock, IOptions<BookstoreOptions> options, WithheldCopies? withheld = null) : IDeliveryService
{
    private static readonly TimeSpan DispatchPause = TimeSpan.FromMilliseconds(100);

    private readonly DeliveryMoves _moves = new(store, commit, settlement, ids, clock, options.Value.CapturePolicy, withheld);

    public async Task<ScheduleDeliveryResult> ScheduleAsync(ScheduleDeliveryRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Id(request.OrderId);
        request = Addressed(request);
        Require.Text(request.Courier, 1, Delivery.MaxCourierLength);
        request = request with { Lines = DeliveryLines.Merge(request.Lines), Parcels = Parcels.Check(request.Parcels) };
        var isCourierKnown = couriers.Knows(request.Courier);
        if (!isCourierKnown && request.IdempotencyKey is null)
        {
            return new ScheduleDeliveryResult { Outcome = ScheduleDeliveryOutcome.UnknownCourier };
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var decision = await commit.SubmitAsync(new ScheduleDelivery(request, ids.Next(now.Store), isCourierKnown, now) { Withheld = withheld }, cancellationToken).ConfigureAwait(false);
        return new ScheduleDeliveryResult
        {
            Outcome = decision.Outcome,
            Delivery = decision.Replayed is { } replayed ? await FindAsScheduledAsync(replayed, request, cancellationToken).ConfigureAwait(false) : decision.Delivery,
            OrderStatus = decision.OrderStatus,
            Isbn = decision.Isbn,
            Replayed = decision.Replayed is not null,
        };
    }

    private async ValueTask<Delivery?> FindAsScheduledAsync(Guid deliveryId, ScheduleDeliveryRequest request, CancellationToken cancellationToken) =>
        await FindAsync(deliveryId, cancellationToken).ConfigureAwait(false) is { } delivery ? ScheduleDelivery.AsScheduled(delivery, request) : null;

    private static ScheduleDeliveryRequest Addressed(ScheduleDeliveryRequest request)
    {
        if (request.PostalAddress is null == request.Address is null)
        {
            throw new ArgumentException("Give a delivery's address either in Address or in PostalAddress.", nameof(request));
        }

        if (request.PostalAddress is { } parts)
        {
            var postal = PostalAddress.Check(parts);
            return request with { PostalAddress = postal, Address = postal.ToText() };
        }

        Require.Text(request.Address, 1, Delivery.MaxAddressLength);
        return request;
    }

    public async ValueTask<Delivery?> FindAsync(Guid deliveryId, CancellationToken cancellationToken = default)
    {
        var record = await store.FindDeliveryAsync(deliveryId, cancellationToken).ConfigureAwait(false);
        return record?.Delivery;
    }

    public async ValueTask<Page<Delivery>> ListAsync(DeliveryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        var limit = Require.Limit(query.Limit);
        if (query.Status is { } status)
        {
            Require.Defined(status, nameof(query));
        }

        if (query.OrderId == Guid.Empty)
        {
            return new Page<Delivery>([], null);
        }

        var filter = new DeliveryFilter { OrderId = query.OrderId, Status = query.Status, NeedsAttention = query.Attention };
        var cursors = CursorFilter.Of(filter);
        var after = Cursor.ReadDelivery(query.After, cursors);
        var found = await store.ListDeliveriesAsync(filter, after, Paging.LimitOf(limit), cancellationToken).ConfigureAwait(false);
        return Paging.Take(found, limit, static record => record.Delivery, static record => record.Delivery.Id, id => Cursor.ForDelivery(id, cursors));
    }

    public async Task<MoveDeliveryResult> MoveAsync(Guid deliveryId, DeliveryStatus status, IdempotencyKey? idempotencyKey = null, ExpectedVersion? expectedVersion = null, CancellationToken cancellationToken = default)
    {
        Require.Defined(status);

        // The capture follows the confirmation in the background, as a rule within milliseconds: a dispatch right after it waits for it.
        for (var left = options.Value.DispatchWait; ; left -= DispatchPause)
        {
            var decision = await _moves.TryAsync(deliveryId, status, idempotencyKey, expectedVersion, cancellationToken).ConfigureAwait(false);
            if (decision is not { IsBeingCaptured: true, Result: { Outcome: MoveDeliveryOutcome.PaymentNotCaptured, PaymentStatus: PaymentStatus.Authorized } } || left <= TimeSpan.Zero)
            {
                return decision.Result;
            }

            await Task.Delay(DispatchPause, clock.Time, cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<ResolveDeliveryResult> ResolveAsync(ResolveDeliveryRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Defined(request.Resolution, nameof(request));

        if (request.Reference is not null)
        {
            Require.Text(request.Reference, 1, Delivery.MaxTrackingNumberLength);
        }

        var delivery = await store.FindDeliveryAsync(request.DeliveryId, cancellationToken).ConfigureAwait(false);
        if (delivery is null)
        {
            return new ResolveDeliveryResult { Outcome = ResolveDeliveryOutcome.DeliveryNotFound };
        }

        var now = await clock.MomentAsync(cancellationToken).ConfigureAwait(false);
        var result = await commit.SubmitAsync(new ResolveDelivery(delivery.Delivery.OrderId, request, now) { NotifyingCourier = couriers.Notifies(delivery.Delivery.Courier) ? delivery.Delivery.Courier : null }, cancellationToken).ConfigureAwait(false);
        return result ?? throw new ArgumentException("A booking that was made by hand needs a Reference: its tracking number, 1 to 100 characters.", nameof(request));
    }
}
