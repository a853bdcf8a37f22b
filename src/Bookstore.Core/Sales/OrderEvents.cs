using Bookstore.Storage;

namespace Bookstore;

/// <summary>The events of orders: one for each change that a client can see, with the order's version as its sequence.</summary>
internal static class OrderEvents
{
    /// <summary>Appends the event of a change.</summary>
    /// <param name="records">The batch.</param>
    /// <param name="before">The order before the change; <see langword="null"/> when it was opened.</param>
    /// <param name="after">The order after it.</param>
    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="at">When it happened.</param>
    /// <param name="consignment">The copies that it tells of; <see langword="null"/> for all of the order.</param>
    /// <param name="more">Writes what else the event tells.</param>
    public static void Append(
        WorkingSet records, OrderRecord? before, OrderRecord after, string type, DateTimeOffset at, Consignment? consignment = null, Action<EventDataWriter>? more = null)
    {
        if (!records.Events.IsEnabled)
        {
            return;
        }

        var subject = EventSubject.Order(after.Order.Id);
        var data = records.Events.BeginData(subject);
        Write(data, before, after, consignment);
        more?.Invoke(data);
        var actor = records.Actor;
        records.Actor = actor?.About(after.Order.CustomerId);
        records.Events.Append(type, subject, after.Version, at);
        records.Actor = actor;
    }

    // No member of the customer, of the card or of an address: an erasure leaves the feed alone.
    private static void Write(EventDataWriter json, OrderRecord? before, OrderRecord after, Consignment? consignment)
    {
        var order = after.Order;
        json.WriteString("order_id"u8, order.Id);
        json.WriteString("status"u8, EventData.NameOf(order.Status));
        json.WriteString("payment_status"u8, EventData.NameOf(order.PaymentStatus));
        EventData.WriteMoney(json, "total"u8, order.Total);
        if (order.Refunds is not null)
        {
            json.WriteNumber("refunded"u8, order.Refunded.Amount);
            json.WriteNumber("refundable"u8, order.Refundable.Amount);
        }

        if (order.Adjustments.Count > 0)
        {
            WriteAdjustments(json, order.Adjustments);
        }

        if ((consignment?.DeliveryId ?? order.DeliveryId ?? before?.Order.DeliveryId) is { } delivery)
        {
            json.WriteString("delivery_id"u8, delivery);
        }

        if (consignment is { Copies: { Count: > 0 } copies })
        {
            Write(json, copies, "lines"u8);
        }

        if (WaitingIn(order) is { Count: > 0 } waiting)
        {
            Write(json, waiting, "waiting"u8);
        }

        if (after.PendingAction is { } pending)
        {
            json.WriteString("pending_action"u8, EventData.NameOf(pending));
        }

        WritePayment(json, before?.Order, order);
        if (order.PaymentFailureCode is { } code)
        {
            json.WriteString("failure_code"u8, code);
        }

        if (order.Attention is { } attention)
        {
            json.WriteString("attention"u8, EventData.NameOf(attention.Reason));
        }

        if (before is not null && before.Order.Status != order.Status)
        {
            json.WriteString("previous_status"u8, EventData.NameOf(before.Order.Status));
        }

        if (before is not null && before.Order.PaymentStatus != order.PaymentStatus)
        {
            json.WriteString("previous_payment_status"u8, EventData.NameOf(before.Order.PaymentStatus));
        }
    }

    private static void WritePayment(EventDataWriter json, Order? before, Order after)
    {
        if (after is { PaymentStatus: PaymentStatus.Authorized, AuthorizedUntil: { } until })
        {
            json.WriteString("authorized_until"u8, until);
        }

        if (after.Dispute is not { } dispute || dispute == before?.Dispute)
        {
            return;
        }

        json.WriteString("dispute_id"u8, dispute.Id);
        json.WriteString("dispute_status"u8, EventData.NameOf(dispute.Status));
        json.WriteNumber("dispute_amount"u8, dispute.Amount.Amount);
        if (dispute.Reason is { } reason)
        {
            json.WriteString("dispute_reason"u8, reason);
        }
    }

    private static List<LineCopies>? WaitingIn(Order order)
    {
        List<LineCopies>? waiting = null;
        for (var i = 0; i < order.Lines.Count; i++)
        {
            if (order.Lines[i] is { Waiting: > 0 } line)
            {
                (waiting ??= []).Add(new LineCopies(line.Isbn, line.Waiting));
            }
        }

        return waiting;
    }

    // Only where they are a part of the order.
    private static void Write(EventDataWriter json, IReadOnlyList<LineCopies> copies, ReadOnlySpan<byte> name)
    {
        json.WriteStartArray(name);
        for (var i = 0; i < copies.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("isbn"u8, copies[i].Isbn.ToString());
            json.WriteNumber("quantity"u8, copies[i].Quantity);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Without labels and metadata, in which a shop may have written a name.
    private static void WriteAdjustments(EventDataWriter json, IReadOnlyList<OrderAdjustment> adjustments)
    {
        json.WriteStartArray("adjustments"u8);
        foreach (var adjustment in adjustments)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, adjustment.Kind);
            json.WriteNumber("amount"u8, adjustment.Amount.Amount);
            if (adjustment.Isbn is { } isbn)
            {
                json.WriteString("isbn"u8, isbn.ToString());
            }

            if (adjustment.IsIncluded)
            {
                json.WriteBoolean("included"u8, true);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
