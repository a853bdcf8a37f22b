namespace Bookstore.Testing;

/// <summary>A gateway to be checked, and the tokens that make it approve and decline.</summary>
/// <param name="Gateway">The gateway. It should be empty of other people's payments, since some cases read all of them.</param>
public sealed record GatewayUnderTest(IPaymentGateway Gateway)
{
    /// <summary>A token that the gateway approves, for any amount. Default <see cref="TestCards.Approved"/>.</summary>
    public PaymentToken GoodToken { get; init; } = new(TestCards.Approved);

    /// <summary>A token that the gateway declines. Default <see cref="TestCards.Declined"/>.</summary>
    public PaymentToken BadToken { get; init; } = new(TestCards.Declined);

    /// <summary>A token that is approved and whose capture is refused for good; <see langword="null"/> when the provider has none, and then that sentence is not checked. Default <see cref="TestCards.CaptureRefused"/>.</summary>
    public PaymentToken? CaptureRefusedToken { get; init; } = new(TestCards.CaptureRefused);

    /// <summary>A token that is approved and whose refunds are refused for good; <see langword="null"/> when the provider has none, and then that sentence is not checked. Default <see cref="TestCards.RefundRefused"/>.</summary>
    public PaymentToken? RefundRefusedToken { get; init; } = new(TestCards.RefundRefused);

    /// <summary>A token for which the customer has to act first; <see langword="null"/> when the provider has none, and then those sentences are not checked. Default <see langword="null"/>.</summary>
    public PaymentToken? ActionToken { get; init; }

    /// <summary>Plays the customer of an order with <see cref="ActionToken"/>: approves the payment, or refuses it. Default <see langword="null"/>: what follows is not checked.</summary>
    public Func<Guid, bool, Task>? CompleteActionAsync { get; init; }

    /// <summary>Whether the provider can capture less than was authorized. With <see langword="false"/> that sentence is not checked, and <see cref="IOrderWorkflow.CapturePaymentAsync"/> must not be asked for a part. Default <see langword="true"/>.</summary>
    public bool CapturesParts { get; init; } = true;

    /// <summary>The amount of the cases' orders. Default 12.99 USD.</summary>
    public Money Price { get; init; } = new(12.99m, "USD");

    /// <summary>How many authorizations of one order the gateway gets at once: at least 2. Default 50.</summary>
    public int Concurrency { get; init; } = 50;
}
