namespace Bookstore.Simulation;

/// <summary>The two places for hosts: who is up, who sleeps, who dies, and which background work each of them is doing.</summary>
internal sealed class Hosts(Simulation simulation)
{
    private readonly Host?[] _places = new Host?[2];
    private readonly HashSet<(Host, OperationKind)> _rounds = [];
    private readonly TimeSpan[] _skews = [TimeSpan.Zero, TimeSpan.FromMilliseconds(1 + (Clock.MillisecondsPerLook * simulation.Chance.Pick(0, 0, 125, 375, -375)))];
    private int _started;

    /// <summary>Starts a host in a free place.</summary>
    public Host Start()
    {
        var place = Array.IndexOf(_places, null);
        var skew = _skews[place] + (simulation.Faults.Strikes(FaultKind.ClockWrongAtStart) ? Jump() : TimeSpan.Zero);
        var role = place == 0
            ? HostRole.Whole
            : simulation.Chance.Pick(HostRole.Whole, HostRole.Whole, HostRole.WithoutBackgroundWork, HostRole.WithoutGateway, HostRole.WithOtherGateway);
        var host = new Host(simulation, ++_started, skew, role);
        _places[place] = host;
        simulation.Trace.Add($"{host} starts, {role}");
        return host;
    }

    /// <summary>One of the hosts that are up.</summary>
    public Host? AnyAwake()
    {
        var awake = _places.Where(host => host is { IsAwake: true }).ToArray();
        return awake.Length == 0 ? null : awake[simulation.Chance.Below(awake.Length)];
    }

    /// <summary>One of the hosts that are up and sell.</summary>
    public Host? AnySelling()
    {
        var selling = _places.Where(host => host is { IsAwake: true, Sells: true }).ToArray();
        return selling.Length == 0 ? null : selling[simulation.Chance.Below(selling.Length)];
    }

    /// <summary>Something befalls a host, or a new one starts.</summary>
    public void Disturb()
    {
        var host = AnyAwake();
        if (simulation.Faults.MayStrike(FaultKind.ForeignLock))
        {
            simulation.Database.LockForeign(TimeSpan.FromSeconds(simulation.Chance.Pick(1, 4, 12, 40)));
        }
        else if (simulation.Faults.MayStrike(FaultKind.WritersRemoved))
        {
            simulation.Database.RemoveWriters();
        }
        else if (_places.Contains(null) && simulation.Chance.Percent(host is null ? 50 : 15))
        {
            Start();
        }
        else if (host is null)
        {
            simulation.Clock.Advance(TimeSpan.FromSeconds(2));
        }
        else if (simulation.Faults.Strikes(FaultKind.HostDies))
        {
            Kill(host);
        }
        else if (simulation.Faults.Strikes(FaultKind.HostSleeps))
        {
            Sleep(host, simulation.Chance.Pick(200, 3_000));
        }
        else if (simulation.Faults.Strikes(FaultKind.HostSleepsPastLease))
        {
            Sleep(host, simulation.Chance.Pick(12_000, 25_000, 50_000));
        }
        else if (simulation.Faults.Strikes(FaultKind.ClockSet))
        {
            SetClock(host, host.Time.Skew + Jump());
        }
        else if (simulation.Faults.Strikes(FaultKind.ClockWrongForAMoment))
        {
            var right = host.Time.Skew;
            SetClock(host, right + Jump());
            simulation.Agenda.Add(host, "clock is right again", () => SetClock(host, right));
        }
    }

    public DateTimeOffset? NextWakeUp() => _places.Where(host => host is { IsAlive: true, IsAwake: false }).Min(host => host?.AsleepUntil);

    /// <summary>Nobody sleeps any more, and somebody is there.</summary>
    public void WakeAll()
    {
        foreach (var host in _places)
        {
            host?.AsleepUntil = DateTimeOffset.MinValue;
        }

        // At last the first place sells, and its host has all couriers.
        while (_places[0] is not { } first || !first.Has(SimulatedCourier.Somewhere))
        {
            if (_places[0] is { } host)
            {
                Kill(host);
            }

            Start();
        }
    }

