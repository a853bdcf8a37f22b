// The example of docs/testing.md, compiled: a test compares the lines between the two markers with it.
using Xunit;

namespace Bookstore.Testing;

internal static class CrashExample
{
    public static async Task<int> RunAsync()
    {
        // <example>
        var crashes = await CrashTest.RunThroughEveryCrashAsync(
            scenario: async shop =>
            {
                var placed = await shop.PlaceAsync(TestBooks.Martian, quantity: 2, key: "checkout-1");
                await shop.RunBackgroundWorkAsync(); // captures the money
                await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = placed.Order!.Id, Address = "1 High Street" });
                await shop.RunBackgroundWorkAsync(); // books the courier
            },
            afterRestart: shop => shop.PlaceAsync(TestBooks.Martian, quantity: 2, key: "checkout-1"), // the customer sends it again
            verify: async shop =>
            {
                var orders = await shop.Sales.ListOrdersAsync(new OrderQuery());
                var order = Assert.Single(orders.Items); // one order in every case
                var payment = Assert.Single(await shop.Gateway.ReadLedgerAsync()); // charged once
                Assert.Equal(GatewayPaymentStatus.Captured, payment.Status);
                Assert.Equal(order.Total, payment.Amount);
                Assert.True(shop.Courier.Ledger.Count <= 1); // booked once, if the host lived to schedule it
            });
        Assert.True(crashes.Count >= 16);
        // </example>
        return crashes.Count;
    }
}
