using System.Diagnostics.Metrics;
using Bookstore.Diagnostics;
using Bookstore.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Bookstore;

/// <summary>Registers the services of one shop: with its name as their key, or without a key where it has no name. What is registered already stays.</summary>
internal sealed class ShopRegistration(IServiceCollection services, string? shop)
{
    /// <summary>Registers all of them but the store, the gateway and the couriers.</summary>
    public void AddAll()
    {
        AddWritePath();
        AddFeatures();
        AddBackgroundWork();
    }

    private void AddWritePath()
    {
        TryAdd(static s => new HostIdentity(s.Time));
        TryAdd(static _ => new TimeOrderedIds());
        TryAdd(static s => new QueueMeter(s.Provider.GetService<IMeterFactory>()));
        TryAdd(static s => new EventSignal(s.Options.Value.Events.Enabled));
        TryAdd(static s => new EventTail(s.Get<IBookstoreStore>(), s.Get<EventSignal>(), s.Options.Value.Events, s.Time));
        TryAdd<IEventFeed>(static s => new EventFeed(s.Get<IBookstoreStore>().ReadEventsAsync, s.Get<EventTail>()));
        TryAdd(static s => new StoreClock(s.Get<IBookstoreStore>(), s.Get<TimeOrderedIds>(), s.Time, s.LoggerOf<StoreClock>(), s.Options.Value.WritePath.ContinuesInline));
        TryAdd(static s =>
        {
            DocumentKinds.RequireDistinct(s.Provider.GetServices<DocumentKind>());
            var options = s.Options.Value;
            var commit = new GroupCommit(s.Get<IBookstoreStore>(), options.WritePath, s.Get<StoreClock>(), s.LoggerOf<GroupCommit>(), s.Get<EventSignal>());
            s.Get<QueueMeter>().Watch(commit, options.ShopName);
            return commit;
        });
    }

    private void AddFeatures()
    {
        TryAdd<IInventoryService>(static s => new InventoryService(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Options, s.Get<StoreClock>(), s.Get<HeldReservations>(), s.Get<IWaitingQueue>()));
        TryAdd(static s => new WaitingQueue(s.Get<IBookstoreStore>()));
        TryAdd<IWaitingQueue>(static s => s.Get<WaitingQueue>());
        TryAdd(static s => new HeldReservations(s.Get<IBookstoreStore>(), s.Options, s.Get<StoreClock>()));
        TryAdd<ISalesService>(static s => new SalesService(s.Get<IBookstoreStore>(), s.Get<StoreClock>()));
        TryAdd<IDeliveryService>(static s => new DeliveryService(
            s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<CourierBooking>(), s.Get<PaymentSettlement>(), s.Get<TimeOrderedIds>(), s.Get<StoreClock>(), s.Options, WithdrawnCopies.Of));
        TryAdd<IRefundService>(static s => new RefundService(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<TimeOrderedIds>(), s.Get<StoreClock>(), s.LoggerOf<RefundService>()));
        TryAdd<IReturnService>(static s => new ReturnService(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<TimeOrderedIds>(), s.Get<StoreClock>(), s.Options));
        TryAdd(static s => new GuardedGateway(s.Get<PaymentGateways>(), s.Options, s.Time, s.LoggerOf<GuardedGateway>()));
        TryAdd(static s => new PaymentGateways(s.SingletonsOf<IPaymentGateway>(), s.Options, s.Shop));
        TryAdd(static s => new OrderProgress(s.Get<GroupCommit>(), s.Get<GuardedGateway>(), s.Get<PaymentSettlement>(), s.Options, s.Get<StoreClock>()));
        TryAdd(static s => new CustomerLimits(s.Get<IBookstoreStore>(), s.Options, s.Get<StoreClock>()));
        TryAdd(static s => new GuardedPricer(s.SingletonsOf<IOrderPricer>().LastOrDefault(), s.Options.Value.PricerTimeout, s.Time, s.Options.Value.WritePath.ContinuesInline, s.LoggerOf<GuardedPricer>()));
        TryAdd(static s => new GuardedPolicies(s.SingletonsOf<IShopPolicy>(), s.Options.Value.PolicyTimeout, s.Time, s.Options.Value.WritePath.ContinuesInline, s.LoggerOf<GuardedPolicies>()));
        TryAdd(static s => new OrderPricing(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<GuardedPricer>(), s.Get<GuardedPolicies>(), s.Get<TimeOrderedIds>(), s.Get<StoreClock>()));
        TryAdd<IOrderWorkflow>(static s => new OrderWorkflow(
            s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<OrderProgress>(), s.Get<PaymentSettlement>(), s.Get<HostIdentity>(), s.Get<TimeOrderedIds>(), s.Get<CustomerLimits>(), s.Get<OrderPricing>(),
            s.Get<HeldReservations>(), s.Options, s.Get<StoreClock>(), s.LoggerOf<OrderWorkflow>()));
        TryAdd<ICustomerService>(static s => new CustomerService(s.Get<ISalesService>(), s.Get<ErasureWork>(), s.Get<IBookstoreStore>(), s.Options));
        TryAdd(static s => new AuditWalk(s.Get<IBookstoreStore>(), s.Get<PaymentGateways>(), s.Options.Value.GatewayTimeout, s.Time));
        TryAdd(static s => new AuditRuns(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<StoreClock>(), s.Options.Value.AuditRunRetention));
        TryAdd<IBookstoreAudit>(static s => new BookstoreAudit(s.Get<AuditWalk>(), s.Get<AuditRuns>(), s.Get<TimeOrderedIds>()));
        services.AddDocumentKind(AuditRuns.Documents);
        services.AddDocumentKind(AuditJobs.Documents);
        services.AddDocumentKind(ErasureBody.Documents);
        services.AddDocumentKind(RefundDocuments.Kind);
        services.AddDocumentKind(ReturnDocuments.Kind);
        services.AddDocumentKind(InboxDocuments.Kind);
        services.AddDocumentKind(TrackingNumbers.Kind);
        services.AddDocumentKind(QuoteBody.Documents);
        services.AddDocumentKind(AuthorizationEndBody.Documents);
        services.AddDocumentKind(TrackedOrders.Documents);
        services.AddDocumentKind(WaitingLine.Documents);
        services.AddDocumentKind(DueAllocation.Documents);
        services.AddDocumentKind(DateChange.Documents);
        services.AddDocumentKind(ConsumerDocuments.Consumers);
        services.AddDocumentKind(ConsumerDocuments.ParkedEvents);
    }

