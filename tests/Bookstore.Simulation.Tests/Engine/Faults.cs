namespace Bookstore.Simulation;

/// <summary>Which faults a run has, how often, and which of them it truly met.</summary>
/// <remarks>Each run leaves some kinds out and has others more often than is sane: what only a rare meeting of faults brings to light turns up sooner.</remarks>
internal sealed class Faults
{
    private readonly double[] _percents = new double[Kinds.Length];
    private readonly long[] _counts = new long[Kinds.Length];
    private readonly Chance _chance;
    private readonly Trace _trace;

    public Faults(Chance chance, Trace trace)
    {
        _chance = chance;
        _trace = trace;
        foreach (var kind in Kinds)
        {
            _percents[(int)kind] = chance.Percent(30) ? 0 : Usual(kind) * chance.Pick(0.5, 1, 1, 3, 8);
        }

        AreLocksAlone = chance.Percent(6);
        if (AreLocksAlone)
        {
            Array.Clear(_percents);
            _percents[(int)FaultKind.ForeignLock] = 60;
        }
    }

    /// <summary>Whether locks of another program are the only fault: then it is known whom they may cost something.</summary>
    public bool AreLocksAlone { get; }

    public static FaultKind[] Kinds { get; } = Enum.GetValues<FaultKind>();

    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Whether any fault may happen now.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether a fault happens here and now.</summary>
    public bool Strikes(FaultKind kind)
    {
        if (!IsOn || !_chance.Percent(_percents[(int)kind]))
        {
            return false;
        }

        Count(kind);
        return true;
    }

    /// <summary>Whether a fault is to happen, which is counted only where it does.</summary>
    public bool MayStrike(FaultKind kind) => IsOn && _chance.Percent(_percents[(int)kind]);

    public void Count(FaultKind kind)
    {
        _counts[(int)kind]++;
        _trace.Add($"  fault: {kind}");
    }

    private static double Usual(FaultKind kind) => kind switch
    {
        FaultKind.HostDies or FaultKind.HostSleeps or FaultKind.HostSleepsPastLease => 5,
        FaultKind.ClockWrongAtStart => 15,
        FaultKind.ClockSet or FaultKind.ClockWrongForAMoment => 5,
        FaultKind.CommitInFlight or FaultKind.WasCommittedFails => 4,
        FaultKind.CommitLostAfter or FaultKind.CommitLostBefore => 2.5,
        FaultKind.GatewayAnswerLost or FaultKind.GatewayRequestLate or FaultKind.GatewayAnswersLate => 5,
        FaultKind.ForeignLock => 12,
        FaultKind.WritersRemoved => 4,
        FaultKind.CustomerActsLate => 30,
        FaultKind.CustomerNeverActs or FaultKind.CustomerActsTwice => 20,
        FaultKind.CaptureRefused or FaultKind.VoidRefused => 5,

        // Refunds are few, and a person is to decide about some of them.
        FaultKind.RefundRefused => 40,
        FaultKind.HandlerFails => 8,
        FaultKind.CourierRequestAfterAll => 30,
        FaultKind.CalledOffWhileBooked => 40,
        >= FaultKind.CourierThrows and <= FaultKind.CourierRefusesCancellation => 8,
        _ => 2,
    };
}

/// <summary>What can go wrong.</summary>
internal enum FaultKind
{
    ReadFails,
    OpenConflict,
    OpenFails,
    CommitConflict,
    CommitFailsBefore,
    CommitRefused,
    CommitLostBefore,
    CommitLostAfter,
    CommitInFlight,
    WasCommittedFails,
    LetGoFails,
    ForeignLock,
    WritersRemoved,
    GatewayThrows,
    GatewayRequestLost,
    GatewayAnswerLost,
    GatewayRequestTwice,
    GatewayRequestLate,
    GatewayAnswersLate,
    ChargedAfterGivenUp,
    CaptureRefused,
    VoidRefused,
    RefundRefused,
    CustomerActsLate,
    CustomerNeverActs,
    CustomerActsTwice,
    CourierThrows,
    CourierRequestLost,
    CourierAnswerLost,
    CourierRequestTwice,
    CourierRequestLate,
    CourierAnswersLate,
    CourierRequestAfterAll,
    CourierRefuses,
    CourierRefusesCancellation,
    BookedAfterCalledOff,
    CalledOffWhileBooked,
    HostDies,
    HostDiesInCommit,
    HostSleeps,
    HostSleepsPastLease,
    ClockWrongAtStart,
    ClockSet,
    ClockWrongForAMoment,
    CallerGivesUp,
    HandlerFails,
    HandlerFailsAfterAll,
    HandlerHangs,
}
