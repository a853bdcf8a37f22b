using System.Globalization;
using System.Text.RegularExpressions;

namespace Bookstore.Simulation;

/// <summary>A whole shop, its customers and the world around it, on one thread and under one seed.</summary>
internal sealed partial class Simulation
{
    private const int AuditEvery = 50;

    private readonly long[] _operations = new long[Enum.GetValues<OperationKind>().Length];
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly Bookkeeping _books;
    private readonly ulong _seed;

    public Simulation(ulong seed, Bug? bug, bool keepsTrace)
    {
        _seed = seed;
        Bug = bug;
        Chance = new Chance(seed);
        Trace = new Trace(keepsTrace);
        Clock = new Clock();
        Agenda = new Agenda(Clock, Chance);
        Faults = new Faults(Chance, Trace);
        Options = OptionsOf(Chance);
        bug?.Configure(Options);
        Watch = new Watch(this);
        Consumer = new Consumer(this, seed);
        Receiver = new EventReceiver(this);
        Payments = new PaymentService(this, TimeSpan.FromSeconds(Chance.Pick(0, 0, 60, 120)));
        Courier = new CourierService(this);
        Database = new Database(this, hasOneWriter: Chance.Percent(40));
        Records = new Records(Database.Committed);
        Workload = new Workload(this);
        Hosts = new Hosts(this);
        _books = new Bookkeeping(this);
    }

    public Bug? Bug { get; }

    public Chance Chance { get; }

    public Trace Trace { get; }

    public Clock Clock { get; }

    public Agenda Agenda { get; }

    public Faults Faults { get; }

    public BookstoreOptions Options { get; }

    public Watch Watch { get; }

    public Consumer Consumer { get; }

    /// <summary>What the shop's event handler brings its events to.</summary>
    public EventReceiver Receiver { get; }

    public PaymentService Payments { get; }

    public CourierService Courier { get; }

    public Database Database { get; }

    public Records Records { get; }

    public Workload Workload { get; }

    public Hosts Hosts { get; }

    /// <summary>Every call that was begun, and where, so that one that never ends is noticed.</summary>
    public List<(Host Host, Task Call)> Calls { get; } = [];

    public long Steps { get; private set; }

    /// <summary>The first promise that was broken.</summary>
    public string? Violation { get; private set; }

    /// <summary>Runs a seed from its first customer until nothing moves any more.</summary>
    public SimulationReport Run()
    {
        var first = Hosts.Start();
        Workload.Open(first);
        Workload.Deliver(first);
        CheckCalls();
        Faults.IsOn = true;
        var atTheEnd = 0;
        while (Violation is null && atTheEnd < 120)
        {
            Step();
            atTheEnd += Workload.IsOver ? 1 : 0;
        }

        Faults.IsOn = false;
        if (Violation is null)
        {
            new Ending(this, _books).Finish();
        }

        return new SimulationReport(_seed, Steps, Trace.Hash, Faults.Counts, _operations, Outcomes(), Violation, Trace.Lines);
    }

    /// <summary>Fails the run when anything goes on elsewhere than on its one thread. Called at each boundary of the shop.</summary>
    public void Guard()
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            Violate($"the shop went on with another thread:{Environment.NewLine}{Environment.StackTrace}");
            throw new InvalidOperationException("The shop went on with another thread.");
        }
    }

    public void Violate(string what) => Violation ??= Ids().Replace(what, match => Trace.Name(Guid.Parse(match.Value, CultureInfo.InvariantCulture)));

    public void Count(OperationKind kind) => _operations[(int)kind]++;

    /// <summary>Lets everything happen that is on its way, in any order, until nothing is.</summary>
    public void Settle()
    {
        for (var step = 0; Violation is null; step++)
        {
            if (!Happen() && !PassTime())
            {
                return;
            }

            if (step > 50_000)
            {
                Violate("the shop does not come to rest");
            }
        }
    }

    /// <summary>Fails the run where a call failed, or never ends.</summary>
    public void CheckCalls()
    {
        foreach (var (host, call) in Calls)
        {
            if (call.IsFaulted)
            {
                Violate($"a call failed: {call.Exception}");
            }
            else if (!call.IsCompleted && host.IsAlive)
            {
                Violate($"a call to {host} never ends");
            }
        }
    }

    private static BookstoreOptions OptionsOf(Chance chance)
    {
        var options = new BookstoreOptions { SettlementConcurrency = chance.Pick(1, 3), IdempotencyRetention = TimeSpan.FromHours(48), CustomerActionTimeout = TimeSpan.FromMinutes(2), DispatchWait = TimeSpan.Zero };
        options.Returns.RefundPolicy = chance.Pick(ReturnRefundPolicy.OnReceipt, ReturnRefundPolicy.OnReceipt, ReturnRefundPolicy.OnReceipt, ReturnRefundPolicy.Manual);
        options.WritePath.ContinuesInline = true;
        options.WritePath.MaxBatchSize = chance.Pick(1, 4, 512);
        options.CapturePolicy = chance.Pick(CapturePolicy.Immediate, CapturePolicy.Immediate, CapturePolicy.Immediate, CapturePolicy.OnDispatch);
        return options;
    }

    private IReadOnlyList<string> Outcomes() =>
    [
        .. Records.Orders().Select(order => $"order {order.Status}"),
        .. Records.Orders().Select(order => $"fulfilment {order.Fulfilment}"),
        .. Records.Refunds().Select(refund => $"refund {refund.Status}"),
        .. Records.Returns().Select(known => $"return {known.Status}"),
        .. Payments.Ledger.Select(movement => $"money {movement.Status}"),
        .. Records.Deliveries().Select(delivery => $"delivery {delivery.Status}"),
        .. Records.Reservations().Select(reservation => $"cart {reservation.Status}"),
    ];

    private void Step()
    {
        switch (Chance.Below(1_000))
        {
            case < 60 when !Workload.IsOver && Hosts.AnySelling() is { } host:
                Workload.Begin(host);
                break;
            case < 110 when Hosts.AnyAwake() is { } host:
                Hosts.BeginRound(host);
                break;
            case < 150:
                Hosts.Disturb();
                break;
            case < 190:
                Clock.Advance(TimeSpan.FromMilliseconds(Faults.AreLocksAlone ? Chance.Pick(20, 100) : Chance.Pick(20, 400, 2_000, 6_000, 12_000, 25_000)));
                break;
            default:
                if (!Happen() && Workload.IsOver)
                {
                    PassTime();
                }

                break;
        }

        if (Steps++ % AuditEvery == 0)
        {
            _books.Audit();
        }
    }

    // One thing at a time: a timer that is due, or something on the agenda.
    private bool Happen()
    {
        Steps++;
        if (Clock.Next() is { } timer && timer.DueAt <= Clock.Now && Chance.Percent(50))
        {
            Trace.Add($"{timer.Host}: timer");
            timer.Fire();
            return true;
        }

        if (Agenda.Take() is { } item)
        {
            Trace.Add($"{(item.Host is null ? "" : item.Host + ": ")}{item.What}");
            item.Happen();
            return true;
        }

        return Clock.Next() is { } due && due.DueAt <= Clock.Now;
    }

    // To the next moment in which something can happen.
    private bool PassTime()
    {
        var next = new[] { Clock.Next()?.DueAt, Agenda.NextTime(), Hosts.NextWakeUp() }.Min();
        if (next is null)
        {
            return false;
        }

        Clock.Advance(next.Value > Clock.Now ? next.Value - Clock.Now : TimeSpan.Zero);
        return true;
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Ids();
}
