using Bookstore.Stripe.Double;
using Bookstore.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Bookstore.Payments.Stripe;

/// <summary>A gateway that uses a double of Stripe.</summary>
internal sealed class StripeShop : IAsyncDisposable
{
    private StripeShop(StripeDouble stripe, StripePaymentGateway gateway, FakeTimeProvider time) => (Stripe, Gateway, Time) = (stripe, gateway, time);

    public StripeDouble Stripe { get; }

    public StripePaymentGateway Gateway { get; }

    /// <summary>The time of the double, and of how old an order is.</summary>
    public FakeTimeProvider Time { get; }

    public static async Task<StripeShop> OpenAsync(Action<StripeOptions>? configure = null)
    {
        // Pauses pass by themselves; what counts is how old an order and a key are.
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.Zero };
        var stripe = await StripeDouble.StartAsync(time);
        return new StripeShop(stripe, NewGateway(stripe, time, configure), time);
    }

    public static StripePaymentGateway NewGateway(StripeDouble stripe, TimeProvider time, Action<StripeOptions>? configure = null)
    {
        var options = new StripeOptions { ApiKey = StripeDouble.ApiKey, ApiBase = stripe.Address };
        configure?.Invoke(options);
        return new StripePaymentGateway(options, new ShopClock(time));
    }

    public Guid NewOrder() => Guid.CreateVersion7(Time.GetUtcNow());

    public string IntentOf(Guid orderId) => Stripe.Account.FindIntents("bookstore_order_id", orderId.ToString("D")).Single();

    public GatewayUnderTest UnderTest() => new(Gateway)
    {
        GoodToken = new PaymentToken("pm_card_visa"),
        BadToken = new PaymentToken("pm_card_visa_chargeDeclinedInsufficientFunds"),
        ActionToken = new PaymentToken("pm_card_authenticationRequired"),
        CompleteActionAsync = (orderId, isApproved) =>
        {
            Stripe.Account.CompleteAction(IntentOf(orderId), isApproved);
            return Task.CompletedTask;
        },
        CaptureRefusedToken = null,
        RefundRefusedToken = null,
    };

    public ValueTask<AuthorizeResult> AuthorizeAsync(Guid orderId, string token = "pm_card_visa", Money? amount = null) =>
        Gateway.AuthorizeAsync(new AuthorizeRequest(orderId, amount ?? new Money(12.99m, "USD"), new PaymentToken(token)), CancellationToken.None);

    public ValueTask<GatewayPayment?> FindAsync(Guid orderId, string? reference = null) => Gateway.FindAsync(new FindRequest(orderId, reference), CancellationToken.None);

    public ValueTask<CaptureResult> CaptureAsync(Guid orderId, string? reference = null, Money? amount = null) =>
        Gateway.CaptureAsync(new CaptureRequest(orderId, reference, amount ?? new Money(12.99m, "USD"), $"{orderId:N}-capture"), CancellationToken.None);

    public ValueTask<VoidResult> VoidAsync(Guid orderId, string? reference = null) => Gateway.VoidAsync(new VoidRequest(orderId, reference, $"{orderId:N}-void"), CancellationToken.None);

    public ValueTask<RefundResult> RefundAsync(Guid orderId, Guid refundId, decimal amount, string key = "first") =>
        Gateway.RefundAsync(new RefundRequest(orderId, refundId, null, new Money(amount, "USD"), "requested_by_customer", $"{refundId:N}-{key}"), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        await Stripe.DisposeAsync();
    }

    /// <summary>The time that a test sets, with pauses that really pass.</summary>
    private sealed class ShopClock(TimeProvider time) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();
    }
}
