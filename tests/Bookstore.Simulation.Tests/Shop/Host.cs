using Bookstore.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Bookstore.Simulation;

/// <summary>One process with a whole shop in it, put together from the product's own parts.</summary>
internal sealed class Host
{
    private readonly Clock _clock;
    private readonly int _number;

    /// <summary>Starts a host.</summary>
    /// <param name="simulation">The world around it.</param>
    /// <param name="number">Its number; a host that dies never comes back, the next one takes its place.</param>
    /// <param name="skew">How far its clock is off.</param>
    /// <param name="role">What it is there for.</param>
    public Host(Simulation simulation, int number, TimeSpan skew, HostRole role)
    {
        _clock = simulation.Clock;
        _number = number;
        Role = role;
        var time = new SimulatedTime(this, _clock, skew, simulation.Guard);
        Time = time;
        var options = Options.Create(simulation.Options);
        var identity = new HostIdentity(time);
        Id = identity.Id;
        var ids = new TimeOrderedIds(_ => simulation.Chance.NewId());
        var store = new SimulatedStore(simulation, this, OperationKind.PlaceOrder);
        var clock = ClockOf(OperationKind.PlaceOrder);
        IPaymentGateway gateway = new SimulatedGateway(simulation, this);
        IPaymentGateway[] gateways = role switch
        {
            HostRole.WithoutGateway => [],
            HostRole.WithOtherGateway => [simulation.Bug?.OtherGateway ?? new OtherGateway("other")],
            _ => [simulation.Bug?.Wrap(gateway) ?? gateway],
        };
        var call = new GuardedGateway(new PaymentGateways(gateways, options), options, time, NullLogger<GuardedGateway>.Instance);
        var commit = new GroupCommit(store, simulation.Options.WritePath, clock, new WatchfulLogger(simulation));
        var unnamed = new UnnamedOrders(ContextOf(OperationKind.Settlement), commit, call, NullLogger<UnnamedOrders>.Instance);
        Settlement = new PaymentSettlement(ContextOf(OperationKind.Settlement), commit, call, unnamed, NullLogger<PaymentSettlement>.Instance);
        RefundSettlement = new RefundSettlement(ContextOf(OperationKind.Settlement), commit, call, NullLogger<RefundSettlement>.Instance);
        var progress = new OrderProgress(commit, call, Settlement, options, clock);
        var held = new HeldReservations(store, options, clock);
        var pricer = new GuardedPricer(null, simulation.Options.PricerTimeout, time, isInline: true, NullLogger<GuardedPricer>.Instance);
        var policies = new GuardedPolicies([], simulation.Options.PolicyTimeout, time, isInline: true, NullLogger<GuardedPolicies>.Instance);
        var pricing = new OrderPricing(store, commit, pricer, policies, ids, clock);
        Workflow = new OrderWorkflow(store, commit, progress, Settlement, identity, ids, new CustomerLimits(store, options, clock), pricing, held, options, clock, NullLogger<OrderWorkflow>.Instance);
        Recovery = new OrderRecovery(ContextOf(OperationKind.Recovery), commit, progress, unnamed, NullLogger<OrderRecovery>.Instance);
        Booking = new CourierBooking(ContextOf(OperationKind.CourierBooking), commit, [.. Couriers().Select(name => new SimulatedCourier(simulation, this, name))], NullLogger<CourierBooking>.Instance);
        Housekeeping = new Housekeeping(ContextOf(OperationKind.Housekeeping), commit, [], NullLogger<Housekeeping>.Instance);
        var tail = new EventTail(store, new EventSignal(isEnabled: true), simulation.Options.Events, time);
        Consumers = new ConsumerEngine(
            new ConsumerHost(ContextOf(OperationKind.EventHandling), commit, new EventFeed(store.ReadEventsAsync, tail), tail, NullLogger.Instance), [new SimulatedHandler(simulation, this)]);
        Allocation = new AllocationWork(ContextOf(OperationKind.Allocation), commit, new WaitingQueue(store), NullLogger<AllocationWork>.Instance);
        DateChanges = new DateChangeWork(ContextOf(OperationKind.Allocation), commit, new WaitingQueue(store), NullLogger<DateChangeWork>.Instance);
        Inventory = new InventoryService(store, commit, options, clock, held, new WaitingQueue(store));
        Deliveries = new DeliveryService(store, commit, Booking, Settlement, ids, clock, options, WithdrawnCopies.Of);
        Refunds = new RefundService(store, commit, ids, clock, NullLogger<RefundService>.Instance);
        Returns = new ReturnService(store, commit, ids, clock, options);
        if (role != HostRole.WithoutBackgroundWork)
        {
            _ = Settlement.StartWorkers(CancellationToken.None);
        }

        WorkContext ContextOf(OperationKind work) => new(store, identity, simulation.Options, ClockOf(work));

        StoreClock ClockOf(OperationKind work) => new(new SimulatedStore(simulation, this, work), ids, time, NullLogger<StoreClock>.Instance, continuesInline: true);
    }

    /// <summary>The host's own clock.</summary>
    public SimulatedTime Time { get; }

    /// <summary>The name under which it holds leases.</summary>
    public Guid Id { get; }

    public HostRole Role { get; }

    /// <summary>Whether orders can be placed on it.</summary>
    public bool Sells => Role is HostRole.Whole or HostRole.WithoutBackgroundWork;

    public IOrderWorkflow Workflow { get; }

    public IInventoryService Inventory { get; }

    public IDeliveryService Deliveries { get; }

    public IRefundService Refunds { get; }

    public IReturnService Returns { get; }

    public OrderRecovery Recovery { get; }

    public PaymentSettlement Settlement { get; }

    public RefundSettlement RefundSettlement { get; }

    public CourierBooking Booking { get; }

    public Housekeeping Housekeeping { get; }

    public AllocationWork Allocation { get; }

    public DateChangeWork DateChanges { get; }

    public ConsumerEngine Consumers { get; }

    /// <summary>Whether it has a courier.</summary>
    public bool Has(string courier) => Couriers().Contains(courier);

    public bool IsAlive { get; set; } = true;

    /// <summary>Until when nothing happens on it.</summary>
    public DateTimeOffset AsleepUntil { get; set; }

    public bool IsAwake => IsAlive && AsleepUntil <= _clock.Now;

    // Every other host has all couriers.
    private string[] Couriers() => _number % 2 == 1 ? [SimulatedCourier.Everywhere, SimulatedCourier.Somewhere] : [SimulatedCourier.Everywhere];

    public override string ToString() => $"host {_number}";
}
