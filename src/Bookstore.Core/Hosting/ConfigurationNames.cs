namespace Bookstore;

/// <summary>The names of the options in the configuration.</summary>
internal static class ConfigurationNames
{
    public static IReadOnlyList<string> WritePath { get; } =
    [
        nameof(WritePathOptions.QueueCapacity), nameof(WritePathOptions.MaxBatchSize), nameof(WritePathOptions.MaxBatchRecords),
        nameof(WritePathOptions.OutcomeTimeout), nameof(WritePathOptions.RetryTimeout),
    ];

    public static IReadOnlyList<string> Events { get; } = [nameof(EventOptions.Enabled), nameof(EventOptions.Retention), nameof(EventOptions.PollInterval)];

    public static IReadOnlyList<string> Returns { get; } = [nameof(ReturnOptions.RefundPolicy), nameof(ReturnOptions.WithdrawalPeriod)];

    public static IReadOnlyList<string> Options { get; } =
    [
        nameof(BookstoreOptions.ShopName), nameof(BookstoreOptions.GatewayTimeout), nameof(BookstoreOptions.RecoveryGrace), nameof(BookstoreOptions.GatewayOfUnnamedOrders), nameof(BookstoreOptions.CustomerActionTimeout), nameof(BookstoreOptions.DispatchWait),
        nameof(BookstoreOptions.CapturePolicy), nameof(BookstoreOptions.OtherArticles), nameof(BookstoreOptions.PricerTimeout), nameof(BookstoreOptions.PolicyTimeout), nameof(BookstoreOptions.AuthorizationExpiryNotice), nameof(BookstoreOptions.CustomerPollLimit), nameof(BookstoreOptions.MaxReservationTime), nameof(BookstoreOptions.MaxReservationsPerCustomer), nameof(BookstoreOptions.MaxReservationsPerClient),
        nameof(BookstoreOptions.MaxReservations), nameof(BookstoreOptions.IdempotencyRetention), nameof(BookstoreOptions.AuditRunRetention), nameof(BookstoreOptions.PollInterval),
        nameof(BookstoreOptions.HousekeepingInterval), nameof(BookstoreOptions.MaxOrdersInFlight), nameof(BookstoreOptions.MaxUnpaidOrdersPerCustomer),
        nameof(BookstoreOptions.MaxDeclinedOrdersPerCustomer), nameof(BookstoreOptions.SharedCustomerIds), nameof(BookstoreOptions.SettlementConcurrency),
        nameof(BookstoreOptions.BackgroundWork), nameof(BookstoreOptions.Events), nameof(BookstoreOptions.Returns), nameof(BookstoreOptions.WritePath),
    ];
}
