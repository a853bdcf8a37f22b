namespace Bookstore.Diagnostics;

/// <summary>The id of every log event of every package. Each package has a range; <c>docs/log-events.md</c> is made from them.</summary>
internal static class EventIds
{
    /// <summary>The write path: batches, their outcome, the store's time. 1000 to 1999.</summary>
    public static class WritePath
    {
        public const int BatchRetried = 1001;
        public const int BatchFailed = 1002;
        public const int OperationFailed = 1003;
        public const int OutcomeUnknown = 1004;
        public const int OutcomeFound = 1005;
        public const int OutcomeStillUnknown = 1006;
        public const int UnitNotLetGo = 1007;
        public const int OutcomeLost = 1008;
        public const int OutcomeNotFound = 1009;
        public const int OperationsDeferred = 1010;
        public const int StoreTimeMoved = 1011;
        public const int StoreTimeAhead = 1012;
    }

    /// <summary>Placing and recovering orders; background work. 2000 to 2999.</summary>
    public static class Orders
    {
        public const int AuthorizationUnknown = 2001;
        public const int OrderLeftPending = 2002;
        public const int OrderRecovered = 2003;
        public const int GatewayNotAnswering = 2004;
        public const int BackgroundRoundFailed = 2005;
        public const int BackgroundItemFailed = 2006;
        public const int LateAuthorizationWindowOutOfRange = 2007;
        public const int LateAuthorizationWindowUnknown = 2008;
        public const int StoreAwayAtStart = 2009;
        public const int PricerFailed = 2010;
        public const int NotificationPostponed = 2011;
        public const int NotificationParked = 2012;
        public const int NotificationUnreadable = 2013;
        public const int NotificationsNotServed = 2014;
        public const int PolicyFailed = 2015;
    }

    /// <summary>Calls to payment gateways. 3000 to 3999.</summary>
    public static class Payments
    {
        public const int SettlementPostponed = 3001;
        public const int CaptureRefused = 3002;
        public const int VoidRefused = 3003;
        public const int RefundRefused = 3004;
        public const int PaymentContradicted = 3005;
        public const int PaymentResolved = 3006;
        public const int PaymentOfOther = 3007;
        public const int GatewayNotServed = 3008;
        public const int TransactionIdNotKept = 3009;
        public const int GatewayOfOrderFound = 3010;
        public const int RefundUnreadable = 3011;
        public const int RefundsNotServed = 3012;
        public const int RefundMadeAfterDecision = 3013;
        public const int PaymentDiffers = 3014;
    }

    /// <summary>Calls to couriers. 4000 to 4999.</summary>
    public static class Delivery
    {
        public const int CourierNotAnswering = 4001;
        public const int CourierRefused = 4002;
        public const int CourierRefusedCancellation = 4003;
        public const int CourierNotServed = 4004;
        public const int LateBookingWindowOutOfRange = 4005;
        public const int LateBookingWindowUnknown = 4006;
        public const int ScanContradicts = 4007;
        public const int CourierNotTracking = 4008;
    }

    /// <summary>The catalogue's search words. 5000 to 5399.</summary>
    public static class Search
    {
        public const int IndexingBegun = 5001;
        public const int IndexingGoesOn = 5002;
        public const int IndexingEnded = 5003;
        public const int NewerWords = 5004;
        public const int BookNotIndexed = 5005;
        public const int MoreBooksNotIndexed = 5006;
    }

    /// <summary>Audits that run in the background. 5400 to 5449.</summary>
    public static class Audits
    {
        public const int AuditEnded = 5401;
        public const int AuditStepFailed = 5402;
    }

    /// <summary>What the shop keeps of customers. 5450 to 5474.</summary>
    public static class Customers
    {
        public const int CustomerErased = 5451;
        public const int ErasureFailed = 5452;
    }

    /// <summary>Orders that wait for copies. 5475 to 5499.</summary>
    public static class Waiting
    {
        public const int AllocationFailed = 5475;
        public const int DateChangeNotTold = 5476;
    }

    /// <summary>The consumers of the feed. 5500 to 5999.</summary>
    public static class Consumers
    {
        public const int EventFailed = 5501;
        public const int EventParked = 5502;
        public const int ParkedEventDone = 5503;
        public const int ConsumerExpired = 5504;
        public const int ConsumerAcquired = 5505;
        public const int ConsumerLost = 5506;
        public const int ConsumerFaulted = 5507;
        public const int ConsumersNotListed = 5508;
        public const int ConsumerStopped = 5509;
        public const int ConsumerPaused = 5510;
        public const int ParkedEventUnreadable = 5511;
        public const int ConsumerBlocked = 5512;
        public const int ConsumerNameTaken = 5513;
        public const int ConsumerUnreadable = 5514;
        public const int EventDiscarded = 5515;
    }

    /// <summary>The SQLite store. 6000 to 6099.</summary>
    public static class Sqlite
    {
        public const int Opened = 6001;
        public const int OutcomeUnknown = 6002;
        public const int FileLost = 6003;
        public const int LogIsHeld = 6004;
        public const int ReadsEnded = 6005;
        public const int Migrating = 6006;
        public const int ReadableByOthers = 6007;
        public const int LogIsFull = 6008;
    }

    /// <summary>The PostgreSQL store. 6100 to 6199.</summary>
    public static class PostgreSql
    {
        public const int Migrated = 6101;
        public const int NotDurable = 6102;
        public const int Migrating = 6103;
        public const int MigrationWaits = 6104;
        public const int BuildingIndex = 6105;
        public const int SliceDone = 6106;
        public const int SlicesDone = 6107;
        public const int BuiltIndex = 6108;
        public const int StalledUnitEnded = 6109;
        public const int ReadsFromStandbys = 6110;
        public const int ReadsFromPrimary = 6111;
        public const int FewThreads = 6112;
    }

    /// <summary>The REST API. 7000 to 7999.</summary>
    public static class Api
    {
        public const int RequestFailed = 7001;
        public const int StoreUnavailable = 7002;
        public const int ClientEntryRefused = 7003;
        public const int ClientsRead = 7004;
        public const int NotReady = 7005;
        public const int Throttled = 7006;
        public const int Unauthorized = 7007;
        public const int Forbidden = 7008;
        public const int OptionsRefused = 7009;
        public const int CustomerLimit = 7010;
        public const int EventStreamEnded = 7011;
        public const int NotificationNotKept = 7012;
        public const int NotificationUnsigned = 7013;
    }

    /// <summary>Webhooks. 9000 to 9099.</summary>
    public static class Webhooks
    {
        public const int DeliveryFailed = 9001;
        public const int EndpointDisabled = 9002;
        public const int SecretUnreadable = 9003;
        public const int EndpointUnreadable = 9004;
        public const int DeliveryDiscarded = 9005;
    }

    /// <summary>The typed client. 8000 to 8999.</summary>
    public static class Client
    {
        public const int Retrying = 8001;
        public const int CircuitOpened = 8002;
        public const int OptionsRefused = 8003;
    }
}
