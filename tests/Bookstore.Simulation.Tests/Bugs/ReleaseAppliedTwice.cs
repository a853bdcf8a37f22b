using Bookstore.Storage;

namespace Bookstore.Simulation;

/// <summary>Copies that are let go are let go twice, where others are still reserved.</summary>
internal sealed class ReleaseAppliedTwice : Bug
{
    public override void OnCommit(WorkingSet records)
    {
        foreach (var movement in records.Movements.Where(movement => movement.Kind == StockMovementKind.Released).ToArray())
        {
            var level = records.Stock.Find(movement.Isbn)!;
            if (level.Reserved + movement.ReservedChange < 0)
            {
                continue;
            }

            level = level with { Reserved = level.Reserved + movement.ReservedChange, LastMovement = level.LastMovement + 1 };
            records.Stock.Put(level.Isbn, level);
            records.AppendMovement(movement with { Number = level.LastMovement, ReservedAfter = level.Reserved });
        }
    }
}
