using Bookstore.Support;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>Several shops that share one ledger: each lists its own payments alone.</summary>
public sealed class SharedLedgerTests : IDisposable
{
    private static readonly Isbn Martian = Isbn.Parse("9780553418026");

    private readonly TestLedger _ledger = new();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_shop_lists_its_own_payments(bool reopens)
    {
        var longName = new string('a', 49);
        string?[] names = [null, "paris", "rome", longName + "1", longName + "2"];
        var gateways = names.ToDictionary(static name => name ?? "", Open);
        var orders = names.ToDictionary(static name => name ?? "", static _ => new[] { TestLedger.NewId(), TestLedger.NewId(), TestLedger.NewId() });
        foreach (var (name, gateway) in gateways)
        {
            var (held, refunded, voided) = (orders[name][0], orders[name][1], orders[name][2]);
            await TestLedger.AuthorizeAsync(gateway, held);
            await TestLedger.AuthorizeAsync(gateway, refunded);
            await gateway.CaptureAsync(refunded, TestLedger.Price, default);
            await gateway.RefundAsync(refunded, TestLedger.Price, default);
            await gateway.VoidAsync(voided, default);
        }

        if (reopens)
        {
            foreach (var (name, gateway) in gateways.ToArray())
            {
                await gateway.DisposeAsync();
                gateways[name] = Open(name.Length == 0 ? null : name);
            }
        }

        foreach (var (name, gateway) in gateways)
        {
            (await TestLedger.ListAsync(gateway)).Select(static payment => payment.OrderId).Order().ShouldBe(orders[name].Order(), $"shop '{name}'");
            (await gateway.FindAsync(new FindRequest(orders[name][1], null), default))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
            await gateway.DisposeAsync();
        }
    }

    [Fact]
    public async Task Name_is_the_same_in_upper_and_lower_case_and_stays_with_a_payment()
    {
        var order = TestLedger.NewId();
        await using (var before = Open("Paris"))
        {
            await TestLedger.AuthorizeAsync(before, order);
        }

        await using var paris = Open("paris");
        await using var unnamed = Open(null);
        await unnamed.CaptureAsync(order, TestLedger.Price, default);

        (await TestLedger.ListAsync(paris)).ShouldHaveSingleItem().Status.ShouldBe(GatewayPaymentStatus.Captured);
        (await TestLedger.ListAsync(unnamed)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Reconcile_reports_no_payment_of_another_shop()
    {
        await using var services = Build();
        foreach (var shop in (string?[])[null, "paris", "rome"])
        {
            await SellAsync(services, shop);
        }

        await services.GetRequiredKeyedService<IPaymentGateway>("paris").AuthorizeAsync(new AuthorizeRequest(TestLedger.NewId(), TestLedger.Price, new PaymentToken("4242424242424242")), default);

        (await services.GetRequiredService<IBookstoreAudit>().ReconcileAsync()).Findings.ShouldBeEmpty();
        (await services.GetRequiredKeyedService<IBookstoreAudit>("rome").ReconcileAsync()).Findings.ShouldBeEmpty();
        (await services.GetRequiredKeyedService<IBookstoreAudit>("paris").ReconcileAsync()).Findings.ShouldHaveSingleItem().Code.ShouldBe("payment_without_order");
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("@paris")]
    [InlineData("a12345678901234567890123456789012345678901234567890")]
    public void Name_that_is_none_is_refused(string name) =>
        Should.Throw<ArgumentException>(() => Open(name)).Message.ShouldContain("SimulatedPaymentGatewayOptions.Shop");

    public void Dispose() => _ledger.Dispose();

    private SimulatedPaymentGateway Open(string? shop) => new(new SimulatedPaymentGatewayOptions { LedgerPath = _ledger.Path, Shop = shop });

    private ServiceProvider Build()
    {
        var services = new ServiceCollection();
        foreach (var shop in (IBookstoreBuilder[])[services.AddBookstore(), services.AddBookstore("paris"), services.AddBookstore("rome")])
        {
            shop.UseInMemoryStore().UseSimulatedPayments(options => options.LedgerPath = _ledger.Path);
        }

        return services.BuildServiceProvider();
    }

    private static async Task SellAsync(ServiceProvider services, string? shop)
    {
        var inventory = services.GetRequiredKeyedService<IInventoryService>(shop);
        await inventory.SaveBookAsync(new Book { Isbn = Martian, Title = "The Martian", Author = "Andy Weir", Price = TestLedger.Price });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Martian, Quantity = 1, Reason = "test" });
        var placed = await services.GetRequiredKeyedService<IOrderWorkflow>(shop).PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = "ada",
            Lines = [new PlaceOrderLine(Martian, 1)],
            Payment = new PaymentToken("4242424242424242"),
        });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
    }
}
