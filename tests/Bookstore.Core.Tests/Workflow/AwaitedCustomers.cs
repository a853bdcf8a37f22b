using Bookstore.Support;

namespace Bookstore.Workflow;

/// <summary>A gateway whose customers have to act at the bank.</summary>
internal static class AwaitedCustomers
{
    public static readonly Uri Bank = new("https://bank.example/3ds");

    public static async Task<TestShop> OpenAsync()
    {
        var shop = await TestShop.OpenAsync();
        AwaitCustomers(shop);
        return shop;
    }

    public static void AwaitCustomers(TestShop shop)
    {
        shop.Gateway.OnAuthorize = (_, _) => ValueTask.FromResult(AuthorizeResult.RequiresAction(Bank));
        Finds(shop, GatewayPaymentStatus.RequiresAction);
    }

    public static void Finds(TestShop shop, GatewayPaymentStatus status) => shop.Gateway.OnFind = (request, _) => ValueTask.FromResult<GatewayPayment?>(new GatewayPayment
    {
        OrderId = request.OrderId,
        Status = status,
        Amount = status == GatewayPaymentStatus.Authorized ? new Money(12.99m, "USD") : null,
        TransactionId = "tx",
    });
}
