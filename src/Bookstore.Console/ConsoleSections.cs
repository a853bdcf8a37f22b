using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The sections of the navigation: their path, name and icon, and the role that sees them.</summary>
internal static class ConsoleSections
{
    public static IReadOnlyList<(string Path, string Text, string Icon, ApiRole Role)> All { get; } =
    [
        ("home", "Home", "home", ApiRole.None),
        ("orders", "Orders", "orders", ApiRole.OrdersRead),
        ("deliveries", "Deliveries", "deliveries", ApiRole.DeliveryRead),
        ("returns", "Returns", "returns", ApiRole.ReturnsRead),
        ("stock", "Stock", "stock", ApiRole.StockRead),
        ("webhooks", "Webhooks", "webhooks", ApiRole.WebhooksManage),
        ("work", "Work", "work", ApiRole.Operations),
        ("audits", "Audits", "audits", ApiRole.Operations),
    ];
}
