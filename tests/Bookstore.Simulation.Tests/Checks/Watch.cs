using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>What has to hold at every single commit and at every movement of money.</summary>
internal sealed class Watch(Simulation simulation)
{
    private readonly Queue _queue = new(simulation);

    /// <summary>Looks at what a host has just made durable.</summary>
    public void OnCommit(Host host, WorkingSet records)
    {
        CheckEvents(records);
        _queue.OnCommit(records);
        simulation.Consumer.OnCommit();
        foreach (var entry in records.Orders.Touched)
        {
            if (entry is { Loaded: { } before, Current: { } after })
            {
                CheckStep(host, before, after);
            }
            else if (entry is { Loaded: null, Current: { } order } && order.Version != (order.Order.Status == OrderStatus.Pending ? 0 : 1))
            {
                simulation.Violate($"order {entry.Key} begins at version {order.Version}");
            }
        }

        foreach (var entry in records.Orders.Touched)
        {
            if (entry is { Loaded.Order.Status: OrderStatus.Pending, Current.Order: { Status: OrderStatus.Rejected } rejected })
            {
                CheckCart(records, rejected);
            }
        }

        foreach (var entry in records.Deliveries.Touched)
        {
            if (entry is { Loaded: { } before, Current: { } after })
            {
                CheckDelivery(host, before, after);
            }
        }

        foreach (var entry in records.Documents.Touched)
        {
            if (entry.Current is { } document && document.Id.Kind == RefundDocuments.Kind.Name
                && RefundDocuments.Read(document).Refund is { Resolution.Kind: PaymentResolutionKind.MarkedDone } refund
                && (entry.Loaded is not { } earlier || RefundDocuments.Read(earlier).Refund.Resolution != refund.Resolution))
            {
                simulation.Payments.TransferByHand(refund.OrderId, refund.Amount);
            }
        }

        foreach (var entry in records.IdempotencyKeys.Touched)
        {
            if (entry is { Loaded: { } key, Current: null } && simulation.Clock.Now < key.CreatedAt + simulation.Options.IdempotencyRetention)
            {
                simulation.Violate($"the key {key.Id.Key} is removed before its time");
            }
        }

        foreach (var entry in records.Reservations.Touched)
        {
            if (entry is { Loaded: { } cart, Current.Status: ReservationStatus.Expired } && simulation.Clock.Now < cart.ExpiresAt)
            {
                simulation.Violate($"the cart {cart.Id} is swept before it expires");
            }
        }

        foreach (var entry in records.Stock.Touched)
        {
            if (entry.Current is { } level && (level.Reserved < 0 || level.Reserved > level.OnHand + level.BackorderLimit || level.Reserved - level.Waiting > level.OnHand))
            {
                simulation.Violate($"{level.Isbn} is oversold: {level.Reserved} reserved of {level.OnHand} and {level.BackorderLimit} on back-order, {level.Waiting} waited for");
            }
        }
    }

    // A state and its event are committed together: one for each change of the version, which is 0 while an order is as it was placed.
    private void CheckEvents(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry.Current is not { } after)
            {
                continue;
            }

