using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>What has to hold between the committed records, the payment service's ledger and the courier's bookings.</summary>
internal sealed class Bookkeeping(Simulation simulation)
{
    private readonly AuditWalk _audit = new(simulation.Database.Committed, new PaymentGateways([new AuditGateway(simulation.Payments)], Microsoft.Extensions.Options.Options.Create(simulation.Options)), simulation.Options.GatewayTimeout, TimeProvider.System);

    private readonly MoneyDue _due = new(simulation);

    /// <summary>The shop's own audit: clean at any moment, not only at the end.</summary>
    public void Audit()
    {
        foreach (var finding in _audit.VerifyAsync(null, CancellationToken.None).Result.Findings.Concat(_audit.ReconcileAsync(new AuditRequest { SecondLookAfter = TimeSpan.Zero }, new SeenPayments(), CancellationToken.None).Result.Findings))
        {
            if (IsCapturedAfterItsVoidWasResolved(finding))
            {
                continue;
            }

            simulation.Violate($"audit: {finding.Code} {finding.Id}: {finding.Detail}");
        }
    }

    // A capture that was on its way may arrive after a person gave up the void that was refused: that is for the audit to say, and no fault of the shop.
    private bool IsCapturedAfterItsVoidWasResolved(AuditFinding finding) =>
        finding.Code == "payment_of_closed_order" && simulation.Records.Orders().Any(order => order.Id.ToString() == finding.Id && order.Resolution?.Action == PaymentAction.Void);

    /// <summary>When work that is left is due; <see langword="null"/> when none is left.</summary>
    public DateTimeOffset? NextDue()
    {
        var store = simulation.Database.Committed;
        var orders = Enum.GetValues<OrderWork>().SelectMany(work => store.ListDueOrdersAsync(work, PaymentService.Name, DateTimeOffset.MaxValue, 1, default).Result).Select(order => order.DueAt);
        var deliveries = store.CountDueDeliveriesAsync(DateTimeOffset.MaxValue, default).Result.Select(courier => (DateTimeOffset?)courier.DueSince);
        var carts = store.ListExpiredReservationsAsync(DateTimeOffset.MaxValue, 1, default).Result.Select(reservation => (DateTimeOffset?)reservation.ExpiresAt);
        var refunds = store.ListDueDocumentsAsync(RefundDocuments.Kind.Name, null, DateTimeOffset.MaxValue, null, 1, default).Result.Items.Select(refund => refund.DueAt);
        var copies = new[] { DueAllocation.Documents.Name, DateChange.Documents.Name }.SelectMany(kind => store.ListDueDocumentsAsync(kind, null, DateTimeOffset.MaxValue, null, 1, default).Result.Items).Select(due => due.DueAt);
        return orders.Concat(deliveries).Concat(carts).Concat(refunds).Concat(copies).Min();
    }

    /// <summary>Counts everything independently of the shop, once nothing moves any more.</summary>
    public void CloseTheBooks()
    {
        Audit();
        var orders = simulation.Records.Orders();
        foreach (var order in orders)
        {
            CheckMoney(order);
            _due.Check(order);
        }

        foreach (var isbn in Workload.Isbns)
        {
            CheckStock(isbn, orders);
        }

        foreach (var delivery in simulation.Records.Deliveries())
        {
            if (delivery.Status == DeliveryStatus.Cancelled && delivery.Attention?.Reason != DeliveryAttentionReason.CancellationRefused && simulation.Courier.IsBooked(delivery.Id))
            {
                simulation.Violate($"delivery {delivery.Id} is cancelled, but its courier comes all the same");
            }
        }
    }

    private void CheckMoney(Order order)
    {
        var ledger = simulation.Payments.Ledger.Where(movement => movement.OrderId == order.Id).Select(movement => movement.Status).ToHashSet();
        var kept = simulation.Payments.SumOf(order.Id, GatewayPaymentStatus.Captured) - simulation.Payments.SumOf(order.Id, GatewayPaymentStatus.Refunded);
        var isHeld = ledger.Contains(GatewayPaymentStatus.Authorized) && !ledger.Contains(GatewayPaymentStatus.Captured) && !ledger.Contains(GatewayPaymentStatus.Voided);
        var mustKeep = RefundSums.IsCaptured(order.PaymentStatus) ? order.Captured.MinorUnits - order.Refunded.MinorUnits : 0;

        // What could not be voided is a person's: it may be held, and a capture that was on its way may have won.
        var isPersons = order.PaymentStatus is not (PaymentStatus.Voided or PaymentStatus.Refunded)
            && (order.Attention?.Reason == AttentionReason.VoidRefused || order.Resolution is { Kind: PaymentResolutionKind.GivenUp, Action: not PaymentAction.Refund });
        if (order.Status == OrderStatus.Pending)
        {
            simulation.Violate($"order {order.Id} is pending for ever");
        }

        if (order.RefundPending.MinorUnits != 0)
        {
            simulation.Violate($"a refund of order {order.Id} is pending for ever");
        }

        if (!isPersons && (kept != mustKeep || (isHeld && order.PaymentStatus != PaymentStatus.CaptureFailed && !IsHeldUntilDispatched(order))))
        {
            simulation.Violate($"order {order.Id} is {order.Status} and {order.PaymentStatus}; the ledger has {string.Join(", ", ledger)}, and the shop keeps {kept} instead of {mustKeep}");
        }
    }

    // Nothing of it has been dispatched, so nothing has asked for its capture.
    private bool IsHeldUntilDispatched(Order order) => simulation.Options.CapturePolicy == CapturePolicy.OnDispatch && order is { Status: OrderStatus.Created, PaymentStatus: PaymentStatus.Authorized, IsDispatched: false };

    private void CheckStock(Isbn isbn, IReadOnlyList<Order> orders)
    {
        var level = simulation.Database.Committed.FindBookAsync(isbn, default).Result!.Stock;
        var stocked = simulation.Records.Movements(isbn)
            .Where(movement => movement.Kind is StockMovementKind.Received or StockMovementKind.Adjusted)
            .Sum(movement => movement.OnHandChange);
        var gone = orders.Sum(order => Copies(order, isbn, static line => line.Dispatched - line.Returned));
        var promised = orders.Where(order => order.Status is OrderStatus.Created or OrderStatus.Pending).Sum(order => Copies(order, isbn, static line => line.Quantity - line.Cancelled - line.Dispatched));
        var inCarts = simulation.Records.Reservations()
            .Where(reservation => reservation.Status == ReservationStatus.Held)
            .Sum(reservation => reservation.Lines.Where(line => line.Isbn == isbn).Sum(line => line.Quantity));
        if (level.OnHand != stocked - gone || level.Reserved != promised + inCarts || level.Reserved > level.OnHand + level.BackorderLimit || level.IsAllocationDue)
        {
            simulation.Violate(
                $"{isbn}: {stocked} stocked, {gone} gone, {promised} promised, {inCarts} in carts; the level says {level.OnHand} on hand, {level.Reserved} reserved and {level.Waiting} waited for");
        }
    }

    private static int Copies(Order order, Isbn isbn, Func<OrderLine, int> count) => order.Lines.Where(line => line.Isbn == isbn).Sum(count);
}
