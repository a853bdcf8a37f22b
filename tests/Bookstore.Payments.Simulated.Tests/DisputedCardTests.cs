using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

public sealed class DisputedCardTests : IDisposable
{
    private static readonly Isbn Book = Isbn.Parse("9780143127550");
    private static readonly Money Price = new(12.99m, "USD");

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly TestLedger _ledger = new();

    public void Dispose() => _ledger.Dispose();

    [Fact]
    public async Task FindAsync_of_a_disputed_payment_tells_of_it_a_second_after_the_capture_also_from_the_file_and_in_the_list()
    {
        var order = Guid.CreateVersion7();
        await using (var gateway = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = _ledger.Path }, _time))
        {
            await CaptureAsync(gateway, order);
            (await gateway.FindAsync(new FindRequest(order, null), default))!.Dispute.ShouldBeNull();
        }

        _time.Advance(TimeSpan.FromSeconds(1));
        await using var reopened = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = _ledger.Path }, _time);
        var expected = new GatewayDispute { Id = $"dp1_{order:N}", Amount = Price, Reason = "fraudulent" };
        (await reopened.FindAsync(new FindRequest(order, null), default))!.Dispute.ShouldBe(expected);
        await reopened.RefundAsync(new RefundRequest(order, Guid.CreateVersion7(), null, Price, "goodwill", "key"), default);
        await foreach (var payment in reopened.ListAsync(default))
        {
            (payment.Status, payment.Dispute).ShouldBe((GatewayPaymentStatus.Refunded, expected));
        }
    }

    [Fact]
    public async Task A_shop_with_the_simulated_gateway_records_the_dispute_by_itself()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddBookstore().UseInMemoryStore().UseSimulatedPayments();
        await using var provider = services.BuildServiceProvider();
        var inventory = provider.GetRequiredService<IInventoryService>();
        await inventory.SaveBookAsync(new Book { Isbn = Book, Title = "The Martian", Author = "Andy Weir", Price = Price });
        await inventory.ReceiveStockAsync(new StockChange { Isbn = Book, Quantity = 1, Reason = "opening" });
        var placed = await provider.GetRequiredService<IOrderWorkflow>().PlaceAsync(new PlaceOrderRequest { CustomerId = "ada", Lines = [new PlaceOrderLine(Book, 1)], Payment = new PaymentToken("4000 0000 0000 0259") });
        await provider.GetRequiredService<IBookstoreMaintenance>().RunOnceAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var told = provider.GetRequiredService<IEventFeed>().ReadAsync(types: ["payment.disputed"], cancellationToken: patience.Token).GetAsyncEnumerator(patience.Token);
        var next = told.MoveNextAsync();

        _time.Advance(TimeSpan.FromSeconds(1));

        while (!next.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Yield();
        }

        (await next).ShouldBeTrue();
        told.Current.Resource.ShouldBe($"orders/{placed.Order!.Id}");
        var order = await provider.GetRequiredService<ISalesService>().FindOrderAsync(placed.Order.Id);
        (order!.PaymentStatus, order.Dispute!.Status, order.Attention!.Reason).ShouldBe((PaymentStatus.Captured, DisputeStatus.Open, AttentionReason.Disputed));
    }

    [Fact]
    public async Task An_amount_is_held_for_its_lifetime_and_a_later_capture_is_refused_also_from_the_file()
    {
        var options = new SimulatedPaymentGatewayOptions { LedgerPath = _ledger.Path, AuthorizationLifetime = TimeSpan.FromDays(7) };
        var (order, captured) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await using (var gateway = new SimulatedPaymentGateway(options, _time))
        {
            (await gateway.AuthorizeAsync(new AuthorizeRequest(order, Price, new PaymentToken("4242424242424242")), default)).AuthorizedUntil.ShouldBe(_time.GetUtcNow() + TimeSpan.FromDays(7));
            await CaptureAsync(gateway, captured);
        }

        await using var reopened = new SimulatedPaymentGateway(options, _time);
        (await reopened.FindAsync(new FindRequest(order, null), default))!.AuthorizedUntil.ShouldBe(_time.GetUtcNow() + TimeSpan.FromDays(7));
        _time.Advance(TimeSpan.FromDays(7));

        (await reopened.FindAsync(new FindRequest(order, null), default))!.ShouldSatisfyAllConditions(payment => payment.Status.ShouldBe(GatewayPaymentStatus.Voided), payment => payment.AuthorizedUntil.ShouldBeNull());
        (await reopened.CaptureAsync(new CaptureRequest(order, null, Price, "key"), default)).ShouldBe(CaptureResult.Refused("authorization_expired"));
        (await reopened.CaptureAsync(new CaptureRequest(captured, null, Price, "key"), default)).ShouldBe(CaptureResult.Captured, "it was captured in time");
        (await reopened.VoidAsync(new VoidRequest(order, null, "key"), default)).ShouldBe(VoidResult.Voided);
    }

    private static async Task CaptureAsync(SimulatedPaymentGateway gateway, Guid order)
    {
        await gateway.AuthorizeAsync(new AuthorizeRequest(order, Price, new PaymentToken("4000000000000259")), default);
        (await gateway.CaptureAsync(new CaptureRequest(order, null, Price, "key"), default)).ShouldBe(CaptureResult.Captured);
    }
}
