using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>An order does not remember the cart that its copies came from, so that a declined card loses them.</summary>
internal sealed class ForgottenCart : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var entry in records.Orders.Touched)
        {
            if (entry is { Loaded: null, Current: { } opened })
            {
                Overwrite(opened, nameof(OrderRecord.ReservationId), null);
            }
        }
    }
}
