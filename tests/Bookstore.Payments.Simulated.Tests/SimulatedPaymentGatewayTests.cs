using Bookstore.Support;
using Shouldly;
using Xunit;

namespace Bookstore.Payments.Simulated;

public sealed class SimulatedPaymentGatewayTests
{
    private static readonly Money Price = new(12.99m, "USD");

    [Theory]
    [InlineData(null, "missing_card")]
    [InlineData(" - ", "missing_card")]
    [InlineData("4000000000000002", "card_declined")]
    [InlineData("4000 0000 0000 0002", "card_declined")]
    [InlineData("4000-0000-0000-9995", "insufficient_funds")]
    public async Task AuthorizeAsync_card_that_is_declined_says_why(string? card, string code)
    {
        await using var gateway = new SimulatedPaymentGateway();

        (await gateway.AuthorizeAsync(Request(NewId(), card), default)).ShouldBe(AuthorizeResult.Declined(code));
    }

    [Theory]
    [InlineData("4242424242424242")]
    [InlineData("4")]
    [InlineData("40000000000000020")]
    [InlineData("tok_visa")]
    public async Task AuthorizeAsync_any_other_token_is_approved(string card)
    {
        await using var gateway = new SimulatedPaymentGateway();

        (await gateway.AuthorizeAsync(Request(NewId(), card), default)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
    }

    [Fact]
    public async Task AuthorizeAsync_amount_not_positive_is_declined()
    {
        await using var gateway = new SimulatedPaymentGateway();
        foreach (var amount in new[] { default, new Money(0m, "USD"), new Money(-1m, "USD") })
        {
            var result = await gateway.AuthorizeAsync(new AuthorizeRequest(NewId(), amount, new PaymentToken("4242424242424242")), default);
            result.ShouldBe(AuthorizeResult.Declined("invalid_amount"));
        }
    }

    [Fact]
    public async Task AuthorizeAsync_failing_card_throws_and_holds_nothing()
    {
        await using var gateway = new SimulatedPaymentGateway();
        var order = NewId();

        await Should.ThrowAsync<BookstoreException>(async () => await gateway.AuthorizeAsync(Request(order, "4000000000000119"), default));
        (await gateway.FindAsync(order, default)).ShouldBeNull();
    }

    [Fact]
    public async Task AuthorizeAsync_answer_lost_holds_the_amount_and_says_so_when_asked()
    {
        await using var gateway = new SimulatedPaymentGateway();
        var order = NewId();

        (await gateway.AuthorizeAsync(Request(order, "4000000000000341"), default)).Outcome.ShouldBe(AuthorizeOutcome.Unknown);
        (await gateway.FindAsync(order, default))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
        (await gateway.AuthorizeAsync(Request(order, "4000000000000341"), default)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RefusingCards_refuse_for_good_also_from_the_file_of_another_process(bool isFile)
    {
        using var folder = new TemporaryFolder();
        var options = new SimulatedPaymentGatewayOptions { LedgerPath = isFile ? folder.File("payments.ledger") : null };
        var (noCapture, noRefund) = (NewId(), NewId());
        await using var first = new SimulatedPaymentGateway(options);
        (await first.AuthorizeAsync(Request(noCapture, "4000 0000 0000 1976"), default)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        (await first.AuthorizeAsync(Request(noRefund, "4000000000005126"), default)).Outcome.ShouldBe(AuthorizeOutcome.Approved);
        await using var other = isFile ? new SimulatedPaymentGateway(options) : null;
        var gateway = other ?? first;

        (await gateway.CaptureAsync(noCapture, Price, default)).ShouldBe(CaptureResult.Refused("capture_refused"));
        (await gateway.CaptureAsync(noCapture, Price, default)).ShouldBe(CaptureResult.Refused("capture_refused"));
        (await gateway.FindAsync(noCapture, default))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
        (await gateway.VoidAsync(noCapture, default)).ShouldBe(VoidResult.Voided);

        (await gateway.CaptureAsync(noRefund, Price, default)).ShouldBe(CaptureResult.Captured);
        (await gateway.RefundAsync(noRefund, Price, default)).ShouldBe(RefundResult.Refused("expired_or_canceled_card"));
        (await first.RefundAsync(noRefund, Price, default)).ShouldBe(RefundResult.Refused("expired_or_canceled_card"));
        (await gateway.FindAsync(noRefund, default))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
    }

    [Fact]
    public async Task RefundAsync_more_than_was_captured_is_refused_and_refunds_nothing()
    {
        await using var gateway = new SimulatedPaymentGateway();
        var order = NewId();
        await gateway.AuthorizeAsync(Request(order, "4242424242424242"), default);
        await gateway.CaptureAsync(order, Price, default);

        (await gateway.RefundAsync(order, Price * 2, default)).ShouldBe(RefundResult.Refused("refund_exceeds_captured"));
        (await gateway.FindAsync(order, default))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
    }

    [Fact]
    public async Task AuthorizeAsync_with_latency_can_be_cancelled_and_then_holds_nothing()
    {
        await using var gateway = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { Latency = TimeSpan.FromMinutes(1) });
        using var giveUp = new CancellationTokenSource();
        var call = gateway.AuthorizeAsync(Request(NewId(), "4242424242424242"), giveUp.Token).AsTask();
        call.IsCompleted.ShouldBeFalse();
        await giveUp.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        var listed = 0;
        await foreach (var _ in gateway.ListAsync(default))
        {
            listed++;
        }

        listed.ShouldBe(0);
    }

    [Fact]
    public async Task AnyCall_after_dispose_throws()
    {
        using var folder = new TemporaryFolder();
        foreach (var path in new[] { null, folder.File("payments.ledger") })
        {
            var gateway = new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions { LedgerPath = path });
            await gateway.DisposeAsync();
            await gateway.DisposeAsync();

            await Should.ThrowAsync<ObjectDisposedException>(async () => await gateway.FindAsync(NewId(), default));
        }
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(2, 0, 0)]
    [InlineData(2, 1, -1)]
    [InlineData(2, 1, 61)]
    [InlineData(2, 1, 0, 3)]
    public void Constructor_option_out_of_range_throws(int maxOrders, int queue, int latencySeconds, int sync = 1) => Should.Throw<ArgumentException>(
        () => new SimulatedPaymentGateway(new SimulatedPaymentGatewayOptions
        {
            MaxOrdersInMemory = maxOrders,
            QueueCapacity = queue,
            LedgerSync = (LedgerSync)sync,
            Latency = TimeSpan.FromSeconds(latencySeconds),
        }));

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    private static AuthorizeRequest Request(Guid order, string? card) => new(order, Price, card is null ? null : new PaymentToken(card));
}
