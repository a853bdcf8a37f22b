using Shouldly;
using Xunit;

namespace Bookstore.Tests;

/// <summary>The contract of <see cref="IPaymentGateway"/>, a fact for each sentence. Derive from it for every gateway.</summary>
/// <remarks>A gateway with a <see cref="IPaymentGateway.LateAuthorizationWindow"/> overrides the one fact that it states not to keep.</remarks>
public abstract class PaymentGatewayConformance : IAsyncLifetime
{
    private static readonly Money Price = new(12.99m, "USD");
    private static readonly Money OtherPrice = new(13.00m, "USD");

    private IPaymentGateway _gateway = null!;

    /// <summary>A card or token that the gateway approves.</summary>
    protected virtual PaymentToken GoodToken { get; } = new("4242 4242 4242 4242");

    /// <summary>A card or token that the gateway declines.</summary>
    protected virtual PaymentToken BadToken { get; } = new("4000-0000-0000-0002");

    public async Task InitializeAsync() => _gateway = await OpenAsync();

    public async Task DisposeAsync() => await CloseAsync(_gateway);

    [Fact]
    public async Task An_approved_authorization_is_on_record_with_its_amount_and_transaction()
    {
        var order = NewId();
        var result = await AuthorizeAsync(order);

        result.Outcome.ShouldBe(AuthorizeOutcome.Approved);
        result.TransactionId.ShouldNotBeNullOrEmpty();
        result.TransactionId.Length.ShouldBeLessThanOrEqualTo(200);
        (await FindAsync(order)).ShouldBe(new GatewayPayment
        {
            OrderId = order,
            Amount = Price,
            Status = GatewayPaymentStatus.Authorized,
            TransactionId = result.TransactionId,
        });
    }

    [Fact]
    public async Task A_declined_authorization_holds_nothing()
    {
        var order = NewId();
        var result = await AuthorizeAsync(order, BadToken);

        result.Outcome.ShouldBe(AuthorizeOutcome.Declined);
        result.DeclineCode.ShouldNotBeNullOrEmpty();
        (await CaptureAsync(order)).ShouldBe(CaptureResult.Refused);
        (await FindAsync(order)).ShouldBe(new GatewayPayment
        {
            OrderId = order,
            Status = GatewayPaymentStatus.Declined,
            DeclineCode = result.DeclineCode,
        });
    }

    [Fact]
    public async Task An_authorization_sent_again_answers_the_same()
    {
        var order = NewId();
        var first = await AuthorizeAsync(order);

        (await AuthorizeAsync(order)).ShouldBe(first);
        await CaptureAsync(order);
        (await AuthorizeAsync(order)).ShouldBe(first);
    }

    [Fact]
    public async Task A_declined_authorization_sent_again_is_declined_the_same_way_with_any_token()
    {
        var order = NewId();
        var first = await AuthorizeAsync(order, BadToken);

        (await AuthorizeAsync(order, BadToken)).ShouldBe(first);
        (await AuthorizeAsync(order, GoodToken)).ShouldBe(first);
    }

