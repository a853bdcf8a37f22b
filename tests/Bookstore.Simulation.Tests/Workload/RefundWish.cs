namespace Bookstore.Simulation;

/// <summary>A clerk who gives money of an order back. The reason, which no other refund has, tells its refunds.</summary>
internal sealed class RefundWish(Simulation simulation, CreateRefundRequest request) : Wish<CreateRefundResult>(
    simulation,
    OperationKind.Refund,
    $"refund {(request.Amount is { } amount ? $"{amount}" : request.Items.Count > 0 ? $"{request.Items[0].Quantity} copies" : "all")} of {simulation.Trace.Name(request.OrderId)}{(request.IdempotencyKey is null ? "" : " with a key")}",
    request.IdempotencyKey is not null)
{
    public Guid OrderId => request.OrderId;

    public override void Check()
    {
        var made = Simulation.Records.Refunds().Where(refund => refund.Reason == request.Reason).ToArray();
        Expect(made.Length <= MaxEffects(), $"{made.Length} refunds");
        Expect(Results.All(result => result.Outcome != CreateRefundOutcome.Created || made.Any(refund => refund.Id == result.Refund!.Id)), "the refund is lost");
    }

    protected override Task<CreateRefundResult> CallAsync(Host host, CancellationToken cancellationToken) => host.Refunds.CreateAsync(request, cancellationToken);

    protected override bool IsRefusal(CreateRefundResult result) => result.Outcome != CreateRefundOutcome.Created;
}
