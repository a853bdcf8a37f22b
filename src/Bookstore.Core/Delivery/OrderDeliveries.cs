using Bookstore.Storage;

namespace Bookstore;

/// <summary>What the deliveries of a loaded order carry, and what they leave for another one.</summary>
internal static class OrderDeliveries
{
    /// <summary>The copies that a delivery carries.</summary>
    public static Consignment ConsignmentOf(Delivery delivery)
    {
        if (delivery.Lines.Count == 0)
        {
            return new Consignment(delivery.Id, []);
        }

        var copies = new LineCopies[delivery.Lines.Count];
        for (var i = 0; i < copies.Length; i++)
        {
            copies[i] = new LineCopies(delivery.Lines[i].Isbn, delivery.Lines[i].Quantity);
        }

        return new Consignment(delivery.Id, copies);
    }

    /// <summary>Stages what happens to a delivery as a change of its order that leaves all else as it is, with the delivery's event.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="order">The order as the batch has it.</param>
    /// <param name="delivery">The delivery as it was.</param>
    /// <param name="status">Its new status.</param>
    /// <param name="at">When.</param>
    /// <returns>The order after it.</returns>
    public static OrderRecord Tell(WorkingSet records, OrderRecord order, Delivery delivery, DeliveryStatus status, DateTimeOffset at)
    {
        var next = order with { Order = order.Order with { Version = order.Version + 1, UpdatedAt = at } };
        OrderChange.Put(records, order, next, DeliveryRules.EventOf(status), at, ConsignmentOf(delivery));
        return next;
    }

    /// <summary>How many copies of each line of the order are in no delivery: neither cancelled, nor dispatched, nor scheduled.</summary>
    public static int[] Left(WorkingSet records, Order order)
    {
        var left = new int[order.Lines.Count];
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = OrderGoods.Held(order.Lines[i]);
        }

        foreach (var delivery in records.DeliveriesOf(order.Id))
        {
            if (delivery.Delivery.Status == DeliveryStatus.Scheduled)
            {
                Subtract(left, order, delivery.Delivery);
            }
        }

        return left;
    }

    /// <summary>Whether a delivery carries more copies of a book than may leave the house.</summary>
    /// <param name="order">The order.</param>
    /// <param name="delivery">The delivery.</param>
    /// <param name="withheld">How many copies of each line must stay; <see langword="null"/> for none.</param>
    public static bool IsWithheld(Order order, Delivery delivery, int[]? withheld)
    {
        for (var i = 0; withheld is not null && i < withheld.Length; i++)
        {
            var line = order.Lines[i];
            var held = OrderGoods.Held(line);
            var copies = delivery.Lines.Count == 0 ? held : delivery.Lines.Where(carried => carried.Isbn == line.Isbn).Sum(static carried => carried.Quantity);
            if (withheld[i] > 0 && copies > held - withheld[i])
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What of each line can be delivered now: no more than is left, and than is allocated. Copies that must stay are first those that are still to come.</summary>
    /// <param name="left">What is left of each line, without copies that must stay.</param>
    /// <param name="all">What is left of each line, with them.</param>
    /// <param name="order">The order.</param>
    public static int[] WithoutWaiting(int[] left, int[] all, Order order) => [.. left.Select((copies, index) => Math.Min(copies, all[index] - order.Lines[index].Waiting))];

    /// <summary>A book of which copies are asked for that the order waits for; <see langword="null"/> when there is none.</summary>
    /// <param name="left">What is left of each line.</param>
    /// <param name="deliverable">What is left of it and allocated.</param>
    /// <param name="order">The order.</param>
    /// <param name="asked">What is asked for; none for all that is allocated.</param>
    public static Isbn? FindWaiting(int[] left, int[] deliverable, Order order, IReadOnlyList<DeliveryLine> asked)
    {
        var isNothingAllocated = Array.TrueForAll(deliverable, static copies => copies <= 0);
        for (var i = 0; i < left.Length; i++)
        {
            var line = order.Lines[i];
            var copies = asked.Count == 0 ? (isNothingAllocated ? left[i] : 0) : asked.FirstOrDefault(one => one.Isbn == line.Isbn)?.Quantity ?? 0;
            if (line.Waiting > 0 && copies <= left[i] && copies > deliverable[i])
            {
                return line.Isbn;
            }
        }

        return null;
    }

    /// <summary>The newest scheduled delivery that carries copies of a book.</summary>
    public static Guid? FindScheduled(WorkingSet records, Order order, Isbn isbn)
    {
        Guid? found = null;
        foreach (var delivery in records.DeliveriesOf(order.Id))
        {
            if (delivery.Delivery.Status == DeliveryStatus.Scheduled && (delivery.Delivery.Lines.Count == 0 || delivery.Delivery.Lines.Any(line => line.Isbn == isbn)))
            {
                found = delivery.Delivery.Id;
            }
        }

        return found;
    }

    /// <summary>Whether all that a delivery carries is left: in no delivery.</summary>
    public static bool IsLeft(int[] left, Order order, Delivery delivery)
    {
        var after = left.AsSpan().ToArray();
        Subtract(after, order, delivery);
        return after.AsSpan().IndexOfAnyExceptInRange(0, int.MaxValue) < 0;
    }

    /// <summary>Whether a delivery's goods are out of the house. Of one that failed, it is kept with its lines; one that carries all of the order is out when the order is.</summary>
    public static bool IsOut(Delivery delivery, Order order) => delivery.Status switch
    {
        DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Delivered or DeliveryStatus.Lost => true,
        DeliveryStatus.Failed => delivery.Lines.Count == 0 ? order.IsDispatched && order.DeliveryId == delivery.Id : delivery.HasFailedOnTheWay,
        _ => false,
    };

    /// <summary>The order after one of its deliveries has ended: the newest of the others is its delivery now.</summary>
    public static OrderRecord Without(WorkingSet records, OrderRecord order, Guid ended)
    {
        if (order.Order.DeliveryId != ended)
        {
            return order;
        }

        Guid? newest = null;
        foreach (var other in records.DeliveriesOf(order.Order.Id))
        {
            if (other.Delivery.Id != ended && (other.Delivery.Status == DeliveryStatus.Scheduled || IsOut(other.Delivery, order.Order)))
            {
                newest = other.Delivery.Id;
            }
        }

        return order with { Order = order.Order with { DeliveryId = newest } };
    }

    /// <summary>Whether copies of a book that a delivery carries in part came back otherwise than with a delivery. Nothing says from which parcel they were: the others come back by a return, too.</summary>
    public static bool IsTakenBackByReturn(WorkingSet records, Order order, Delivery delivery)
    {
        foreach (var carried in delivery.Lines)
        {
            var withDeliveries = records.DeliveriesOf(order.Id).Where(static other => other.Delivery.Status == DeliveryStatus.Returned)
                .Sum(other => other.Delivery.Lines.Where(line => line.Isbn == carried.Isbn).Sum(static line => line.Quantity));
            if (order.Lines.Any(line => line.Isbn == carried.Isbn && line.Returned > withDeliveries))
            {
                return true;
            }
        }

        return false;
    }

    private static void Subtract(int[] left, Order order, Delivery delivery)
    {
        var next = 0;
        for (var i = 0; i < left.Length; i++)
        {
            var line = order.Lines[i];
            if (delivery.Lines.Count == 0)
            {
                left[i] -= line.Quantity;
            }
            else if (next < delivery.Lines.Count && delivery.Lines[next].Isbn == line.Isbn)
            {
                left[i] -= delivery.Lines[next++].Quantity;
            }
        }
    }
}
