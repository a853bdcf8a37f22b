using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Bookstore.Simulation;

/// <summary>Many seeds, one after the other on each of a few threads, and the sum of what they did.</summary>
internal sealed class Campaign(bool keepsHashes)
{
    // Whoever waited goes on within the call that ended the wait, so calls stack up.
    private const int StackSize = 16 << 20;

    private readonly Lock _lock = new();
    private readonly long[] _faults = new long[Enum.GetValues<FaultKind>().Length];
    private readonly long[] _operations = new long[Enum.GetValues<OperationKind>().Length];
    private readonly SortedDictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private long _steps;
    private TimeSpan _time;

    public long Seeds { get; private set; }

    /// <summary>How many things happened in all runs.</summary>
    public long Steps => _steps;

    /// <summary>How many faults struck in all runs.</summary>
    public long Faults => _faults.Sum();

    /// <summary>The hash of each run's trace, by its seed.</summary>
    public SortedList<ulong, ulong> Hashes { get; } = [];

    /// <summary>The runs that broke a promise, by their seeds.</summary>
    public SortedList<ulong, SimulationReport> Failed { get; } = [];

    public IEnumerable<FaultKind> MissingFaults => Enum.GetValues<FaultKind>().Where(kind => _faults[(int)kind] == 0);

    public IEnumerable<OperationKind> MissingOperations => Enum.GetValues<OperationKind>().Where(kind => _operations[(int)kind] == 0);

    /// <summary>Runs one seed on a thread of its own.</summary>
    public static SimulationReport Run(ulong seed, Bug? bug = null, bool keepsTrace = false)
    {
        SimulationReport? report = null;
        OnOwnThreads(1, () => report = new Simulation(seed, bug, keepsTrace).Run());
        return report!;
    }

    /// <summary>Runs seeds until there are no more of them, the time is up, or so many have broken a promise.</summary>
    public static Campaign Run(ulong first, long count, TimeSpan? limit = null, Func<Bug>? bug = null, int maxFailed = 1, bool keepsHashes = false)
    {
        var campaign = new Campaign(keepsHashes);
        var started = Stopwatch.GetTimestamp();
        var next = -1L;
        OnOwnThreads(Math.Min(Environment.ProcessorCount, 4), () =>
        {
            while (campaign.FailedCount < maxFailed && !(Stopwatch.GetElapsedTime(started) > limit) && Interlocked.Increment(ref next) is var index && index < count)
            {
                campaign.Add(new Simulation(first + (ulong)index, bug?.Invoke(), keepsTrace: false).Run());
            }
        });
        campaign._time = Stopwatch.GetElapsedTime(started);
        return campaign;
    }

    public IEnumerable<string> MissingOutcomes => new[]
    {
        Enum.GetValues<OrderStatus>().Where(status => status != OrderStatus.Pending).Select(status => $"order {status}"),
        Enum.GetValues<GatewayPaymentStatus>().Where(status => status != GatewayPaymentStatus.RequiresAction).Select(status => $"money {status}"),
        Enum.GetValues<RefundStatus>().Where(status => status != RefundStatus.Pending).Select(status => $"refund {status}"),
        Enum.GetValues<ReturnStatus>().Select(status => $"return {status}"),
        Enum.GetValues<Fulfilment>().Select(fulfilment => $"fulfilment {fulfilment}"),
        Enum.GetValues<DeliveryStatus>().Where(status => status != DeliveryStatus.InTransit).Select(status => $"delivery {status}"),
        Enum.GetValues<ReservationStatus>().Where(status => status != ReservationStatus.Held).Select(status => $"cart {status}"),
    }.SelectMany(outcomes => outcomes).Where(outcome => !_outcomes.ContainsKey(outcome));

    private int FailedCount
    {
        get
        {
            lock (_lock)
            {
                return Failed.Count;
            }
        }
    }

    /// <summary>The sum, for a person.</summary>
    public string Describe()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Seeds} seeds, {Steps} steps, {Faults} faults, {Failed.Count} violations, {_time.TotalSeconds:0.0} s");
        text.AppendLine("operations: " + string.Join(", ", Enum.GetValues<OperationKind>().Select(kind => $"{kind} {_operations[(int)kind]}")));
        text.AppendLine("in the end: " + string.Join(", ", _outcomes.Select(outcome => $"{outcome.Key} {outcome.Value}")));
        text.AppendLine("faults: " + string.Join(", ", Enum.GetValues<FaultKind>().Select(kind => $"{kind} {_faults[(int)kind]}")));
        return text.ToString();
    }

    private static void OnOwnThreads(int count, Action work)
    {
        var threads = new Thread[count];
        Exception? failure = null;
        for (var i = 0; i < threads.Length; i++)
        {
            threads[i] = new Thread(Work, StackSize);
            threads[i].Start();
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }

        if (failure is not null)
        {
            throw new InvalidOperationException("The simulation itself failed.", failure);
        }

        void Work()
        {
            try
            {
                work();
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }
    }

    private void Add(SimulationReport report)
    {
        lock (_lock)
        {
            Seeds++;
            if (keepsHashes)
            {
                Hashes.Add(report.Seed, report.TraceHash);
            }

            _steps += report.Steps;
            for (var i = 0; i < _faults.Length; i++)
            {
                _faults[i] += report.Faults[i];
            }

            for (var i = 0; i < _operations.Length; i++)
            {
                _operations[i] += report.Operations[i];
            }

            foreach (var outcome in report.Outcomes)
            {
                _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
            }

            if (report.Violation is not null)
            {
                Failed.Add(report.Seed, report);
            }
        }
    }
}
