using System.Collections.ObjectModel;
using System.Globalization;

namespace Bookstore;

/// <summary>An order as its customer and the shop see it.</summary>
/// <remarks>Immutable and safe to share between threads. The books, quantities and prices of <see cref="Lines"/>, and <see cref="Total"/> never change once it is written, and <see cref="CustomerId"/> only when the customer is erased.</remarks>
public sealed record Order
{
    /// <summary>The most lines of an order: 200.</summary>
    public const int MaxLines = 200;

    /// <summary>
    /// The most deliveries of an order: 30, those that were cancelled, failed or came back included. Further ones are <see cref="ScheduleDeliveryOutcome.TooManyDeliveries"/>. A delivery whose booking
    /// was refused can be retried with <see cref="IDeliveryService.ResolveAsync"/>, which needs no further one.
    /// </summary>
    public const int MaxDeliveries = 30;

    /// <summary>The most copies of one line: 10,000.</summary>
    public const int MaxQuantity = 10_000;

    /// <summary>The longest <see cref="CustomerId"/>, in Unicode code points: 100.</summary>
    public const int MaxCustomerIdLength = 100;

    /// <summary>The most pairs of <see cref="Metadata"/>: 20.</summary>
    public const int MaxMetadata = 20;

    /// <summary>The longest key of <see cref="Metadata"/>, in Unicode code points: 40.</summary>
    public const int MaxMetadataKeyLength = 40;

    /// <summary>The longest value of <see cref="Metadata"/>, in Unicode code points: 500.</summary>
    public const int MaxMetadataValueLength = 500;

    /// <summary>The most refunds of an order: 100, those that failed included.</summary>
    public const int MaxRefunds = 100;

    /// <summary>The most returns of an order: 100, those that were rejected or cancelled included, withdrawals not.</summary>
    public const int MaxReturns = 100;

    /// <summary>The most withdrawals from an order beside <see cref="MaxReturns"/>: 900.</summary>
    public const int MaxWithdrawals = 900;

    /// <summary>The most payments of an order, all that were voided or declined included: 9. Further ones are <see cref="AuthorizeAgainOutcome.NotRetryable"/>.</summary>
    public const int MaxPaymentAttempts = 9;

    private readonly Money _refunded;
    private readonly Money _refundPending;

    /// <summary>The order's id, a UUID version 7 (RFC 9562, section 5.7): orders sort by the time they were placed.</summary>
    public required Guid Id { get; init; }

    /// <summary>Counts the changes of the order: 0 while it is as it was placed, 1 with the first change, such as its confirmation, then one more with each, without gaps. Default 1. See <see cref="ExpectedVersion"/>.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The shop's own name for the customer.</summary>
    public required string CustomerId { get; init; }

    /// <summary>What was ordered, one line a book, by ascending ISBN.</summary>
    public required IReadOnlyList<OrderLine> Lines { get; init; }

    /// <summary>Shipping, tax and discounts beside the lines.</summary>
    public IReadOnlyList<OrderAdjustment> Adjustments { get; init; } = [];

    /// <summary>The lines and the adjustments together, but those that are included in the prices: what is authorized and captured.</summary>
    public required Money Total { get; init; }

    /// <summary>The status of the order.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The status of its payment.</summary>
    public required PaymentStatus PaymentStatus { get; init; }

    /// <summary>What was captured: zero before the capture.</summary>
    public Money Captured => RefundSums.IsCaptured(PaymentStatus) ? CaptureAmount ?? Total : Total * 0;

    /// <summary>What was given back of <see cref="Captured"/>: the sum of the refunds that succeeded.</summary>
    public Money Refunded
    {
        get => !_refunded.IsDefault ? _refunded : PaymentStatus == PaymentStatus.Refunded ? Captured : Total * 0;
        init => _refunded = value;
    }

    /// <summary>What is being given back: the sum of the refunds that are pending.</summary>
    public Money RefundPending
    {
        get => !_refundPending.IsDefault ? _refundPending : Total * 0;
        init => _refundPending = value;
    }

    /// <summary>What can still be refunded: <see cref="Captured"/> without what was given back and what is being given back.</summary>
    public Money Refundable => Captured.Minus(Refunded).Minus(RefundPending);

    /// <summary>The gateway's transaction id, once it is known.</summary>
    public string? PaymentTransactionId { get; init; }

    /// <summary>Which payment of the order this is: 1 when it is placed, then one more each time it is authorized again. Default 1. See <see cref="IOrderWorkflow.AuthorizeAgainAsync"/>.</summary>
    public int PaymentAttempt { get; init; } = 1;

    /// <summary>The payments of the order that were declined or given up after it was confirmed: a bit for each <see cref="PaymentAttempt"/>.</summary>
    internal int DeclinedAttempts { get; init; }

    /// <summary>The part of <see cref="Total"/> that is captured: without copies that were cancelled before, or what was asked for. The rest is released with the capture. <see langword="null"/>: all of it.</summary>
    public Money? CaptureAmount { get; init; }

    /// <summary>Until when the gateway holds the amount, in UTC, as it said when it authorized; <see langword="null"/> when it does not say. An amount that is not captured by then is released.</summary>
    public DateTimeOffset? AuthorizedUntil { get; init; }

    /// <summary>The dispute about the payment, the newest one; <see langword="null"/> when there was none.</summary>
    public OrderDispute? Dispute { get; init; }

    /// <summary>Why the payment was declined or could not be captured, in the gateway's words (a code).</summary>
    public string? PaymentFailureCode { get; init; }

    /// <summary>The delivery that is scheduled, on its way or done, of several the newest; <see langword="null"/> while there is none.</summary>
    public Guid? DeliveryId { get; init; }

    /// <summary>Whether any of the goods have left the house and have not come back.</summary>
    public bool IsDispatched { get; init; }

    /// <summary>How far its copies have got: the sum of what its lines count.</summary>
    public Fulfilment Fulfilment => OrderGoods.FulfilmentOf(Lines);

    /// <summary>Why a person has to look at it. <see langword="null"/> when there is no reason.</summary>
    public OrderAttention? Attention { get; init; }

    /// <summary>How a person last resolved its payment, see <see cref="IOrderWorkflow.MarkPaymentDoneAsync"/>; <see langword="null"/>, as a rule, when none had to.</summary>
    public PaymentResolution? Resolution { get; init; }

    /// <summary>The shop's own notes on the order: up to 20 pairs of a key of 1 to 40 characters and a value of up to 500. Never changes.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    /// <summary>The client that placed it, by its name; <see langword="null"/> when it was placed in process.</summary>
    public string? PlacedBy { get; init; }

    /// <summary>When it was placed, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>What the order keeps of its refunds; <see langword="null"/> for one that never had a refund of its own.</summary>
    internal RefundSums? Refunds => _refunded.IsDefault && _refundPending.IsDefault ? null : new RefundSums(Refunded.MinorUnits, RefundPending.MinorUnits);

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The ids and states.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Order {{ Id = {Id}, Lines = {Lines.Count}, Total = {Total}, Status = {Status}, PaymentStatus = {PaymentStatus} }}");
}
