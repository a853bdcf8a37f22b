namespace Bookstore.Simulation;

/// <summary>The one time of a run, and the timers that wait for it.</summary>
/// <remarks>
/// Each look at it takes four milliseconds. So no two looks see the same millisecond, and ids that begin with the time sort the same in each run,
/// although their last bits are random.
/// </remarks>
internal sealed class Clock
{
    public const int MillisecondsPerLook = 4;

    private readonly List<SimulatedTimer> _timers = [];

    public DateTimeOffset Now { get; private set; } = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Look() => Now = Now.AddMilliseconds(MillisecondsPerLook);

    public void Advance(TimeSpan by) => Now += Round(by);

    public void Add(SimulatedTimer timer) => _timers.Add(timer);

    public void Remove(SimulatedTimer timer) => _timers.Remove(timer);

    public void Forget(Host host) => _timers.RemoveAll(timer => timer.Host == host);

    /// <summary>The timer that fires next among those of hosts that are awake.</summary>
    public SimulatedTimer? Next()
    {
        SimulatedTimer? next = null;
        foreach (var timer in _timers)
        {
            if (timer.Host.IsAwake && !(next?.DueAt <= timer.DueAt))
            {
                next = timer;
            }
        }

        return next;
    }

    // Whole looks only, so that the hosts' milliseconds never meet.
    private static TimeSpan Round(TimeSpan by) => TimeSpan.FromMilliseconds(Math.Ceiling(by.TotalMilliseconds / MillisecondsPerLook) * MillisecondsPerLook);
}
