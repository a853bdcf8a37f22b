namespace Bookstore.Payments.Simulated;

/// <summary>How the simulated payment gateway behaves.</summary>
public sealed class SimulatedPaymentGatewayOptions
{
    /// <summary>The ledger's file, in a folder that exists; processes on one machine may share it. <see langword="null"/>, the default: in memory only.</summary>
    /// <remarks>Two small files beside it, ending in <c>.lock</c> and <c>.turn</c>, keep the processes apart.</remarks>
    public string? LedgerPath { get; set; }

    /// <summary>
    /// The shop's name in the ledger, so that several shops can share it: <see cref="SimulatedPaymentGateway.ListAsync"/> lists the shop's own payments alone. 1 to 50 ASCII letters, digits, <c>-</c>, <c>_</c> and <c>.</c>; upper and
    /// lower case are the same. Default: the name in <c>AddBookstore("name")</c>; <see langword="null"/> for a shop without one, whose payments are those that name no shop.
    /// </summary>
    public string? Shop { get; set; }

    /// <summary>When the ledger's file is synced to the disk. Default <see cref="LedgerSync.EachAnswer"/>.</summary>
    /// <remarks>A real gateway syncs a disk of its own. <see cref="LedgerSync.EverySecond"/> leaves this machine's disk to the shop's orders.</remarks>
    public LedgerSync LedgerSync { get; set; } = LedgerSync.EachAnswer;

    /// <summary>How long each call takes before the gateway looks at it, as a network would. 0 to 1 minute. Default <see langword="null"/>: no time.</summary>
    public TimeSpan? Latency { get; set; }

    /// <summary>How long an authorized amount is held: a later capture is refused with <c>authorization_expired</c>. 1 second to 30 days. Default <see langword="null"/>: until it is captured or voided.</summary>
    /// <remarks>Processes that share a ledger need the same value.</remarks>
    public TimeSpan? AuthorizationLifetime { get; set; }

    /// <summary>How many orders are kept in memory beside a ledger file, the most recent ones; older ones are read from the file. 2 to 10,000,000. Default 200,000.</summary>
    public int MaxOrdersInMemory { get; set; } = 200_000;

    /// <summary>How many calls may wait for the ledger file; more wait before they are taken. 1 to 1,000,000. Default 4,096.</summary>
    public int QueueCapacity { get; set; } = 4_096;

    /// <summary>
    /// Called a second after the capture of a payment with the card <c>4000000000000259</c>, as a payment service sends a notification: the shop has to ask the gateway then. It is called again each second, up to
    /// 60 times, until it returns <see langword="true"/>. <c>UseSimulatedPayments</c> sets it to <see cref="IOrderWorkflow.RefreshPaymentAsync"/>. Default <see langword="null"/>: no notification.
    /// </summary>
    /// <remarks>It is called from any thread. A notification that is due when the process ends is lost; <see cref="IOrderWorkflow.RefreshPaymentAsync"/> and an audit find the dispute.</remarks>
    public Func<Guid, CancellationToken, ValueTask<bool>>? OnDispute { get; set; }

    /// <summary>Returns the page at which a customer approves or refuses the payment of an order, when the card asks for that. Default <see langword="null"/>: the action has no <see cref="CustomerAction.Url"/>.</summary>
    /// <remarks>The page has to call <see cref="SimulatedPaymentGateway.CompleteActionAsync"/>. It is called with the order's id, from any thread, and must not block.</remarks>
    public Func<Guid, Uri>? BankPage { get; set; }

    /// <summary>
    /// Returns where notifications are sent, such as <c>https://shop.example/webhooks/simulated</c>: after <see cref="SimulatedPaymentGateway.CompleteActionAsync"/>, and of a dispute in place of <see cref="OnDispute"/>, so that the shop asks at once. <see langword="null"/> returned:
    /// not known yet. Each is sent again every second, up to 60 times, until the receiver acknowledges it. Default <see langword="null"/>: no notifications.
    /// </summary>
    /// <remarks>It is called from any thread, and must not block. It needs <see cref="WebhookSecret"/> as well.</remarks>
    public Func<Uri?>? WebhookAddress { get; set; }

    /// <summary>The secret that notifications are signed with, and that the source <c>simulated</c> checks them with: 16 to 500 characters. Default <see langword="null"/>: none is sent, and none is accepted.</summary>
    public string? WebhookSecret { get; set; }

    internal void Validate()
    {
        if (Shop is not null && !ShopTag.IsName(Shop))
        {
            throw Invalid(nameof(Shop), "1 to 50 ASCII letters, digits, hyphens, underscores and dots, or null");
        }

        if (WebhookSecret is { } secret && secret.Length is < 16 or > 500)
        {
            throw Invalid(nameof(WebhookSecret), "16 to 500 characters");
        }

        if (WebhookAddress is not null && WebhookSecret is null)
        {
            throw Invalid(nameof(WebhookSecret), "16 to 500 characters: WebhookAddress is set");
        }

        if (Latency is { } latency && (latency < TimeSpan.Zero || latency > TimeSpan.FromMinutes(1)))
        {
            throw Invalid(nameof(Latency), "zero to one minute");
        }

        if (AuthorizationLifetime is { } lifetime && (lifetime < TimeSpan.FromSeconds(1) || lifetime > TimeSpan.FromDays(30)))
        {
            throw Invalid(nameof(AuthorizationLifetime), "1 second to 30 days");
        }

        if (!Enum.IsDefined(LedgerSync))
        {
            throw Invalid(nameof(LedgerSync), $"{nameof(LedgerSync.EachAnswer)} or {nameof(LedgerSync.EverySecond)}");
        }

        if (MaxOrdersInMemory is < 2 or > 10_000_000)
        {
            throw Invalid(nameof(MaxOrdersInMemory), "2 to 10,000,000");
        }

        if (QueueCapacity is < 1 or > 1_000_000)
        {
            throw Invalid(nameof(QueueCapacity), "1 to 1,000,000");
        }

        if (LedgerPath is not null && string.IsNullOrWhiteSpace(LedgerPath))
        {
            throw Invalid(nameof(LedgerPath), "a file's path, or null to keep the ledger in memory");
        }
    }

    private static ArgumentException Invalid(string option, string range) =>
        new($"{nameof(SimulatedPaymentGatewayOptions)}.{option} is out of range: give {range}.", option);
}
