namespace Bookstore;

/// <summary>The roles of an API client: what its key may do. A role says nothing about others; give a client all that it needs.</summary>
public static class BookstoreRoles
{
    /// <summary>Read books and their prices.</summary>
    public const string CatalogRead = "catalog.read";

    /// <summary>Add books and change their data.</summary>
    public const string CatalogWrite = "catalog.write";

    /// <summary>Read the movements of a book's stock.</summary>
    public const string StockRead = "stock.read";

    /// <summary>Receive stock and write it off.</summary>
    public const string StockWrite = "stock.write";

    /// <summary>Read orders.</summary>
    public const string OrdersRead = "orders.read";

    /// <summary>Place and cancel orders.</summary>
    public const string OrdersWrite = "orders.write";

    /// <summary>Lower the price of an order below the catalogue's: place it with discounts, and with other adjustments below zero. Placing it takes <see cref="OrdersWrite"/> as well.</summary>
    public const string OrdersPrice = "orders.price";

    /// <summary>Read the refunds of orders.</summary>
    public const string RefundsRead = "refunds.read";

    /// <summary>Give money of orders back.</summary>
    public const string RefundsWrite = "refunds.write";

    /// <summary>Read returns and withdrawals.</summary>
    public const string ReturnsRead = "returns.read";

    /// <summary>Request, approve, reject and receive returns, and hand withdrawals in. What is received is paid back.</summary>
    public const string ReturnsWrite = "returns.write";

    /// <summary>Read deliveries.</summary>
    public const string DeliveryRead = "delivery.read";

    /// <summary>Schedule deliveries and move them along.</summary>
    public const string DeliveryWrite = "delivery.write";

    /// <summary>Settle payments and bookings that need a person: repeat the call, record that it was made another way, give it up.</summary>
    public const string Operations = "operations";

    /// <summary>Read and follow the feed of events. They have the ids, states and amounts of all orders, and no personal data.</summary>
    public const string EventsRead = "events.read";

    /// <summary>Create, change and remove webhook endpoints. Who may do that has all events sent to an address of their choice.</summary>
    public const string WebhooksManage = "webhooks.manage";

    /// <summary>Export all that the shop keeps of a customer.</summary>
    public const string Privacy = "privacy";

    /// <summary>Grants every role, in the configuration of a client and in the claims of a token.</summary>
    public const string Wildcard = "*";

    /// <summary>Every role there is.</summary>
    public static IReadOnlyList<string> All { get; } =
        [CatalogRead, CatalogWrite, StockRead, StockWrite, OrdersRead, OrdersWrite, OrdersPrice, RefundsRead, RefundsWrite, ReturnsRead, ReturnsWrite, DeliveryRead, DeliveryWrite, Operations, EventsRead, WebhooksManage, Privacy];
}
