using Bookstore;
using Bookstore.Payments.Simulated;
using Bookstore.Testing;

var crashes = await CrashTest.RunThroughEveryCrashAsync(
    scenario: async shop =>
    {
        await shop.PlaceAsync(TestBooks.Martian, quantity: 2, key: "checkout-1");
        await shop.RunBackgroundWorkAsync();
    },
    afterRestart: shop => shop.PlaceAsync(TestBooks.Martian, quantity: 2, key: "checkout-1"));

await using var gateway = new SimulatedPaymentGateway();
await PaymentGatewayConformance.RunAllAsync(new GatewayUnderTest(gateway));
await CourierConformance.RunAllAsync(new ScriptedCourier());

Console.WriteLine($"{crashes.Count} crashes survived, {PaymentGatewayConformance.Cases.Count} + {CourierConformance.Cases.Count} sentences kept");