    /// <summary>Begins one round of one kind of background work.</summary>
    public void BeginRound(Host host) => BeginRound(host, simulation.Chance.Pick(
        OperationKind.Recovery, OperationKind.Recovery, OperationKind.Settlement, OperationKind.Settlement, OperationKind.CourierBooking, OperationKind.CourierBooking, OperationKind.Housekeeping, OperationKind.EventHandling, OperationKind.Allocation));

    /// <summary>Begins a round of courier calls on every host that is up.</summary>
    public void BeginCourierRounds()
    {
        foreach (var host in _places.Where(host => host is { IsAwake: true }).ToArray())
        {
            BeginRound(host!, OperationKind.CourierBooking);
        }
    }

    public void BeginAllRounds()
    {
        foreach (var host in _places.OfType<Host>().ToArray())
        {
            BeginRound(host, OperationKind.Recovery);
            BeginRound(host, OperationKind.Settlement);
            BeginRound(host, OperationKind.CourierBooking);
            BeginRound(host, OperationKind.Housekeeping);
            BeginRound(host, OperationKind.EventHandling);
            BeginRound(host, OperationKind.Allocation);
        }
    }

    private void BeginRound(Host host, OperationKind kind)
    {
        // The next round of a kind begins when the last one is over.
        if (host.Role == HostRole.WithoutBackgroundWork || !_rounds.Add((host, kind)))
        {
            return;
        }

        simulation.Count(kind);
        simulation.Trace.Add($"{host}: round of {kind}");
        simulation.Calls.Add((host, RunAsync()));

        async Task RunAsync()
        {
            try
            {
                await (kind switch
                {
                    OperationKind.Recovery => host.Recovery.RunOnceAsync(),
                    OperationKind.Settlement => SettleAsync(host),
                    OperationKind.CourierBooking => host.Booking.RunOnceAsync(),
                    OperationKind.Allocation => AllocateAsync(host),
                    OperationKind.EventHandling => host.Consumers.RunOnceAsync(CancellationToken.None),
                    _ => host.Housekeeping.RunOnceAsync(),
                });
            }
            catch (BookstoreStoreException)
            {
                simulation.Trace.Add($"  {host}: round of {kind} failed");
            }

            simulation.Guard();
            _rounds.Remove((host, kind));
        }
    }

    private static async Task<int> SettleAsync(Host host) => await host.Settlement.RunOnceAsync() + await host.RefundSettlement.RunOnceAsync();

    private static async Task<int> AllocateAsync(Host host) => await host.Allocation.RunOnceAsync(CancellationToken.None) + await host.DateChanges.RunOnceAsync(CancellationToken.None);

    // More than a lease, a cart's time or a key's retention, ahead or back, in whole looks.
    private TimeSpan Jump() => TimeSpan.FromSeconds(simulation.Chance.Pick(-1, 1) * simulation.Chance.Pick(12, 25, 1_000, 86_400, 176_400));

    private void SetClock(Host host, TimeSpan skew)
    {
        simulation.Trace.Add($"{host}: clock is off by {skew.TotalSeconds} s");
        host.Time.Skew = skew;
    }

    private void Kill(Host host)
    {
        simulation.Trace.Add($"{host} dies");
        host.IsAlive = false;
        _places[Array.IndexOf(_places, host)] = null;
        simulation.Agenda.Forget(host);
        simulation.Clock.Forget(host);
        simulation.Database.Abandon(host);
    }

    private void Sleep(Host host, int milliseconds)
    {
        simulation.Trace.Add($"{host} sleeps for {milliseconds} ms");
        host.AsleepUntil = simulation.Clock.Now + TimeSpan.FromMilliseconds(milliseconds);
    }
}
