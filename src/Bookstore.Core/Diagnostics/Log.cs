using Microsoft.Extensions.Logging;

namespace Bookstore.Diagnostics;

/// <summary>Everything that the library logs. Ids of orders and deliveries only: no personal data and no card data. The loggers of a shop never throw (<see cref="FaultlessLogger"/>).</summary>
internal static partial class Log
{
    [LoggerMessage(EventIds.WritePath.BatchRetried, LogLevel.Debug, "A batch of {Operations} is tried again after attempt {Attempt}.")]
    public static partial void BatchRetried(ILogger logger, int operations, int attempt, Exception exception);

    [LoggerMessage(EventIds.WritePath.BatchFailed, LogLevel.Error, "A batch of {Operations} failed; nothing of it was written.")]
    public static partial void BatchFailed(ILogger logger, int operations, Exception exception);

    [LoggerMessage(EventIds.WritePath.OperationFailed, LogLevel.Error, "The operation {Operation} failed; it changed nothing, and the others of its batch decide again without it.")]
    public static partial void OperationFailed(ILogger logger, string operation, Exception exception);

    [LoggerMessage(EventIds.WritePath.OutcomeUnknown, LogLevel.Warning, "It is not known whether a batch of {Operations} was committed; the store is asked.")]
    public static partial void OutcomeUnknown(ILogger logger, int operations, Exception exception);

    [LoggerMessage(EventIds.WritePath.OutcomeFound, LogLevel.Warning, "The outcome of the batch of {Operations} is known: committed is {Committed}.")]
    public static partial void OutcomeFound(ILogger logger, int operations, bool committed);

    [LoggerMessage(EventIds.WritePath.OutcomeStillUnknown, LogLevel.Warning, "The store could not be asked for the outcome of a batch, attempt {Attempt}.")]
    public static partial void OutcomeStillUnknown(ILogger logger, int attempt, Exception exception);

