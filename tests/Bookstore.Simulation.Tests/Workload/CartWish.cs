namespace Bookstore.Simulation;

/// <summary>A customer who puts copies into a cart. The reservation's own id makes trying again safe.</summary>
internal sealed class CartWish(Simulation simulation, HoldStockRequest request) : Wish<HoldStockResult>(
    simulation, OperationKind.HoldCart, $"hold cart {simulation.Trace.Name(request.ReservationId)} for {request.Duration.TotalSeconds} s", hasKey: true)
{
    private readonly List<Attempt<Reservation?>> _releases = [];

    public HoldStockRequest Request => request;

    public override void Check()
    {
        var reservation = Simulation.Records.Reservation(request.ReservationId);
        Expect((reservation is null ? 0 : 1) <= MaxEffects(), "it is held all the same");
        Expect(reservation is not null || Results.All(IsRefusal), "the reservation is lost");
        foreach (var release in _releases)
        {
            // An order that is not paid gives its copies back.
            Expect(release.Result is not { Status: not ReservationStatus.Ordered } told || told.Status == reservation?.Status, $"told {release.Result?.Status}, but it is {reservation?.Status}");
        }
    }

    public void Keep(Host host)
    {
        Simulation.Count(OperationKind.KeepCart);
        var attempt = new Attempt<Reservation?>(Simulation, host);
        Simulation.Calls.Add((host, attempt.RunAsync($"keep {Name}", cancellationToken => host.Inventory.ExtendAsync(request.ReservationId, request.Duration, cancellationToken))));
    }

    public void Release(Host host)
    {
        Simulation.Count(OperationKind.ReleaseCart);
        var attempt = new Attempt<Reservation?>(Simulation, host);
        _releases.Add(attempt);
        Simulation.Calls.Add((host, attempt.RunAsync($"release {Name}", cancellationToken => host.Inventory.ReleaseAsync(request.ReservationId, cancellationToken))));
    }

    protected override Task<HoldStockResult> CallAsync(Host host, CancellationToken cancellationToken) => host.Inventory.HoldAsync(request, cancellationToken);

    protected override bool IsRefusal(HoldStockResult result) => result.Outcome is not (HoldStockOutcome.Held or HoldStockOutcome.AlreadyExists);
}
