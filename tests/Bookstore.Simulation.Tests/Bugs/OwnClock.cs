namespace Bookstore.Simulation;

/// <summary>Idempotency keys are removed by the host's own clock when it is ahead.</summary>
internal sealed class PurgeByOwnClock : Bug
{
    public override DateTimeOffset TimeOf(OperationKind work, DateTimeOffset storeTime, DateTimeOffset ownClock) =>
        work == OperationKind.Housekeeping && ownClock > storeTime ? ownClock : storeTime;
}

/// <summary>Leases of orders are judged by the host's own clock.</summary>
internal sealed class LeaseByOwnClock : Bug
{
    public override DateTimeOffset TimeOf(OperationKind work, DateTimeOffset storeTime, DateTimeOffset ownClock) =>
        work == OperationKind.Recovery ? ownClock : storeTime;
}
