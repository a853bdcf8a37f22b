namespace Bookstore;

/// <summary>How the shop works. Checked at start; each message names what to change.</summary>
public sealed class BookstoreOptions
{
    /// <summary>The shop's name, the tag <c>shop</c> of all its metrics, for a process with several shops. 1 to 50 characters, or <see langword="null"/>: no tag. A shop that is added with a name has that name here, and no other. Default <see langword="null"/>.</summary>
    public string? ShopName
    {
        get => WritePath.ShopName;
        set => WritePath.ShopName = value;
    }

    /// <summary>How long the gateway may take to authorize before the outcome counts as unknown. 100 milliseconds to 10 minutes. Default 10 seconds.</summary>
    public TimeSpan GatewayTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after <see cref="GatewayTimeout"/> a pending order whose payment cannot be found is kept before it is rejected, and not less than <see cref="GatewayTimeout"/>. 1 second to 1 day. Default 10 seconds.</summary>
    public TimeSpan RecoveryGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The name of the payment gateway to which orders belong that an older version stored without a gateway's name. 1 to 50 characters. Default <see langword="null"/>: the gateway that knows an
    /// order's payment; where none does, the one that knows the payment of another such order. Set it where a log entry says that orders wait for the payment gateway '(null)'.
    /// </summary>
    public string? GatewayOfUnnamedOrders { get; set; }

