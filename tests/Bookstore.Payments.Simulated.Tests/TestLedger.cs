using Bookstore.Support;

namespace Bookstore.Payments.Simulated;

/// <summary>A ledger's file in a folder of its own, and the payments that tests make in it.</summary>
internal sealed class TestLedger : IDisposable
{
    public static readonly Money Price = new(12.99m, "USD");

    private static readonly PaymentToken Card = new("4929 1234 5678 9876");

    private readonly TemporaryFolder _folder = new();

    public string Folder => _folder.Path;

    public string Path => _folder.File("payments.ledger");

    public string InFolder(string name) => _folder.File(name);

    public SimulatedPaymentGateway Open(int maxOrdersInMemory = 200_000, LedgerSync sync = LedgerSync.EachAnswer) =>
        new(new SimulatedPaymentGatewayOptions { LedgerPath = Path, MaxOrdersInMemory = maxOrdersInMemory, LedgerSync = sync });

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public static async Task MakeOneOfEachAsync(SimulatedPaymentGateway gateway, Guid[] orders)
    {
        await AuthorizeAsync(gateway, orders[0]);
        await gateway.AuthorizeAsync(new AuthorizeRequest(orders[1], Price, null), default);
        await AuthorizeAsync(gateway, orders[2]);
        await gateway.CaptureAsync(orders[2], Price, default);
        await gateway.VoidAsync(orders[3], default);
        await AuthorizeAsync(gateway, orders[4]);
        await gateway.CaptureAsync(orders[4], Price, default);
        await gateway.RefundAsync(orders[4], Price, default);
    }

    public static Task<AuthorizeResult> AuthorizeAsync(SimulatedPaymentGateway gateway, Guid order) =>
        gateway.AuthorizeAsync(new AuthorizeRequest(order, Price, Card), default).AsTask();

    public static async Task<List<GatewayPayment>> ListAsync(SimulatedPaymentGateway gateway)
    {
        var all = new List<GatewayPayment>();
        await foreach (var payment in gateway.ListAsync(default))
        {
            all.Add(payment);
        }

        return all;
    }

    public void Dispose() => _folder.Dispose();
}
