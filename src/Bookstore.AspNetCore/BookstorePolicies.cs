namespace Bookstore;

/// <summary>
/// The authorization policies of the roles, for routes of the application's own: <c>RequireAuthorization(BookstorePolicies.OrdersRead)</c>. <c>AddBookstoreApi</c> adds them to an application that has authorization.
/// </summary>
/// <remarks>Each accepts API keys and the same other schemes as the API (<see cref="BookstoreAuthenticationOptions.Schemes"/>). The API's own routes have them as metadata.</remarks>
public static class BookstorePolicies
{
    /// <summary>The policy of <see cref="BookstoreRoles.CatalogRead"/>.</summary>
    public const string CatalogRead = Prefix + BookstoreRoles.CatalogRead;

    /// <summary>The policy of <see cref="BookstoreRoles.CatalogWrite"/>.</summary>
    public const string CatalogWrite = Prefix + BookstoreRoles.CatalogWrite;

    /// <summary>The policy of <see cref="BookstoreRoles.StockRead"/>.</summary>
    public const string StockRead = Prefix + BookstoreRoles.StockRead;

    /// <summary>The policy of <see cref="BookstoreRoles.StockWrite"/>.</summary>
    public const string StockWrite = Prefix + BookstoreRoles.StockWrite;

    /// <summary>The policy of <see cref="BookstoreRoles.OrdersRead"/>.</summary>
    public const string OrdersRead = Prefix + BookstoreRoles.OrdersRead;

    /// <summary>The policy of <see cref="BookstoreRoles.OrdersWrite"/>.</summary>
    public const string OrdersWrite = Prefix + BookstoreRoles.OrdersWrite;

    /// <summary>The policy of <see cref="BookstoreRoles.OrdersPrice"/>.</summary>
    public const string OrdersPrice = Prefix + BookstoreRoles.OrdersPrice;

    /// <summary>The policy of <see cref="BookstoreRoles.RefundsRead"/>.</summary>
    public const string RefundsRead = Prefix + BookstoreRoles.RefundsRead;

    /// <summary>The policy of <see cref="BookstoreRoles.RefundsWrite"/>.</summary>
    public const string RefundsWrite = Prefix + BookstoreRoles.RefundsWrite;

    /// <summary>The policy of <see cref="BookstoreRoles.ReturnsRead"/>.</summary>
    public const string ReturnsRead = Prefix + BookstoreRoles.ReturnsRead;

    /// <summary>The policy of <see cref="BookstoreRoles.ReturnsWrite"/>.</summary>
    public const string ReturnsWrite = Prefix + BookstoreRoles.ReturnsWrite;

    /// <summary>The policy of <see cref="BookstoreRoles.DeliveryRead"/>.</summary>
    public const string DeliveryRead = Prefix + BookstoreRoles.DeliveryRead;

    /// <summary>The policy of <see cref="BookstoreRoles.DeliveryWrite"/>.</summary>
    public const string DeliveryWrite = Prefix + BookstoreRoles.DeliveryWrite;

    /// <summary>The policy of <see cref="BookstoreRoles.Operations"/>.</summary>
    public const string Operations = Prefix + BookstoreRoles.Operations;

    /// <summary>The policy of <see cref="BookstoreRoles.EventsRead"/>.</summary>
    public const string EventsRead = Prefix + BookstoreRoles.EventsRead;

    /// <summary>The policy of <see cref="BookstoreRoles.WebhooksManage"/>.</summary>
    public const string WebhooksManage = Prefix + BookstoreRoles.WebhooksManage;

    /// <summary>The policy of <see cref="BookstoreRoles.Privacy"/>.</summary>
    public const string Privacy = Prefix + BookstoreRoles.Privacy;

    private const string Prefix = "bookstore:";

    internal static string Of(string role) => Prefix + role;
}