            var first = (entry.Loaded?.Version ?? 0) + 1;
            var told = records.Events.Appended.Where(happened => happened.Resource == $"orders/{entry.Key}").Select(happened => happened.Sequence);
            if (!told.SequenceEqual(Enumerable.Range(first, Math.Max(0, after.Version + 1 - first)).Select(version => (long)version)))
            {
                simulation.Violate($"order {entry.Key} became version {after.Version} with the events {string.Join(", ", told)} in its commit");
            }
        }
    }

    /// <summary>Looks at a movement of money in the moment in which it happens.</summary>
    public void OnMoney(MoneyMovement movement)
    {
        var record = simulation.Database.Committed.FindOrderAsync(movement.OrderId, CancellationToken.None).Result;
        if (record?.Order is not { } order)
        {
            simulation.Violate($"money moved ({movement.Status}) for order {movement.OrderId}, which is not there");
            return;
        }

        if (movement.Status == GatewayPaymentStatus.Refunded)
        {
            CheckGivenBack(record);
            return;
        }

        if (simulation.Payments.Ledger.Count(other => other.OrderId == movement.OrderId && other.Status == movement.Status) > 1)
        {
            simulation.Violate($"{movement.Status} twice for order {movement.OrderId}");
        }

        // Copies that were cancelled before the capture are not charged.
        var expected = movement.Status == GatewayPaymentStatus.Captured ? GuardedGateway.ToCapture(order) : order.Total;
        if (movement.Amount != expected)
        {
            simulation.Violate($"{movement.Amount} {movement.Status} for order {movement.OrderId} of {expected}");
        }

        if (movement.Status == GatewayPaymentStatus.Authorized && order.Status == OrderStatus.Rejected)
        {
            simulation.Faults.Count(FaultKind.ChargedAfterGivenUp);
        }

        var isLawful = movement.Status switch
        {
            GatewayPaymentStatus.Captured => order.Status is OrderStatus.Created or OrderStatus.Cancelled,
            GatewayPaymentStatus.Voided => order.Status is OrderStatus.Rejected or OrderStatus.Cancelled,
            _ => true,
        };
        if (!isLawful)
        {
            simulation.Violate($"{movement.Status} for order {movement.OrderId}, which is {order.Status}");
        }
    }

    // What was captured after its order was cancelled goes back whole, without a refund of its own.
    private bool IsOfARefund(Order order, PaymentResolution done) =>
        done.Action == PaymentAction.Refund && simulation.Records.Refunds().Any(refund => refund.OrderId == order.Id && refund.Resolution is not null);

    // Money goes back for what is on record, and never more than was taken.
    private void CheckGivenBack(OrderRecord record)
    {
        var order = record.Order;
        var given = simulation.Payments.SumOf(order.Id, GatewayPaymentStatus.Refunded);
        var taken = simulation.Payments.SumOf(order.Id, GatewayPaymentStatus.Captured);
        if (given > taken)
        {
            simulation.Violate($"{given} were given back of order {order.Id}, and {taken} were captured");
        }

        // A capture that won the race against its order's void goes back whole, without a refund of its own.
        if (given > order.Refunded.MinorUnits + order.RefundPending.MinorUnits && record.PendingAction != PaymentAction.Refund && !IsVoidResolved(order))
        {
            simulation.Violate($"{given} were given back of order {order.Id}, which has {order.Refunded} refunded and {order.RefundPending} pending");
        }
    }

    // A capture that won the race against a void that a person has settled by hand.
    private static bool IsVoidResolved(Order order) => order.Resolution is { Kind: PaymentResolutionKind.MarkedDone, Action: PaymentAction.Void };

    private void CheckStep(Host host, OrderRecord before, OrderRecord after)
    {
        var id = before.Order.Id;
        var isLawful = (before.Order.Status, after.Order.Status) switch
        {
            // One batch may confirm an order and cancel it.
            (OrderStatus.Pending, OrderStatus.Pending or OrderStatus.Created or OrderStatus.Rejected or OrderStatus.Cancelled) => true,
            (OrderStatus.Created, OrderStatus.Created or OrderStatus.Cancelled or OrderStatus.Delivered) => true,
            var (from, to) => from == to,
        };
        if (!isLawful)
        {
            simulation.Violate($"order {id} went from {before.Order.Status} to {after.Order.Status}");
        }

        // One batch may change an order several times, and change it back.
        var raised = after.Version - before.Version;
        if (before.Order with { Version = after.Version } == after.Order ? raised is < 0 or 1 : raised < 1)
        {
            simulation.Violate($"order {id} went from version {before.Version} to {after.Version}, from {before.Order} to {after.Order}");
        }

        // Whoever authorizes relies on it that nobody gives the order up before that time.
        if (after.Order.Status == OrderStatus.Pending && after.GiveUpAt < before.GiveUpAt)
        {
            simulation.Violate($"order {id} may be given up earlier than was promised: a host that was overtaken wrote to it");
        }

        var isLeasedToAnother = before.LeaseHolder is { } holder && holder != host.Id && before.DueAt > simulation.Clock.Now;
        if (isLeasedToAnother && after.Order.Status == OrderStatus.Pending && !GetsCopiesAlone(before, after))
        {
            simulation.Violate($"order {id} is another host's, but {host} that was overtaken wrote to it");
        }

        CheckTime(before, after);

        CheckAttention(before, after);

        if (after.Order.Total != before.Order.Total || !after.Order.Lines.Select(WhatWasOrdered).SequenceEqual(before.Order.Lines.Select(WhatWasOrdered)))
        {
            simulation.Violate($"the lines of order {id} changed");
        }
    }

    // A clerk may move any delivery; the work on its courier is for a host that has the courier.
    private static (Isbn Isbn, int Quantity, Money Price, Money Allocated) WhatWasOrdered(OrderLine line) => (line.Isbn, line.Quantity, line.UnitPrice, line.Allocated);

    // Copies that come in go to orders in the same commit, whoever is at work on their payment.
    private static bool GetsCopiesAlone(OrderRecord before, OrderRecord after) =>
        after with { Order = after.Order with { Lines = before.Order.Lines, Version = before.Version, UpdatedAt = before.Order.UpdatedAt } } == before
        && after.Order.Lines.Zip(before.Order.Lines).Any(static pair => pair.First.Waiting < pair.Second.Waiting);

    private void CheckDelivery(Host host, DeliveryRecord before, DeliveryRecord after)
    {
        var isTouched = (before.Fence, before.Attempts, before.DueAt) != (after.Fence, after.Attempts, after.DueAt);
        if (isTouched && before.Delivery.Status == after.Delivery.Status && !host.Has(before.Delivery.Courier))
        {
            simulation.Violate($"{host} does not have the courier {before.Delivery.Courier}, but touched delivery {before.Delivery.Id}");
        }

        if (before.Delivery.Status == DeliveryStatus.Delivered && before.PendingCall is null && after.PendingCall == CourierCall.Book)
        {
            simulation.Violate($"delivery {before.Delivery.Id} has arrived and is to be booked");
        }
    }

    // The time has to pass, and no more than that, with any times of the hosts' clocks.
    private void CheckTime(OrderRecord before, OrderRecord after)
    {
        var now = simulation.Clock.Now;
        var isGivenUp = before.Order.Status == OrderStatus.Pending && after.Order.PaymentFailureCode == OrderProgress.PaymentNotFound;
        if (isGivenUp && now < before.GiveUpAt)
        {
            simulation.Violate($"order {before.Order.Id} is given up {before.GiveUpAt - now} before its time");
        }

        // An id tells its time in whole milliseconds.
        var options = simulation.Options;
        var longest = after.Order.PaymentStatus == PaymentStatus.ActionRequired ? options.CustomerActionTimeout : options.GatewayTimeout + options.RecoveryGrace;
        if (after.Order.Status == OrderStatus.Pending && after.GiveUpAt > after.OpenedAt(now, TimeSpan.Zero) + longest + TimeSpan.FromMilliseconds(1))
        {
            simulation.Violate($"order {before.Order.Id} may hold its copies longer than {longest} after it was placed");
        }
    }

    // What ends without its effect is found by a person, or a person has decided about it.
    private void CheckAttention(OrderRecord before, OrderRecord after)
    {
        var isUndone = after.PendingAction is null && (after.Order.PaymentStatus is PaymentStatus.CaptureFailed or PaymentStatus.RefundFailed
            || (before.PendingAction == PaymentAction.Void && after.Order.PaymentStatus is not (PaymentStatus.Voided or PaymentStatus.Captured)));
        if (isUndone && after.Order.Attention is null && after.Order.Resolution is null)
        {
            simulation.Violate($"order {after.Order.Id} is {after.Order.Status} and {after.Order.PaymentStatus}, and nobody is told");
        }

        if (after.Order.Resolution is { Kind: PaymentResolutionKind.MarkedDone } done && done != before.Order.Resolution && !IsOfARefund(after.Order, done))
        {
            simulation.Payments.DoByHand(after.Order.Id, after.Order.PaymentStatus);
        }
    }

    // An order that is not paid gives its copies back to its cart, unless the cart's time is over. In the same batch, another order may take them from there.
    private void CheckCart(WorkingSet records, Order rejected)
    {
        if (simulation.Workload.CartOf(rejected.CustomerId) is { } cart
            && simulation.Records.Reservation(cart) is { Status: ReservationStatus.Ordered } lost
            && lost.ExpiresAt > simulation.Clock.Now
            && !records.Orders.Touched.Any(entry => entry.Loaded is null && entry.Current?.ReservationId == cart))
        {
            simulation.Violate($"cart {cart} lost its copies to order {rejected.Id}, which is not paid");
        }
    }
}
