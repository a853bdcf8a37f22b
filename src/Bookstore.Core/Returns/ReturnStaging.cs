using Bookstore.Storage;

namespace Bookstore;

/// <summary>Stages what happens to the returns of an order, with the order's version and an event.</summary>
internal static class ReturnStaging
{
    /// <summary>Stages a new return.</summary>
    public static void Insert(WorkingSet records, OrderRecord order, Return opened, DateTimeOffset at)
    {
        records.InsertDocument(ReturnDocuments.Write(new ReturnRecord(opened, null)));
        Put(records, order, order.Order, opened, opened.Kind == ReturnKind.Withdrawal ? EventTypes.ReturnWithdrawalReceived : EventTypes.ReturnRequested, at);
    }

    /// <summary>Stages a return in another status.</summary>
    /// <param name="records">The batch, with the order and its documents loaded.</param>
    /// <param name="order">The order as the batch has it.</param>
    /// <param name="goods">The order with the lines that the return leaves.</param>
    /// <param name="before">The return as the batch has it.</param>
    /// <param name="after">The return as it is to be, but for its version.</param>
    /// <param name="at">When.</param>
    /// <returns>The order after it.</returns>
    public static OrderRecord Replace(WorkingSet records, OrderRecord order, Order goods, ReturnRecord before, Return after, DateTimeOffset at)
    {
        after = after with { Version = before.Return.Version + 1, UpdatedAt = at };
        records.Documents.Put(ReturnDocuments.Kind.IdOf(after.Id), ReturnDocuments.Write(before with { Return = after }));
        return Put(records, order, goods, after, ReturnRules.EventOf(after.Status), at);
    }

    private static OrderRecord Put(WorkingSet records, OrderRecord before, Order goods, Return changed, string type, DateTimeOffset at)
    {
        var after = before with { Order = goods with { Version = before.Version + 1, UpdatedAt = at } };
        records.Orders.Put(after.Order.Id, after);
        OrderEvents.Append(records, before, after, type, at, more: json => Write(json, changed));
        return after;
    }

    // Without what the customer or the shop wrote.
    private static void Write(EventDataWriter json, Return changed)
    {
        json.WriteString("return_id"u8, changed.Id);
        json.WriteString("return_kind"u8, EventData.NameOf(changed.Kind));
        json.WriteString("return_status"u8, EventData.NameOf(changed.Status));
        if (changed.Receipt is { } receipt)
        {
            json.WriteBoolean("late"u8, receipt.IsLate);
        }

        json.WriteStartArray("lines"u8);
        foreach (var line in changed.Lines)
        {
            json.WriteStartObject();
            json.WriteString("isbn"u8, line.Isbn.ToString());
            json.WriteNumber("quantity"u8, line.Quantity);
            if (line is { Received: { } received, Sellable: { } sellable })
            {
                json.WriteNumber("received"u8, received);
                json.WriteNumber("sellable"u8, sellable);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
