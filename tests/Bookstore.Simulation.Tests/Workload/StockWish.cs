namespace Bookstore.Simulation;

/// <summary>A clerk who takes copies into stock or corrects their count.</summary>
internal sealed class StockWish(Simulation simulation, StockChange change, bool isReceipt) : Wish<ChangeStockResult>(
    simulation,
    isReceipt ? OperationKind.ReceiveStock : OperationKind.AdjustStock,
    $"{(isReceipt ? "receive" : "adjust")} {change.Quantity}{(change.IdempotencyKey is null ? "" : " with a key")}",
    change.IdempotencyKey is not null)
{
    public override void Check()
    {
        var movements = Simulation.Records.Movements(change.Isbn).Count(movement => movement.Reference == change.Reference);
        var confirmed = Results.Count(result => result.Outcome == ChangeStockOutcome.Changed);
        Expect(movements <= MaxEffects(), $"{movements} movements");
        Expect(movements >= (HasKey ? Math.Min(confirmed, 1) : confirmed), $"{movements} movements");
    }

    protected override Task<ChangeStockResult> CallAsync(Host host, CancellationToken cancellationToken) => isReceipt
        ? host.Inventory.ReceiveStockAsync(change, cancellationToken)
        : host.Inventory.AdjustStockAsync(change, cancellationToken);

    protected override bool IsRefusal(ChangeStockResult result) => result.Outcome != ChangeStockOutcome.Changed;
}
