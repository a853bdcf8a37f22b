using Bookstore.Storage;

namespace Bookstore;

/// <summary>Tells that the authorization of a held amount ends soon, and once it has ended that the order is not paid.</summary>
/// <remarks>An order whose capture was asked for meanwhile, or that was cancelled, is left as it is: its watch is over.</remarks>
/// <param name="listed">The watch as it was listed.</param>
/// <param name="now">The time of the round.</param>
internal sealed class EndAuthorization(DocumentRecord listed, Moment now) : Operation<bool>
{
    /// <summary>The code of an order whose authorization has ended.</summary>
    public const string FailureCode = "authorization_expired";

    private Guid OrderId => listed.Id.Id;

    public override bool CanBeShed => false;

    public override int Weight => OrderChange.MostRecords;

    public override void DeclareKeys(RecordKeys keys)
    {
        AuthorizationEndBody.DeclareKey(keys, OrderId);
        keys.Orders.Add(OrderId);
    }

    protected override bool DecideOn(WorkingSet records)
    {
        // Written again meanwhile, it has another time.
        if (records.Documents.Find(listed.Id) is not { } document || document.DueAt != listed.DueAt)
        {
            return false;
        }

        var watched = AuthorizationEndBody.Documents.Read(document);
        var hasEnded = watched.Until <= now.Store;
        var trigger = hasEnded ? OrderTrigger.AuthorizationExpired : OrderTrigger.AuthorizationExpiring;
        if (records.Orders.Find(OrderId) is not { } order || order.Order.AuthorizedUntil != watched.Until || OrderChange.TryStage(records, order, trigger, now) is not { } moved)
        {
            records.Documents.Remove(listed.Id);
            return true;
        }

        var next = PaymentAttention.After(moved, trigger, hasEnded ? FailureCode : null, now.Shown);
        OrderChange.Put(records, order, next, trigger, now.Shown);
        if (hasEnded)
        {
            records.Documents.Remove(listed.Id);
        }
        else
        {
            AuthorizationEndBody.Put(records, OrderId, watched, watched.Until);
        }

        return true;
    }
}
