using Bookstore.Storage;
using Bookstore.Support;

namespace Bookstore.Simulation;

/// <summary>A return is paid for by what was announced, and not by what came.</summary>
internal sealed class RefundsWhatWasAnnounced : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var returned in records.Documents.Touched.Where(entry => entry is { Loaded.State: (int)ReturnStatus.Approved, Current.State: (int)ReturnStatus.Received }).ToArray())
        {
            var received = ReturnDocuments.Read(returned.Current!).Return;
            var order = records.Orders.Find(received.OrderId)!;
            if (received.RefundIds.Count == 0 || records.Documents.Find(RefundDocuments.Kind.IdOf(received.RefundIds[0])) is not { } document)
            {
                continue;
            }

            var made = RefundDocuments.Read(document);
            var line = received.Lines[0];
            var more = order.Order.Lines.First(ordered => ordered.Isbn == line.Isbn).UnitPrice * (line.Quantity - line.Received!.Value);
            if (more.MinorUnits == 0 || more.MinorUnits > order.Order.Refundable.MinorUnits)
            {
                continue;
            }

            var body = RefundDocuments.Write(made with { Refund = made.Refund with { Amount = made.Refund.Amount.Add(more), Items = [new RefundItem(line.Isbn, line.Quantity)] } }).Body;
            typeof(DocumentRecord).GetProperty(nameof(DocumentRecord.Body))!.SetValue(document, body);
            Overwrite(order, nameof(OrderRecord.Order), order.Order with { Refunded = order.Order.Refunded, RefundPending = order.Order.RefundPending.Add(more) });
        }
    }
}

/// <summary>A refund whose answer was lost is sent again as another one.</summary>
internal sealed class RefundsAgainAfterALostAnswer : Bug
{
    private readonly HashSet<Guid> _lost = [];

    public override IPaymentGateway Wrap(IPaymentGateway gateway) => new Forgetful(gateway, _lost);

    private sealed class Forgetful(IPaymentGateway inner, HashSet<Guid> lost) : DelegatingGateway(inner)
    {
        public override async ValueTask<RefundResult> RefundAsync(RefundRequest request, CancellationToken cancellationToken)
        {
            if (lost.Contains(request.RefundId))
            {
                var other = request.RefundId.ToByteArray();
                other[0]++;
                return await base.RefundAsync(request with { RefundId = new Guid(other), Key = request.Key + "-again" }, cancellationToken);
            }

            lost.Add(request.RefundId);
            var answer = await base.RefundAsync(request, cancellationToken);
            if (answer.Outcome != RefundOutcome.Unknown)
            {
                lost.Remove(request.RefundId);
            }

            return answer;
        }
    }
}

/// <summary>A parcel with a part of an order has one copy more in it than its delivery says.</summary>
internal sealed class ShipsMoreThanOrdered : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var movement in records.Movements.Where(movement => movement is { Kind: StockMovementKind.Shipped, OnHandChange: < 0 }).ToArray())
        {
            var level = records.Stock.Find(movement.Isbn)!;
            if (level.Available > 0)
            {
                level = level with { OnHand = level.OnHand - 1, LastMovement = level.LastMovement + 1 };
                records.Stock.Put(level.Isbn, level);
                records.AppendMovement(movement with { Number = level.LastMovement, OnHandChange = -1, ReservedChange = 0, OnHandAfter = level.OnHand, ReservedAfter = level.Reserved });
            }
        }
    }
}

/// <summary>A line's share of what was added to its order is a cent short where there is a rest to divide.</summary>
internal sealed class AllocationLosesACent : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry is { Loaded: null, Current: { Order: { Lines.Count: > 1, Adjustments.Count: > 0 } order } opened } && order.Lines[^1].Allocated.MinorUnits != 0)
            {
                var last = order.Lines[^1];
                Overwrite(opened, nameof(OrderRecord.Order), order with { Lines = [.. order.Lines.SkipLast(1), last with { Allocated = last.Allocated.Plus(-1) }] });
            }
        }
    }
}

/// <summary>A refund that is pending does not count as given back, so that the next one may exceed what was captured.</summary>
internal sealed class PendingRefundsNotCounted : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry.Current is { Order.RefundPending.MinorUnits: > 0 } record)
            {
                Overwrite(record, nameof(OrderRecord.Order), record.Order with { Refunded = record.Order.Refunded, RefundPending = record.Order.RefundPending * 0 });
            }
        }
    }
}
