namespace Bookstore.AspNetCore;

/// <summary>The roles as bits, so that a check is one instruction.</summary>
[Flags]
internal enum ApiRole
{
    None = 0,
    CatalogRead = 1,
    CatalogWrite = 2,
    StockRead = 4,
    StockWrite = 8,
    OrdersRead = 16,
    OrdersWrite = 32,
    DeliveryRead = 64,
    DeliveryWrite = 128,
    Operations = 256,
    EventsRead = 512,
    WebhooksManage = 1024,
    OrdersPrice = 2048,
    RefundsRead = 4096,
    RefundsWrite = 8192,
    ReturnsRead = 16_384,
    ReturnsWrite = 32_768,
    Privacy = 65_536,
    All = CatalogRead | CatalogWrite | StockRead | StockWrite | OrdersRead | OrdersWrite | OrdersPrice | RefundsRead | RefundsWrite | ReturnsRead | ReturnsWrite | DeliveryRead | DeliveryWrite | Operations | EventsRead | WebhooksManage | Privacy,
}

internal static class ApiRoles
{
    public static bool TryParse(string? name, out ApiRole role)
    {
        role = name switch
        {
            BookstoreRoles.CatalogRead => ApiRole.CatalogRead,
            BookstoreRoles.CatalogWrite => ApiRole.CatalogWrite,
            BookstoreRoles.StockRead => ApiRole.StockRead,
            BookstoreRoles.StockWrite => ApiRole.StockWrite,
            BookstoreRoles.OrdersRead => ApiRole.OrdersRead,
            BookstoreRoles.OrdersWrite => ApiRole.OrdersWrite,
            BookstoreRoles.OrdersPrice => ApiRole.OrdersPrice,
            BookstoreRoles.RefundsRead => ApiRole.RefundsRead,
            BookstoreRoles.RefundsWrite => ApiRole.RefundsWrite,
            BookstoreRoles.ReturnsRead => ApiRole.ReturnsRead,
            BookstoreRoles.ReturnsWrite => ApiRole.ReturnsWrite,
            BookstoreRoles.DeliveryRead => ApiRole.DeliveryRead,
            BookstoreRoles.DeliveryWrite => ApiRole.DeliveryWrite,
            BookstoreRoles.Operations => ApiRole.Operations,
            BookstoreRoles.EventsRead => ApiRole.EventsRead,
            BookstoreRoles.WebhooksManage => ApiRole.WebhooksManage,
            BookstoreRoles.Privacy => ApiRole.Privacy,
            BookstoreRoles.Wildcard => ApiRole.All,
            _ => ApiRole.None,
        };
        return role != ApiRole.None;
    }
}