    [LoggerMessage(EventIds.WritePath.UnitNotLetGo, LogLevel.Warning, "The store could not release a unit; its outcome is not affected.")]
    public static partial void UnitNotLetGo(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.WritePath.OutcomeLost, LogLevel.Critical, "The outcome of a batch of {Operations} cannot be found out: the store does not know its writer any more. Its callers get an exception that says so. Was the store restored, or were rows of the table writers removed?")]
    public static partial void OutcomeLost(ILogger logger, int operations, Exception exception);

    [LoggerMessage(EventIds.WritePath.OutcomeNotFound, LogLevel.Error, "The outcome of a batch of {Operations} was asked for {Attempts} times without a result; its callers get an exception that says that it is unknown.")]
    public static partial void OutcomeNotFound(ILogger logger, int operations, int attempts, Exception exception);

    [LoggerMessage(EventIds.WritePath.OperationsDeferred, LogLevel.Warning, "{Operations} operations are retried apart from the others: another transaction has their records locked, or the store refuses one of them.")]
    public static partial void OperationsDeferred(ILogger logger, int operations, Exception exception);

    [LoggerMessage(EventIds.WritePath.StoreTimeMoved, LogLevel.Warning, "The store's time moved by {Moved} more than time passed. Nothing is given up, taken over or removed by it for a while. If it repeats, check the clock of the database server.")]
    public static partial void StoreTimeMoved(ILogger logger, TimeSpan moved);

    [LoggerMessage(EventIds.WritePath.StoreTimeAhead, LogLevel.Warning, "At the start of this host the store's time is ahead of the host's own clock by {Ahead}, and one of the two is wrong. Background work begins {Pause} later, in case the store's time is set right. Check both clocks.")]
    public static partial void StoreTimeAhead(ILogger logger, TimeSpan ahead, TimeSpan pause);

    [LoggerMessage(EventIds.Orders.AuthorizationUnknown, LogLevel.Warning, "The gateway's answer to the authorization of order {OrderId} is not known; the order stays pending.")]
    public static partial void AuthorizationUnknown(ILogger logger, Guid orderId, Exception? exception);

    [LoggerMessage(EventIds.Orders.OrderLeftPending, LogLevel.Error, "Order {OrderId} could not be brought on after its payment was asked for; it stays pending until recovery takes it up.")]
    public static partial void OrderLeftPending(ILogger logger, Guid orderId, Exception exception);

    [LoggerMessage(EventIds.Orders.OrderRecovered, LogLevel.Information, "Recovery brought on order {OrderId}: {Status}.")]
    public static partial void OrderRecovered(ILogger logger, Guid orderId, OrderStatus status);

    [LoggerMessage(EventIds.Orders.GatewayNotAnswering, LogLevel.Warning, "The gateway could not be asked about order {OrderId}; it is asked again.")]
    public static partial void GatewayNotAnswering(ILogger logger, Guid orderId, Exception exception);

    [LoggerMessage(EventIds.Orders.PricerFailed, LogLevel.Error, "The application's IOrderPricer failed, returned invalid adjustments, or took longer than {Timeout} seconds (BookstoreOptions.PricerTimeout); the order or quote was refused and nothing was written.")]
    public static partial void PricerFailed(ILogger logger, double timeout, Exception exception);

    [LoggerMessage(EventIds.Orders.PolicyFailed, LogLevel.Error, "The application's IShopPolicy {Policy} failed, returned an invalid refusal, or did not return within {Timeout} seconds (BookstoreOptions.PolicyTimeout); the order or quote was refused and nothing was written.")]
    public static partial void PolicyFailed(ILogger logger, string policy, double timeout, Exception exception);

    [LoggerMessage(EventIds.Payments.PaymentDiffers, LogLevel.Warning, "After a notification of {Source} the payment of order {OrderId} is not as it is on record: {Code}. {Detail} ReconcileAsync lists it until it is settled.")]
    public static partial void PaymentDiffers(ILogger logger, string source, Guid orderId, string code, string detail);

    [LoggerMessage(EventIds.Orders.NotificationPostponed, LogLevel.Warning, "What a notification of {Source} is about could not be asked or done, entry {EntryId}, attempt {Attempt}: {Failure}. It is retried after a growing pause.")]
    public static partial void NotificationPostponed(ILogger logger, string source, Guid entryId, int attempt, string failure, Exception? exception);

    [LoggerMessage(EventIds.Orders.NotificationParked, LogLevel.Error, "What a notification of {Source} is about could not be asked or done, entry {EntryId}, after {Attempt} attempts: {Failure}. It is parked. IInbox.ListAsync lists it, and IInbox.RetryAsync has it worked on again.")]
    public static partial void NotificationParked(ILogger logger, string source, Guid entryId, int attempt, string failure, Exception? exception);

    [LoggerMessage(EventIds.Orders.NotificationUnreadable, LogLevel.Error, "Entry {EntryId} of the inbox is due and cannot be read, so its sender is not asked about it. Restore its row in the table documents from a backup, or remove it: the polls of pending orders and ReconcileAsync find what is about a payment.")]
    public static partial void NotificationUnreadable(ILogger logger, Guid entryId, Exception exception);

    [LoggerMessage(EventIds.Orders.NotificationsNotServed, LogLevel.Error, "{Notifications} notifications or more wait since {DueSince} for the source {Source}, which this host does not have, and no other host works on them. Register an INotificationSource or an ICourier of that name on a host with background work; without one they are removed 30 days after they came in.")]
    public static partial void NotificationsNotServed(ILogger logger, string source, long notifications, DateTimeOffset dueSince);

    [LoggerMessage(EventIds.Orders.BackgroundRoundFailed, LogLevel.Error, "A round of the background work {Work} failed; the next one runs as usual.")]
    public static partial void BackgroundRoundFailed(ILogger logger, string work, Exception exception);

    [LoggerMessage(EventIds.Orders.BackgroundItemFailed, LogLevel.Error, "The background work {Work} failed on {Id}, attempt {Attempt}; the other items continue, and it is retried after {Pause}.")]
    public static partial void BackgroundItemFailed(ILogger logger, string work, Guid id, int attempt, TimeSpan pause, Exception exception);

    [LoggerMessage(EventIds.Orders.LateAuthorizationWindowOutOfRange, LogLevel.Warning, "LateAuthorizationWindow of the gateway is {Window}, which is out of range: {Used} is taken for order {OrderId}.")]
    public static partial void LateAuthorizationWindowOutOfRange(ILogger logger, Guid orderId, TimeSpan window, TimeSpan used);

    [LoggerMessage(EventIds.Orders.LateAuthorizationWindowUnknown, LogLevel.Warning, "LateAuthorizationWindow of the gateway could not be read: {Used} is taken for order {OrderId}.")]
    public static partial void LateAuthorizationWindowUnknown(ILogger logger, Guid orderId, TimeSpan used, Exception exception);

    [LoggerMessage(EventIds.Orders.StoreAwayAtStart, LogLevel.Error, "The store of the shop {Shop} cannot be used now. The host starts for its other shops; this one sells as soon as its store can be used.")]
    public static partial void StoreAwayAtStart(ILogger logger, string shop, Exception exception);

    [LoggerMessage(EventIds.Payments.SettlementPostponed, LogLevel.Warning, "The payment action of order {OrderId} ({PendingAction}) could not be completed, attempt {Attempt}; it is retried.")]
    public static partial void SettlementPostponed(ILogger logger, Guid orderId, PaymentAction pendingAction, int attempt, Exception? exception);

    [LoggerMessage(EventIds.Payments.CaptureRefused, LogLevel.Critical, "The gateway refused for good to capture the payment of order {OrderId} ({Code}): it is not dispatched; cancel it or ask its customer to pay again.")]
    public static partial void CaptureRefused(ILogger logger, Guid orderId, string? code);

    [LoggerMessage(EventIds.Payments.VoidRefused, LogLevel.Critical, "The gateway refused for good to void the payment of order {OrderId} ({Code}): the customer's money may still be held; release it at the gateway.")]
    public static partial void VoidRefused(ILogger logger, Guid orderId, string? code);

    [LoggerMessage(EventIds.Payments.RefundRefused, LogLevel.Critical, "The gateway refused for good to refund order {OrderId} ({Code}): the shop still has the customer's money; return it another way.")]
    public static partial void RefundRefused(ILogger logger, Guid orderId, string? code);

    [LoggerMessage(EventIds.Payments.PaymentContradicted, LogLevel.Critical, "The gateway says that nothing is captured for order {OrderId}, which is on record as {Status}. It is asked again; look into the gateway's dashboard.")]
    public static partial void PaymentContradicted(ILogger logger, Guid orderId, PaymentStatus status);

    [LoggerMessage(EventIds.Payments.PaymentOfOther, LogLevel.Critical, "The gateway was asked about order {OrderId} of {Total} and answered with a payment of order {PaymentOrderId} of {Amount}. The answer counts for nothing and the gateway is asked again; look into its dashboard and its adapter.")]
    public static partial void PaymentOfOther(ILogger logger, Guid orderId, Money total, Guid paymentOrderId, Money? amount);

    [LoggerMessage(EventIds.Payments.PaymentResolved, LogLevel.Information, "A person decided about the payment of order {OrderId}: {Decision}.")]
    public static partial void PaymentResolved(ILogger logger, Guid orderId, OrderTrigger decision);

    [LoggerMessage(EventIds.Payments.GatewayNotServed, LogLevel.Error, "{Orders} orders wait since {DueSince} for the payment gateway '{Gateway}', which this host does not have, and no other host calls it. Register an IPaymentGateway of that name on a host with background work.")]
    public static partial void GatewayNotServed(ILogger logger, string? gateway, long orders, DateTimeOffset dueSince);

    [LoggerMessage(EventIds.Payments.RefundUnreadable, LogLevel.Error, "Refund {RefundId} of order {OrderId} is due and cannot be read, so it is not made. Its order needs a person. Restore its row in the table documents from a backup.")]
    public static partial void RefundUnreadable(ILogger logger, Guid refundId, Guid? orderId, Exception exception);

    [LoggerMessage(EventIds.Payments.RefundsNotServed, LogLevel.Error, "{Refunds} refunds or more wait since {DueSince} for the payment gateway '{Gateway}', which this host does not have, and no other host calls it. Register an IPaymentGateway of that name on a host with background work.")]
    public static partial void RefundsNotServed(ILogger logger, string gateway, long refunds, DateTimeOffset dueSince);

    [LoggerMessage(EventIds.Payments.RefundMadeAfterDecision, LogLevel.Critical, "The gateway has made refund {RefundId} of order {OrderId}, {Amount}, after it had ended here without the gateway: marked as done, given up or refused. The customer may have the money twice; compare it with the gateway's dashboard.")]
    public static partial void RefundMadeAfterDecision(ILogger logger, Guid refundId, Guid orderId, Money amount);

    [LoggerMessage(EventIds.Payments.GatewayOfOrderFound, LogLevel.Information, "Order {OrderId} was stored without the name of its payment gateway, and belongs to '{Gateway}' from here on.")]
    public static partial void GatewayOfOrderFound(ILogger logger, Guid orderId, string gateway);

    [LoggerMessage(EventIds.Payments.TransactionIdNotKept, LogLevel.Warning, "The gateway's transaction id of order {OrderId} has {Length} characters, or some that cannot be stored, and is not kept: later calls carry the order's id alone. Return an id of 1 to {MaxLength} characters.")]
    public static partial void TransactionIdNotKept(ILogger logger, Guid orderId, int length, int maxLength);

    [LoggerMessage(EventIds.Delivery.CourierNotAnswering, LogLevel.Warning, "The courier {Courier} could not be called for delivery {DeliveryId} of order {OrderId}, attempt {Attempt}; the call is repeated.")]
    public static partial void CourierNotAnswering(ILogger logger, string courier, Guid deliveryId, Guid orderId, int attempt, Exception? exception);

    [LoggerMessage(EventIds.Delivery.CourierRefused, LogLevel.Critical, "The courier {Courier} refused for good to book delivery {DeliveryId} of order {OrderId} ({Code}): schedule another delivery, or settle this one with ResolveAsync.")]
    public static partial void CourierRefused(ILogger logger, string courier, Guid deliveryId, Guid orderId, string? code);

    [LoggerMessage(EventIds.Delivery.CourierRefusedCancellation, LogLevel.Critical, "The courier {Courier} refused for good to cancel delivery {DeliveryId} of order {OrderId} ({Code}): it may come for the parcel. Call the courier, then settle the delivery with ResolveAsync.")]
    public static partial void CourierRefusedCancellation(ILogger logger, string courier, Guid deliveryId, Guid orderId, string? code);

    [LoggerMessage(EventIds.Delivery.CourierNotServed, LogLevel.Error, "{Deliveries} deliveries wait since {DueSince} for the courier {Courier}, which this host does not have, and no other host calls it. Register an ICourier of that name on a host with background work.")]
    public static partial void CourierNotServed(ILogger logger, string courier, long deliveries, DateTimeOffset dueSince);

    [LoggerMessage(EventIds.Delivery.ScanContradicts, LogLevel.Warning, "The courier {Courier} says that delivery {DeliveryId} of order {OrderId} was {Scan} at {ScannedAt}, and it is {Status} here: nothing changed. Find out where the parcel is, and move the delivery with MoveAsync.")]
    public static partial void ScanContradicts(ILogger logger, string courier, Guid deliveryId, Guid orderId, DeliveryStatus scan, DateTimeOffset scannedAt, DeliveryStatus status);

    [LoggerMessage(EventIds.Delivery.CourierNotTracking, LogLevel.Warning, "The courier {Courier} could not be asked where delivery {DeliveryId} of order {OrderId} is; it is asked again.")]
    public static partial void CourierNotTracking(ILogger logger, string courier, Guid deliveryId, Guid orderId, Exception exception);

    [LoggerMessage(EventIds.Delivery.LateBookingWindowOutOfRange, LogLevel.Warning, "LateBookingWindow of the courier {Courier} is {Window}, which is out of range: {Used} is taken for delivery {DeliveryId}.")]
    public static partial void LateBookingWindowOutOfRange(ILogger logger, string courier, Guid deliveryId, TimeSpan window, TimeSpan used);

    [LoggerMessage(EventIds.Delivery.LateBookingWindowUnknown, LogLevel.Warning, "LateBookingWindow of the courier {Courier} could not be read: {Used} is taken for delivery {DeliveryId}.")]
    public static partial void LateBookingWindowUnknown(ILogger logger, string courier, Guid deliveryId, TimeSpan used, Exception exception);

    [LoggerMessage(EventIds.Search.IndexingBegun, LogLevel.Information, "The search words of {Books} books are of an older version; they are written again as version {Version}.")]
    public static partial void IndexingBegun(ILogger logger, long books, int version);

    [LoggerMessage(EventIds.Search.IndexingGoesOn, LogLevel.Information, "The search words of {Done} of {Books} books were written again.")]
    public static partial void IndexingGoesOn(ILogger logger, long done, long books);

    [LoggerMessage(EventIds.Search.IndexingEnded, LogLevel.Information, "The search words of {Done} books were written again in {Elapsed}.")]
    public static partial void IndexingEnded(ILogger logger, long done, TimeSpan elapsed);

    [LoggerMessage(EventIds.Search.NewerWords, LogLevel.Warning, "The store has search words of version {Newest}, and this host writes version {Version}: its searches may miss books, and a newer host writes the words of each book again that this one saves. Update this host.")]
    public static partial void NewerWords(ILogger logger, int newest, int version);

    [LoggerMessage(EventIds.Search.BookNotIndexed, LogLevel.Warning, "The search words of book {Isbn} could not be written {Failures} times in a row. It is found by its older words, the other books are not affected, and it is retried in {Pause} at the earliest.")]
    public static partial void BookNotIndexed(ILogger logger, Isbn isbn, int failures, TimeSpan pause, Exception exception);

    [LoggerMessage(EventIds.Search.MoreBooksNotIndexed, LogLevel.Warning, "The search words of {Books} books could not be written in this round, of which {Logged} are logged.")]
    public static partial void MoreBooksNotIndexed(ILogger logger, long books, int logged);

    [LoggerMessage(EventIds.Consumers.EventFailed, LogLevel.Warning, "The consumer {Consumer} could not deal with the event at position {Position} at try {Attempt}. It is tried again, and later events of its resource wait for it: {Error}")]
    public static partial void EventFailed(ILogger logger, string consumer, long position, int attempt, string? error);

    [LoggerMessage(EventIds.Consumers.EventParked, LogLevel.Error, "The consumer {Consumer} could not deal with the event at position {Position} at try {Attempt}, the last one. The event stays parked until it is sent again, and later events of its resource continue: {Error}")]
    public static partial void EventParked(ILogger logger, string consumer, long position, int attempt, string? error);

    [LoggerMessage(EventIds.Consumers.ParkedEventDone, LogLevel.Information, "The consumer {Consumer} dealt with the parked event at position {Position} at try {Attempt}.")]
    public static partial void ParkedEventDone(ILogger logger, string consumer, long position, int attempt);

    [LoggerMessage(EventIds.Consumers.EventDiscarded, LogLevel.Warning, "A person has discarded event {EventId} of the consumer {Consumer}: it never gets the event, and later events of its resource continue.")]
    public static partial void EventDiscarded(ILogger logger, string consumer, Guid eventId);

    [LoggerMessage(EventIds.Consumers.ConsumerExpired, LogLevel.Critical, "The consumer {Consumer} missed events: the feed cannot be read behind its position {Position}. {Action}. Fetch the current state of what it keeps. {Reason}")]
    public static partial void ConsumerExpired(ILogger logger, string consumer, long? position, string action, string reason);

    [LoggerMessage(EventIds.Consumers.ConsumerAcquired, LogLevel.Debug, "This host runs the consumer {Consumer} from position {Position}.")]
    public static partial void ConsumerAcquired(ILogger logger, string consumer, long? position);

    [LoggerMessage(EventIds.Consumers.ConsumerLost, LogLevel.Warning, "This host has lost the consumer {Consumer}: its lease was over, or it was moved. What it dealt with since its last stored position comes again.")]
    public static partial void ConsumerLost(ILogger logger, string consumer);

    [LoggerMessage(EventIds.Consumers.ConsumerFaulted, LogLevel.Error, "The consumer {Consumer} failed. It begins anew after {Pause}.")]
    public static partial void ConsumerFaulted(ILogger logger, string consumer, TimeSpan pause, Exception exception);

    [LoggerMessage(EventIds.Consumers.ConsumersNotListed, LogLevel.Error, "The consumers of the feed could not be listed. Those that run continue.")]
    public static partial void ConsumersNotListed(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.Consumers.ConsumerStopped, LogLevel.Error, "The consumer {Consumer} has stopped on every host until it is resumed: {Reason}")]
    public static partial void ConsumerStopped(ILogger logger, string consumer, string? reason);

    [LoggerMessage(EventIds.Consumers.ConsumerPaused, LogLevel.Error, "The consumer {Consumer} has {Parked} parked events, as many as it may. It continues when some of them are dealt with.")]
    public static partial void ConsumerPaused(ILogger logger, string consumer, int parked);

    [LoggerMessage(EventIds.Consumers.ConsumerUnreadable, LogLevel.Error, "The row {Document} of a consumer of events cannot be read. The consumer is not listed, and does not run. Restore its row from a backup, or remove the consumer.")]
    public static partial void ConsumerUnreadable(ILogger logger, Guid document, Exception exception);

    [LoggerMessage(EventIds.Consumers.ParkedEventUnreadable, LogLevel.Error, "A parked event of the consumer {Consumer}, at position {Position}, cannot be read. It is not tried, and later events of its resource continue. Restore its row from a backup.")]
    public static partial void ParkedEventUnreadable(ILogger logger, string consumer, long position, Exception exception);

    [LoggerMessage(EventIds.Consumers.ConsumerBlocked, LogLevel.Error, "No try of the consumer {Consumer} could begin within {Timeout}: earlier ones that took too long still block their threads. Its events wait, and their tries do not count. Have the handler listen to its cancellation token.")]
    public static partial void ConsumerBlocked(ILogger logger, string consumer, TimeSpan timeout);

    [LoggerMessage(EventIds.Consumers.ConsumerNameTaken, LogLevel.Error, "Two consumers of the feed have the name {Consumer}. The first one gets its events, and the other one none. Give each a name of its own: its position is stored under it.")]
    public static partial void ConsumerNameTaken(ILogger logger, string consumer);

    [LoggerMessage(EventIds.Audits.AuditEnded, LogLevel.Information, "The audit {RunId} of the kind {Kind} has ended: {Checked} records, {Findings} findings.")]
    public static partial void AuditEnded(ILogger logger, Guid runId, string kind, long @checked, int findings);

    [LoggerMessage(EventIds.Audits.AuditStepFailed, LogLevel.Warning, "A step of the audit {RunId} of the kind {Kind} failed, attempt {Attempt}. It is repeated; after 20 attempts in succession the audit is given up.")]
    public static partial void AuditStepFailed(ILogger logger, Guid runId, string kind, int attempt, Exception exception);

    [LoggerMessage(EventIds.Customers.CustomerErased, LogLevel.Information, "A customer was erased, with {Orders} orders.")]
    public static partial void CustomerErased(ILogger logger, int orders);

    [LoggerMessage(EventIds.Waiting.AllocationFailed, LogLevel.Error, "Copies on hand cannot be allocated to the orders that wait for them, as {AllocationId} asks for: a record cannot be read. Other books continue; restore the row from a backup, or remove it.")]
    public static partial void AllocationFailed(ILogger logger, Guid allocationId, Exception exception);

    [LoggerMessage(EventIds.Waiting.DateChangeNotTold, LogLevel.Error, "The orders that wait for a book whose date has moved cannot be named, as {DateChangeId} asks for: a record cannot be read. Other books continue; restore the row from a backup, or remove it.")]
    public static partial void DateChangeNotTold(ILogger logger, Guid dateChangeId, Exception exception);

    [LoggerMessage(EventIds.Customers.ErasureFailed, LogLevel.Error, "The erasure {ErasureId} cannot go on: a record cannot be read. The others continue; restore the row from a backup, or remove it.")]
    public static partial void ErasureFailed(ILogger logger, Guid erasureId, Exception exception);
}