    [Fact]
    public async Task Fifty_authorizations_of_one_order_at_once_hold_the_amount_once()
    {
        var order = NewId();
        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => AuthorizeAsync(order))));

        results.Select(result => result.TransactionId).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        (await ListAsync()).Count(payment => payment.OrderId == order).ShouldBe(1);
        (await _gateway.VoidAsync(order, default)).ShouldBe(VoidResult.Voided);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
    }

    [Fact]
    public async Task A_capture_takes_the_held_amount_and_sent_again_answers_the_same()
    {
        var order = NewId();
        await AuthorizeAsync(order);

        (await CaptureAsync(order)).ShouldBe(CaptureResult.Captured);
        (await CaptureAsync(order)).ShouldBe(CaptureResult.Captured);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
    }

    [Fact]
    public async Task A_capture_of_another_amount_is_refused_and_changes_nothing()
    {
        var order = NewId();
        await AuthorizeAsync(order);

        (await _gateway.CaptureAsync(order, OtherPrice, default)).ShouldBe(CaptureResult.Refused);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Authorized);
        (await CaptureAsync(order)).ShouldBe(CaptureResult.Captured);
        (await _gateway.CaptureAsync(order, OtherPrice, default)).ShouldBe(CaptureResult.Refused);
    }

    [Fact]
    public async Task A_capture_of_an_unknown_order_is_refused_and_leaves_no_record()
    {
        var order = NewId();

        (await CaptureAsync(order)).ShouldBe(CaptureResult.Refused);
        (await FindAsync(order)).ShouldBeNull();
    }

    [Fact]
    public async Task A_void_lets_the_amount_go_and_sent_again_answers_the_same()
    {
        var order = NewId();
        await AuthorizeAsync(order);

        (await _gateway.VoidAsync(order, default)).ShouldBe(VoidResult.Voided);
        (await _gateway.VoidAsync(order, default)).ShouldBe(VoidResult.Voided);
        var found = await FindAsync(order);
        found!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        found.Amount.ShouldBe(Price);
    }

    [Fact]
    public virtual async Task A_void_of_an_unknown_order_succeeds_and_makes_a_later_authorization_fail()
    {
        var order = NewId();
        _gateway.LateAuthorizationWindow.ShouldBe(TimeSpan.Zero);
        (await _gateway.VoidAsync(order, default)).ShouldBe(VoidResult.Voided);
        (await AuthorizeAsync(order)).Outcome.ShouldBe(AuthorizeOutcome.Declined);
        (await CaptureAsync(order)).ShouldBe(CaptureResult.Refused);
        (await FindAsync(order)).ShouldBe(new GatewayPayment { OrderId = order, Status = GatewayPaymentStatus.Voided });
    }

    [Fact]
    public async Task An_authorization_after_a_void_is_declined()
    {
        var order = NewId();
        await AuthorizeAsync(order);
        await _gateway.VoidAsync(order, default);

        (await AuthorizeAsync(order)).Outcome.ShouldBe(AuthorizeOutcome.Declined);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
    }

    [Fact]
    public async Task A_void_of_a_declined_order_succeeds_and_leaves_the_decline()
    {
        var order = NewId();
        var first = await AuthorizeAsync(order, BadToken);

        (await _gateway.VoidAsync(order, default)).ShouldBe(VoidResult.Voided);
        (await AuthorizeAsync(order, BadToken)).ShouldBe(first);
    }

    [Fact]
    public async Task A_void_after_a_capture_answers_that_it_is_captured()
    {
        var order = NewId();
        await AuthorizeAsync(order);
        await CaptureAsync(order);

        (await _gateway.VoidAsync(order, default)).ShouldBe(VoidResult.AlreadyCaptured);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Captured);
    }

    [Fact]
    public async Task A_capture_after_a_void_is_refused()
    {
        var order = NewId();
        await AuthorizeAsync(order);
        await _gateway.VoidAsync(order, default);

        (await CaptureAsync(order)).ShouldBe(CaptureResult.Refused);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
    }

    [Fact]
    public async Task Of_a_void_and_a_capture_at_once_exactly_one_happens()
    {
        for (var round = 0; round < 20; round++)
        {
            var order = NewId();
            await AuthorizeAsync(order);
            var capture = Task.Run(() => CaptureAsync(order));
            var voiding = Task.Run(() => _gateway.VoidAsync(order, default).AsTask());
            var captured = await capture == CaptureResult.Captured;

            (await voiding).ShouldBe(captured ? VoidResult.AlreadyCaptured : VoidResult.Voided);
            (await FindAsync(order))!.Status.ShouldBe(captured ? GatewayPaymentStatus.Captured : GatewayPaymentStatus.Voided);
        }
    }

    [Fact]
    public async Task A_refund_gives_the_captured_amount_back_and_sent_again_answers_the_same()
    {
        var order = NewId();
        await AuthorizeAsync(order);
        await CaptureAsync(order);

        (await _gateway.RefundAsync(order, Price, default)).ShouldBe(RefundResult.Refunded);
        (await _gateway.RefundAsync(order, Price, default)).ShouldBe(RefundResult.Refunded);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
    }

    [Fact]
    public async Task After_a_refund_nothing_is_held_again()
    {
        var order = NewId();
        await AuthorizeAsync(order);
        await CaptureAsync(order);
        await _gateway.RefundAsync(order, Price, default);

        (await AuthorizeAsync(order)).Outcome.ShouldBe(AuthorizeOutcome.Declined);
        (await CaptureAsync(order)).ShouldBe(CaptureResult.Captured);
        (await _gateway.VoidAsync(order, default)).ShouldBe(VoidResult.AlreadyCaptured);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Refunded);
    }

    [Fact]
    public async Task A_refund_of_what_was_never_captured_lets_it_go()
    {
        var order = NewId();
        await AuthorizeAsync(order);

        (await _gateway.RefundAsync(order, Price, default)).ShouldBe(RefundResult.NothingCaptured);
        (await FindAsync(order))!.Status.ShouldBe(GatewayPaymentStatus.Voided);
        (await CaptureAsync(order)).ShouldBe(CaptureResult.Refused);
    }

    [Fact]
    public async Task A_refund_of_an_unknown_order_answers_that_nothing_was_captured_and_forbids_it()
    {
        var order = NewId();

        (await _gateway.RefundAsync(order, Price, default)).ShouldBe(RefundResult.NothingCaptured);
        (await AuthorizeAsync(order)).Outcome.ShouldBe(AuthorizeOutcome.Declined);
    }

    [Fact]
    public async Task An_order_that_was_never_named_is_not_found() => (await FindAsync(NewId())).ShouldBeNull();

    [Fact]
    public async Task The_list_has_every_order_once_as_it_was_found()
    {
        Guid[] orders = [NewId(), NewId(), NewId(), NewId()];
        foreach (var order in orders)
        {
            await AuthorizeAsync(order);
        }

        await CaptureAsync(orders[1]);
        await _gateway.VoidAsync(orders[2], default);
        await CaptureAsync(orders[3]);
        await _gateway.RefundAsync(orders[3], Price, default);

        var listed = (await ListAsync()).ToDictionary(payment => payment.OrderId);
        foreach (var order in orders)
        {
            listed[order].ShouldBe(await FindAsync(order));
        }
    }

    [Fact]
    public async Task Calls_that_are_cancelled_before_they_begin_have_no_effect()
    {
        var order = NewId();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(
            async () => await _gateway.AuthorizeAsync(new AuthorizeRequest(order, Price, GoodToken), cancelled.Token));
        (await FindAsync(order)).ShouldBeNull();
    }

    protected static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    protected abstract Task<IPaymentGateway> OpenAsync();

    protected abstract Task CloseAsync(IPaymentGateway gateway);

    private Task<AuthorizeResult> AuthorizeAsync(Guid order, PaymentToken? token = null) =>
        _gateway.AuthorizeAsync(new AuthorizeRequest(order, Price, token ?? GoodToken), default).AsTask();

    private Task<CaptureResult> CaptureAsync(Guid order) => _gateway.CaptureAsync(order, Price, default).AsTask();

    private Task<GatewayPayment?> FindAsync(Guid order) => _gateway.FindAsync(order, default).AsTask();

    private async Task<List<GatewayPayment>> ListAsync()
    {
        var all = new List<GatewayPayment>();
        await foreach (var payment in _gateway.ListAsync(default))
        {
            all.Add(payment);
        }

        return all;
    }
}
