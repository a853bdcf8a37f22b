using Bookstore.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Bookstore.PostgreSql;

/// <summary>Two hosts on one database give money of the same order back at the same time: never more than was captured, and each refund once.</summary>
public sealed class RefundsOfTwoHostsTests : IAsyncLifetime
{
    private const int Copies = 3;
    private const int Requests = 40;

    private static readonly Isbn Book = Isbn.Parse("9780140449136");

    private readonly string _schema = TestServer.NewSchema();
    private readonly ScriptedPaymentGateway _gateway = new();
    private ServiceProvider _first = null!;
    private ServiceProvider _second = null!;

    public async Task InitializeAsync()
    {
        _first = await HostAsync();
        _second = await HostAsync();
    }

    public async Task DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _gateway.DisposeAsync();
        await TestServer.DropAsync(_schema);
    }

    [Fact]
    public async Task Amounts_that_are_asked_for_at_once_never_exceed_what_was_captured()
    {
        var order = await CapturedAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, Requests).Select(number => RefundAsync(number, new CreateRefundRequest { OrderId = order, Amount = 1m, Reason = "r" })));
        await SettleAsync();

        // 28.50 was captured.
        results.Count(static result => result.Outcome == CreateRefundOutcome.Created).ShouldBe(28);
        results.Where(static result => result.Outcome != CreateRefundOutcome.Created).ShouldAllBe(static result => result.Outcome == CreateRefundOutcome.ExceedsCaptured);
        await ShouldHaveGivenBackAsync(order, 28m, calls: 28);
    }

    [Fact]
    public async Task The_last_copies_go_back_once()
    {
        var order = await CapturedAsync();

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RefundAsync(number, new CreateRefundRequest { OrderId = order, Items = [new RefundItem(Book, 1)], Reason = "r" })));
        await SettleAsync();

        results.Count(static result => result.Outcome == CreateRefundOutcome.Created).ShouldBe(Copies);
        await ShouldHaveGivenBackAsync(order, 28.50m, calls: Copies);
    }

    [Fact]
    public async Task One_key_on_both_hosts_is_one_refund()
    {
        var order = await CapturedAsync();
        var request = new CreateRefundRequest { OrderId = order, Amount = 5m, Reason = "r", IdempotencyKey = new IdempotencyKey("till", "case-17") };

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => RefundAsync(number, request)));
        await SettleAsync();

        results.ShouldAllBe(static result => result.Outcome == CreateRefundOutcome.Created);
        results.Select(static result => result.Refund!.Id).Distinct().Count().ShouldBe(1);
        results.Count(static result => !result.Replayed).ShouldBe(1);
        await ShouldHaveGivenBackAsync(order, 5m, calls: 1);
    }

    private Task<CreateRefundResult> RefundAsync(int number, CreateRefundRequest request) =>
        Task.Run(() => (number % 2 == 0 ? _first : _second).GetRequiredService<IRefundService>().CreateAsync(request));

    // Both at once, as their background work does.
    private Task SettleAsync() => Task.WhenAll(
        Task.Run(() => _first.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync()), Task.Run(() => _second.GetRequiredService<IBookstoreMaintenance>().DrainPaymentsAsync()));

    private async Task<Guid> CapturedAsync()
    {
        var inventory = _first.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Book { Isbn = Book, Title = "The Odyssey", Author = "Homer", Price = new Money(9.50m, "USD") });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = Copies, Reason = "test" });
        var placed = await _first.GetRequiredService<IOrderWorkflow>().PlaceAsync(
            new PlaceOrderRequest { CustomerId = "ada", Lines = [new PlaceOrderLine(Book, Copies)], Payment = new PaymentToken(TestCards.Approved) });
        placed.Outcome.ShouldBe(PlaceOrderOutcome.Created);
        await SettleAsync();
        return placed.Order!.Id;
    }

    private async Task ShouldHaveGivenBackAsync(Guid id, decimal amount, int calls)
    {
        var order = (await _second.GetRequiredService<ISalesService>().FindOrderAsync(id))!;
        (order.Refunded.Amount, order.RefundPending.Amount).ShouldBe((amount, 0m));
        (await _gateway.ReadLedgerAsync()).Single().Refunded!.Value.Amount.ShouldBe(amount);
        _gateway.Calls.Count(static call => call.Operation == GatewayOperation.Refund).ShouldBe(calls);
        var audit = _first.GetRequiredService<IBookstoreAudit>();
        (await audit.VerifyAsync()).Findings.ShouldBeEmpty();
        (await audit.ReconcileAsync()).Findings.ShouldBeEmpty();
    }

    private async Task<ServiceProvider> HostAsync()
    {
        var store = new PostgreSqlStore(await TestServer.OptionsAsync(_schema), NullLoggerFactory.Instance, TimeProvider.System);
        await store.InitializeAsync(default);
        var services = new ServiceCollection();
        services.AddSingleton<IPaymentGateway>(_gateway);
        services.AddBookstore().UseStore(_ => store);
        return services.BuildServiceProvider();
    }
}
