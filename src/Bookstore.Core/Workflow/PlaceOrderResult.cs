namespace Bookstore;

/// <summary>How placing an order went.</summary>
public sealed record PlaceOrderResult
{
    /// <summary>What happened.</summary>
    public required PlaceOrderOutcome Outcome { get; init; }

    /// <summary>The order; <see langword="null"/> where none was written.</summary>
    public Order? Order { get; init; }

    /// <summary>The book that is unknown, that cannot be ordered yet, of which there are too few copies, whose own discounts exceed its line, or whose price is fixed.</summary>
    public Isbn? Isbn { get; init; }

    /// <summary>The copies of <see cref="Isbn"/> that can be ordered now, those on back-order included.</summary>
    public int? Available { get; init; }

    /// <summary>From when on <see cref="Isbn"/> can be ordered, where it cannot yet.</summary>
    public DateTimeOffset? SellableFrom { get; init; }

    /// <summary>The total as it would be, where it is not the expected one.</summary>
    public Money? Total { get; init; }

    /// <summary>The step that the customer has to take before the payment is approved, when the gateway asks for one. The order is given up at its <see cref="CustomerAction.ExpiresAt"/>.</summary>
    public CustomerAction? Action { get; init; }

    /// <summary>Where the customer has to go: the <see cref="CustomerAction.Url"/> of <see cref="Action"/>.</summary>
    public Uri? ActionUrl => Action?.Url;

    /// <summary>When to try again at the latest, where the customer's limit is reached; <see langword="null"/> otherwise.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What an <see cref="IShopPolicy"/> refuses the order with; <see langword="null"/> otherwise.</summary>
    public PolicyRefusal? PolicyRefusal { get; init; }

    /// <summary>Whether this is the result of an earlier call with the same key.</summary>
    public bool Replayed { get; init; }

    internal static PlaceOrderResult LimitReached(TimeSpan retryAfter) => new() { Outcome = PlaceOrderOutcome.CustomerLimitReached, RetryAfter = retryAfter };
}

/// <summary>The outcomes of placing an order.</summary>
public enum PlaceOrderOutcome
{
    /// <summary>Confirmed: the payment is authorized, and the capture follows in the background.</summary>
    Created,

    /// <summary>Written and held, but the payment's outcome is not known yet. Recovery will confirm or reject it.</summary>
    Pending,

    /// <summary>The payment was declined; nothing is held.</summary>
    Declined,

    /// <summary>Given up, because the payment could not be found out in time, or cancelled while it was pending; nothing is held and no money is kept.</summary>
    Rejected,

    /// <summary>There are too few copies of one of the books, and too few can be on back-order; nothing was written.</summary>
    InsufficientStock,

    /// <summary>The catalogue does not have one of the books, or has it at a price in a currency that this version does not know; nothing was written.</summary>
    BookNotFound,

    /// <summary>The total is not the expected one, or what is ordered is not what was quoted; nothing was written.</summary>
    TotalChanged,

    /// <summary>The books or adjustments are of more than one currency; nothing was written.</summary>
    MixedCurrencies,

    /// <summary>The discounts exceed the lines: the total would be negative, or that of the line of <see cref="PlaceOrderResult.Isbn"/>; nothing was written.</summary>
    NegativeTotal,

    /// <summary>The reservation is unknown or held no more; nothing was written.</summary>
    ReservationNotHeld,

    /// <summary>The first request with this key is still running.</summary>
    InProgress,

    /// <summary>The idempotency key was used before with another request.</summary>
    IdempotencyKeyReused,

    /// <summary>
    /// Too many of the customer's orders of the last hour are unpaid or were declined (<see cref="BookstoreOptions.MaxUnpaidOrdersPerCustomer"/>,
    /// <see cref="BookstoreOptions.MaxDeclinedOrdersPerCustomer"/>); nothing was written.
    /// </summary>
    CustomerLimitReached,

    /// <summary>The quote is unknown, has expired, or is another customer's; nothing was written.</summary>
    QuoteExpired,

    /// <summary>The application's <see cref="IOrderPricer"/> failed or did not return in time; nothing was written. Try again.</summary>
    PricerFailed,

    /// <summary>A discount would lower the price of <see cref="PlaceOrderResult.Isbn"/>, which is fixed (<see cref="BookDetails.FixedPrice"/>); nothing was written.</summary>
    PriceFixed,

    /// <summary>An <see cref="IShopPolicy"/> refuses it: <see cref="PlaceOrderResult.PolicyRefusal"/> says why; nothing was written.</summary>
    RefusedByPolicy,

    /// <summary>An <see cref="IShopPolicy"/> failed or did not return in time; nothing was written. Try again.</summary>
    PolicyFailed,

    /// <summary><see cref="PlaceOrderResult.Isbn"/> cannot be ordered before its <see cref="Book.SellableFrom"/>; nothing was written.</summary>
    NotSellableYet,
}
