namespace Bookstore.Simulation;

/// <summary>A customer who wants to give copies back. The note, which no other return has, tells its returns.</summary>
internal sealed class ReturnWish(Simulation simulation, CreateReturnRequest request) : Wish<CreateReturnResult>(
    simulation,
    OperationKind.RequestReturn,
    $"return {request.Items[0].Quantity} copies of {simulation.Trace.Name(request.OrderId)}{(request.IdempotencyKey is null ? "" : " with a key")}",
    request.IdempotencyKey is not null)
{
    public override void Check()
    {
        var made = Simulation.Records.Returns().Where(known => known.Note == request.Note).ToArray();
        Expect(made.Length <= MaxEffects(), $"{made.Length} returns");
        Expect(Results.All(result => result.Outcome != CreateReturnOutcome.Created || made.Any(known => known.Id == result.Return!.Id)), "the return is lost");
    }

    protected override Task<CreateReturnResult> CallAsync(Host host, CancellationToken cancellationToken) => host.Returns.CreateAsync(request, cancellationToken);

    protected override bool IsRefusal(CreateReturnResult result) => result.Outcome != CreateReturnOutcome.Created;
}

/// <summary>A clerk who moves a return along; what came of it is less than was announced, now and then.</summary>
internal sealed class ReturnMoveWish(Simulation simulation, Return known, ReturnStatus status, ReceivedItem came) : Wish<MoveReturnResult>(
    simulation,
    OperationKind.MoveReturn,
    $"move return {simulation.Trace.Name(known.Id)} to {status}{(status == ReturnStatus.Received ? $", {came.Received} came" : "")}",
    hasKey: true)
{
    public override void Check()
    {
        var now = Simulation.Records.Returns().FirstOrDefault(other => other.Id == known.Id);
        Expect(now is not null, "the return is lost");
        Expect(
            Results.All(result => result.Outcome != MoveReturnOutcome.Moved) || now?.Status == status || (status, now?.Status) is
                (ReturnStatus.Approved, ReturnStatus.Received or ReturnStatus.Completed or ReturnStatus.Cancelled) or (ReturnStatus.Received, ReturnStatus.Completed),
            $"it is {now?.Status}");
    }

    protected override Task<MoveReturnResult> CallAsync(Host host, CancellationToken cancellationToken) => status switch
    {
        ReturnStatus.Approved => host.Returns.ApproveAsync(known.Id, cancellationToken: cancellationToken),
        ReturnStatus.Rejected => host.Returns.RejectAsync(known.Id, "no", cancellationToken: cancellationToken),
        ReturnStatus.Received => host.Returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = known.Id, Items = [came] }, cancellationToken),
        ReturnStatus.Completed => host.Returns.CompleteAsync(known.Id, cancellationToken: cancellationToken),
        _ => host.Returns.CancelAsync(known.Id, cancellationToken: cancellationToken),
    };

    protected override bool IsRefusal(MoveReturnResult result) => result.Outcome != MoveReturnOutcome.Moved;
}