    // Made here, so that an application without logging has them as well.
    private void AddBackgroundWork()
    {
        if (services.Any(service => service.ServiceType == typeof(Maintenance) && Equals(service.ServiceKey, shop)))
        {
            return;
        }

        TryAdd(static s => new WorkContext(s.Get<IBookstoreStore>(), s.Get<HostIdentity>(), s.Options.Value, s.Get<StoreClock>()));
        TryAdd(static s => new OrderRecovery(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<OrderProgress>(), s.Get<UnnamedOrders>(), s.LoggerOf<OrderRecovery>()));
        TryAdd(static s => new UnnamedOrders(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<GuardedGateway>(), s.LoggerOf<UnnamedOrders>()));
        TryAdd(static s => new PaymentSettlement(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<GuardedGateway>(), s.Get<UnnamedOrders>(), s.LoggerOf<PaymentSettlement>()));
        TryAdd(static s => new RefundSettlement(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<GuardedGateway>(), s.LoggerOf<RefundSettlement>()));
        TryAdd(static s => new CourierBooking(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.SingletonsOf<ICourier>(), s.LoggerOf<CourierBooking>()));
        TryAdd(static s => new Housekeeping(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Provider.GetServices<DocumentKind>(), s.LoggerOf<Housekeeping>()));
        TryAdd(static s => new OrderReconciliation(s.Get<IBookstoreStore>(), s.Get<PaymentGateways>(), s.Options.Value.GatewayTimeout, s.Time));
        TryAdd(static s => new DeliveryScans(
            s.Get<IBookstoreStore>(), new DeliveryMoves(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<PaymentSettlement>(), s.Get<TimeOrderedIds>(), s.Get<StoreClock>(), s.Options.Value.CapturePolicy),
            s.Get<CourierBooking>(), s.LoggerOf<DeliveryScans>()));
        TryAdd(static s => new NotifiedPayment(s.Get<IOrderWorkflow>(), s.Get<OrderReconciliation>()));
        TryAdd(static s => new Inbox(
            s.SingletonsOf<INotificationSource>(), s.Get<CourierBooking>(), s.Get<DeliveryScans>(), s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<NotifiedPayment>(), s.LoggerOf<Inbox>()));
        TryAdd<IInbox>(static s => s.Get<Inbox>());
        TryAdd(static s => new SearchIndexing(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.LoggerOf<SearchIndexing>()));
        TryAdd(static s => new AuditWork(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<AuditRuns>(), s.Get<AuditWalk>(), s.LoggerOf<AuditWork>()));
        TryAdd(static s => new Maintenance(
            s.Get<OrderRecovery>(), s.Get<PaymentSettlement>(), s.Get<RefundSettlement>(), s.Get<CourierBooking>(), s.Get<Housekeeping>(), s.Get<SearchIndexing>(), s.Get<Inbox>(), s.Get<AuditWork>(), s.Get<ErasureWork>(), s.Get<AllocationWork>(), s.Get<DateChangeWork>(), s.Get<ConsumerEngine>(),
            s.Get<WorkList>(), s.Get<WorkRetry>(), s.Get<OverdueWork>(), s.Get<WorkContext>(), s.LoggerOf<Maintenance>()));
        TryAdd(static s => new ErasureWork(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.LoggerOf<ErasureWork>()));
        TryAdd(static s => new AllocationWork(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<IWaitingQueue>(), s.LoggerOf<AllocationWork>()));
        TryAdd(static s => new DateChangeWork(s.Get<WorkContext>(), s.Get<GroupCommit>(), s.Get<WaitingQueue>(), s.LoggerOf<DateChangeWork>()));
        TryAdd(static s => new OverdueWork(s.Get<WorkContext>(), s.Find<IWebhookService>));
        TryAdd(static s => new WorkList(s.Get<IBookstoreStore>(), s.Get<StoreClock>(), s.Find<IWebhookService>));
        TryAdd(static s => new WorkRetry(
            s.Get<IBookstoreStore>(), s.Get<IOrderWorkflow>(), s.Get<IRefundService>(), s.Get<IDeliveryService>(), s.Get<IInbox>(), s.Get<IEventConsumers>(), s.Find<IWebhookService>));
        TryAdd(static s => new ConsumerHost(
            s.Get<WorkContext>(), s.Get<GroupCommit>(), new EventFeed(s.Get<IBookstoreStore>().ReadEventsAsync, s.Get<EventTail>()), s.Get<EventTail>(), s.LoggerOf<ConsumerEngine>()));
        TryAdd(static s => new ConsumerEngine(s.Get<ConsumerHost>(), [HandlersOf(s), .. s.SingletonsOf<IEventConsumerSource>()]));
        TryAdd(static s => new ParkedEventList(s.Get<IBookstoreStore>(), s.Get<GroupCommit>(), s.Get<StoreClock>()));
        TryAdd<IEventConsumers>(static s => new EventConsumerList(s.Get<IBookstoreStore>(), s.Get<ConsumerEngine>(), s.Get<ParkedEventList>(), s.Get<StoreClock>(), s.LoggerOf<EventConsumerList>()));
        TryAdd<IBookstoreMaintenance>(static s => s.Get<Maintenance>());
        AddHosted(static s => new StoreStartup(
            s.Get<IBookstoreStore>(), s.Get<StoreClock>(), s.Get<PaymentGateways>(), s.Options.Value.BackgroundWork, s.Shop, s.Provider.GetRequiredService<ShopNames>().AreSeveral, s.LoggerOf<StoreStartup>()));
        AddHosted(static s => s.Get<Maintenance>());
        AddHosted(static s => s.Get<ConsumerEngine>());
    }

    private static EventHandlerConsumers HandlersOf(ShopServices s) => new(
        s.Shop is null ? s.Provider.GetServices<EventHandlerRegistration>() : s.Provider.GetKeyedServices<EventHandlerRegistration>(s.Shop),
        s.Provider.GetRequiredService<IServiceScopeFactory>(),
        s.Options.Value,
        s.Provider.GetRequiredService<IOptionsMonitor<EventHandlerOptions>>().Get);

    private void TryAdd<T>(Func<ShopServices, T> create)
        where T : class => services.TryAdd(ServiceDescriptor.KeyedSingleton(shop, (provider, key) => create(new ShopServices(provider, (string?)key))));

    // A host knows its services without a key only, and runs one of each shop.
    private void AddHosted(Func<ShopServices, IHostedService> create)
    {
        var name = shop;
        services.AddSingleton(provider => create(new ShopServices(provider, name)));
    }
}