    /// <summary>How long an order waits for an action of its customer (3-D Secure) before it is given up. 1 minute to 7 days. Default 30 minutes.</summary>
    public TimeSpan CustomerActionTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a dispatch, and a cancellation of items, waits for a capture that is in progress, before it is refused. 0 to 30 seconds; zero does not wait. Default 2 seconds.</summary>
    public TimeSpan DispatchWait { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Whether the catalogue takes articles that are no books: any EAN-13, such as pens, calendars, magazines (977), printed music (979-0) and the shop's own codes (20 to 29). Default <see langword="false"/>: ISBNs alone.
    /// What the catalogue has already can be sold either way.
    /// </summary>
    public bool OtherArticles { get; set; }

    /// <summary>How long an <see cref="IOrderPricer"/> may take to compute the adjustments of an order. 10 milliseconds to 1 minute. Default 2 seconds.</summary>
    public TimeSpan PricerTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long all <see cref="IShopPolicy"/> together may take to check an order. 10 milliseconds to 1 minute. Default 2 seconds.</summary>
    public TimeSpan PolicyTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// When the money of a confirmed order is captured. Default <see cref="CapturePolicy.Immediate"/>. An order that was confirmed under another policy is captured when it is dispatched, unless the policy is
    /// <see cref="CapturePolicy.Manual"/>, or by <see cref="IOrderWorkflow.CapturePaymentAsync"/>.
    /// </summary>
    public CapturePolicy CapturePolicy { get; set; }

    /// <summary>How long before the end of an authorization the event <c>payment.authorization_expiring</c> is written and the order gets its <see cref="Order.Attention"/>, if no capture was requested. 0 to 30 days. Default 1 day.</summary>
    public TimeSpan AuthorizationExpiryNotice { get; set; } = TimeSpan.FromDays(1);

    /// <summary>
    /// How many orders that wait for an action of their customer the gateway is asked about in one round of <see cref="PollInterval"/>, on each host. 1 to 10,000. Default 500.
    /// </summary>
    /// <remarks>Each is asked about every three seconds, so that a customer who has acted is confirmed within five; with more orders than three rounds allow, less often.</remarks>
    public int CustomerPollLimit { get; set; } = 500;

    /// <summary>
    /// How long a cart can keep a reservation, counted from its first hold: <see cref="IInventoryService.HoldAsync"/> and <see cref="IInventoryService.ExtendAsync"/> set no later expiry.
    /// 1 minute to 30 days. Default 2 hours.
    /// </summary>
    public TimeSpan MaxReservationTime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>
    /// How many reservations one customer may hold at a time, where <see cref="HoldStockRequest.CustomerId"/> names one. Further ones are <see cref="HoldStockOutcome.LimitReached"/>.
    /// 0 to 10,000; 0 is no limit. Default 20.
    /// </summary>
    /// <remarks>Counted on each host, from its start: those that were held through it, until they are released, ordered or expired.</remarks>
    public int MaxReservationsPerCustomer { get; set; } = 20;

    /// <summary>How many reservations one client may hold at a time, see <see cref="HoldStockRequest.Client"/>, counted as <see cref="MaxReservationsPerCustomer"/> is. 0 to 1,000,000; 0 is no limit. Default 20,000.</summary>
    public int MaxReservationsPerClient { get; set; } = 20_000;

    /// <summary>How many reservations all carts may hold at a time, counted as <see cref="MaxReservationsPerCustomer"/> is. 0 to 10,000,000; 0 is no limit. Default 100,000.</summary>
    public int MaxReservations { get; set; } = 100_000;

    /// <summary>How long an idempotency key is kept. 1 hour to 365 days. Default 48 hours.</summary>
    public TimeSpan IdempotencyRetention { get; set; } = TimeSpan.FromHours(48);

    /// <summary>How long a stored run of an audit is kept after its last step, whether it has ended or not. 1 day to 3,650 days. Default 90 days.</summary>
    public TimeSpan AuditRunRetention { get; set; } = TimeSpan.FromDays(90);

    /// <summary>How often the background work looks for what was left behind. 100 milliseconds to 1 hour. Default 1 second.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often idempotency keys older than <see cref="IdempotencyRetention"/> are removed, and stored runs of audits older than <see cref="AuditRunRetention"/>, up to 1,000 at a time. Expired carts are released every <see cref="PollInterval"/>. 1 minute to 1 day. Default 5 minutes.</summary>
    public TimeSpan HousekeepingInterval { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many orders may be in progress at a time, from their opening to their confirmation; more are refused with <see cref="BookstoreOverloadedException"/>. 1 to 100,000. Default 4,096.</summary>
    public int MaxOrdersInFlight { get; set; } = 4_096;

    /// <summary>
    /// How many orders of one customer may go unpaid: they wait for the customer or for the gateway, for however long, or were given up or cancelled within the last hour while they did.
    /// Further orders are <see cref="PlaceOrderOutcome.CustomerLimitReached"/>. 0 to 100; 0 is no limit. Default 10.
    /// </summary>
    /// <remarks>
    /// Keeps a customer who does not pay from holding all stock. Orders whose payment is being authorized do not count, and nothing is refused while at least as many
    /// of the customer's newest 200 orders of that hour are confirmed as fail; one that costs nothing is not counted. Each host looks into the store once an order of the customer has failed on it, so a
    /// customer gets past the limit by one order for each host and each restart of one, and by those that are in progress at that moment.
    /// </remarks>
    public int MaxUnpaidOrdersPerCustomer { get; set; } = 10;

    /// <summary>How many payments of one customer may be declined within an hour, counted and enforced as <see cref="MaxUnpaidOrdersPerCustomer"/> is. 0 to 100; 0 is no limit. Default 20.</summary>
    public int MaxDeclinedOrdersPerCustomer { get; set; } = 20;

    /// <summary>Customer ids that many customers share, such as one for all guests: the limits for each customer do not apply to them. Default none.</summary>
    public ICollection<string> SharedCustomerIds { get; } = [];

    /// <summary>How many captures, voids and refunds are in progress at a time, at each payment gateway. 1 to 1,024. Default 64.</summary>
    /// <remarks>Questions about customers who have to act at their bank have the same limit for themselves, so that a backlog does not delay them.</remarks>
    public int SettlementConcurrency { get; set; } = 64;

    /// <summary>Whether this host does background work: recovery, settlement, couriers' calls, housekeeping, search indexing. Default <see langword="true"/>.</summary>
    /// <remarks>
    /// <see langword="false"/> is for a process beside the shop's hosts, such as an import: it makes no calls by itself, and needs no payment gateway while it places no
    /// orders. What it leaves to do, another host on the same database finds. <see cref="IBookstoreMaintenance"/> works all the same.
    /// </remarks>
    public bool BackgroundWork { get; set; } = true;

    /// <summary>The event feed.</summary>
    public EventOptions Events { get; } = new();

    /// <summary>Returns and withdrawals.</summary>
    public ReturnOptions Returns { get; } = new();

    /// <summary>The write path's own limits.</summary>
    public WritePathOptions WritePath { get; } = new();
}
