using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// Orders, and the reservations of carts.
public partial class BookstoreClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    /// <summary>Places an order. What a shop expects comes back as a value: created, pending, declined, too few copies, an unknown book, another total.</summary>
    /// <example>
    /// <code>
    /// var placed = await client.PlaceOrderAsync(new PlaceOrderBody
    /// {
    ///     CustomerId = "ada",
    ///     Items = [new PlaceOrderItem { Isbn = "978-0-547-92822-7", Quantity = 2 }],
    ///     Payment = new PaymentBody { CardNumber = "4242424242424242" },
    /// }, idempotencyKey: "checkout-1");
    /// Console.WriteLine($"{placed.Outcome}: {placed.OrderId}");
    /// </code>
    /// </example>
    /// <param name="order">What to buy, for whom, and what it is paid with.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Give one to be safe across a crash of the caller. Default a new key.</param>
    /// <param name="cancellationToken">Stops the call; whether the order was placed is then unknown until the same key is sent again.</param>
    /// <returns>What happened.</returns>
    public virtual async Task<OrderPlacement> PlaceOrderAsync(PlaceOrderBody order, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(order);
        var key = KeyOr(idempotencyKey);
        try
        {
            var receipt = await Api.PlaceOrderAsync(order, key, cancellationToken).ConfigureAwait(false);
            return OrderPlacement.Of(receipt, key);
        }
        catch (BookstoreApiException refusal) when (OrderPlacement.Of(refusal, key) is { } placement)
        {
            return placement;
        }
    }

    /// <summary>Asks what an order would cost. An order that names the quote (<see cref="PlaceOrderBody.QuoteId"/>) within 15 minutes is charged exactly that. The call is not retried; called twice, there are two quotes.</summary>
    /// <param name="quote">What would be ordered.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The quote.</returns>
    public virtual Task<QuoteResource> CreateQuoteAsync(CreateQuoteBody quote, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(quote);
        return Api.CreateQuoteAsync(quote, cancellationToken);
    }

    /// <summary>Finds an order.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order, or <see langword="null"/> when there is none.</returns>
    public virtual Task<OrderResource?> FindOrderAsync(string orderId, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetOrderAsync(RequestArguments.Segment(orderId), cancellationToken), ProblemCodes.OrderNotFound);

    /// <summary>Lists orders, newest first, page after page.</summary>
    /// <param name="customerId">The orders of this customer; <see langword="null"/> for all.</param>
    /// <param name="status">The orders of this status, one of <see cref="OrderStatuses"/>; <see langword="null"/> for all.</param>
    /// <param name="attention">Only orders that a person has to look at: <see cref="OrderResource.Attention"/> says why. Default <see langword="false"/>: all.</param>
    /// <param name="paymentStatus">The orders of this payment status, one of <see cref="PaymentStatuses"/>; <see langword="null"/> for all.</param>
    /// <param name="createdAfter">The orders placed at this time or later; <see langword="null"/> for all.</param>
    /// <param name="createdBefore">The orders placed before this time; <see langword="null"/> for all. Time spans that follow each other have each order once.</param>
    /// <param name="search">The orders that this text means, of 1 to 100 characters: the beginning of an order's id (at least 4 characters), its customer (all of the name), a book of its (an ISBN), or the tracking number of a delivery or a parcel; <see langword="null"/> for all.</param>
    /// <param name="metadata">The orders with this pair of <see cref="OrderResource.Metadata"/>; <see langword="null"/> for all.</param>
    /// <param name="fulfilment">The orders whose copies have got so far, one of <see cref="Fulfilments"/>; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The orders.</returns>
    public virtual IAsyncEnumerable<OrderResource> ListOrdersAsync(
        string? customerId = null,
        string? status = null,
        bool attention = false,
        string? paymentStatus = null,
        DateTimeOffset? createdAfter = null,
        DateTimeOffset? createdBefore = null,
        string? search = null,
        KeyValuePair<string, string>? metadata = null,
        string? fulfilment = null,
        CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(search);
        RequestArguments.Text(metadata?.Key);
        RequestArguments.Text(metadata?.Value);
        var pair = metadata is { } wanted ? new Dictionary<string, string>(StringComparer.Ordinal) { ["metadata." + wanted.Key] = wanted.Value } : null;
        RequestArguments.Text(customerId);
        RequestArguments.Text(status);
        RequestArguments.Text(paymentStatus);
        RequestArguments.Text(fulfilment);
        var (from, until) = (UrlText.Of(createdAfter), UrlText.Of(createdBefore));
        return Pages((after, token) => Api.ListOrdersAsync(customerId, status, attention ? "true" : null, paymentStatus, from, until, search, pair, fulfilment, limit: null, after, token), cancellationToken);
    }

    /// <summary>Cancels an order of which nothing is dispatched. One that is still pending is given up: its status is <c>rejected</c> then.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    public virtual Task<OrderResource> CancelOrderAsync(string orderId, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.CancelOrderAsync(RequestArguments.Segment(orderId), KeyOr(idempotencyKey), ifMatch, cancellationToken);

    /// <summary>Cancels copies of an order that have not left the shop and are in no delivery; the rest of the order is not affected. What they are worth is refunded. With the last copies, the order is cancelled as a whole.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="items">The copies, each book once.</param>
    /// <param name="reason">The reason of the refund: 1 to 100 characters. Default <c>items_cancelled</c>.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    public virtual Task<OrderResource> CancelOrderItemsAsync(
        string orderId, IReadOnlyList<ItemQuantity> items, string? reason = null, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(items);
        return Api.CancelOrderAsync(RequestArguments.Segment(orderId), new CancelOrderBody { Items = items, Reason = reason }, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Pays a confirmed order again, with another payment, after its capture was refused for good or its authorization ended.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="payment">What it is paid with.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now. With <see cref="OrderResource.Action"/> its customer has to act first. The API refuses a declined payment with <see cref="ProblemCodes.PaymentDeclined"/>.</returns>
    public virtual Task<OrderResource> PayOrderAsync(string orderId, PaymentBody payment, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(payment);
        return Api.PayOrderAsync(RequestArguments.Segment(orderId), new PayOrderBody { Payment = payment }, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Captures the held amount of an order, where the shop does not capture at once by itself. <see cref="OrderResource.PaymentStatus"/> says what the gateway's result was.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="amount">How much, up to the order's total; the rest is released. <see langword="null"/>: all of it.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    public virtual Task<OrderResource> CaptureOrderAsync(string orderId, decimal? amount = null, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.CaptureOrderAsync(RequestArguments.Segment(orderId), new CapturePaymentBody { Amount = amount }, KeyOr(idempotencyKey), ifMatch, cancellationToken);

    /// <summary>Has the gateway asked at once about a pending order. The server does the same by itself within seconds. The call is not retried.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now: it may still be pending.</returns>
    public virtual Task<OrderResource> ResumeOrderAsync(string orderId, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.ResumeOrderAsync(RequestArguments.Segment(orderId), ifMatch, cancellationToken);

    /// <summary>Holds copies for a cart, all items or none, until it is turned into an order (<see cref="PlaceOrderBody.ReservationId"/>), released, or expires.</summary>
    /// <param name="reservation">What to hold, and for how long.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation.</returns>
    public virtual Task<ReservationResource> CreateReservationAsync(CreateReservationBody reservation, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        return Api.CreateReservationAsync(reservation, KeyOr(idempotencyKey), cancellationToken);
    }

    /// <summary>Finds a cart's reservation.</summary>
    /// <param name="reservationId">The reservation's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation, or <see langword="null"/> when there is none.</returns>
    public virtual Task<ReservationResource?> FindReservationAsync(string reservationId, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetReservationAsync(RequestArguments.Segment(reservationId), cancellationToken), ProblemCodes.ReservationNotFound);

    /// <summary>Holds a cart's copies for longer. The call is not retried; called twice, the second time counts.</summary>
    /// <param name="reservationId">The reservation's id.</param>
    /// <param name="expiresIn">For how long from now: 1 second to 30 days, in whole seconds. Default 15 minutes.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation as it is now.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="expiresIn"/> is out of range.</exception>
    public virtual Task<ReservationResource> ExtendReservationAsync(string reservationId, TimeSpan? expiresIn = null, CancellationToken cancellationToken = default) =>
        Api.ExtendReservationAsync(RequestArguments.Segment(reservationId), new ExtendReservationBody { ExpiresIn = RequestArguments.Seconds(expiresIn) }, cancellationToken);

    /// <summary>Releases a cart's copies. Releasing twice changes nothing.</summary>
    /// <param name="reservationId">The reservation's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation as it is now. The API refuses with <see cref="ProblemCodes.ReservationNotHeld"/> when an order has the copies: cancel the order instead.</returns>
    public virtual Task<ReservationResource> ReleaseReservationAsync(string reservationId, CancellationToken cancellationToken = default) =>
        Api.ReleaseReservationAsync(RequestArguments.Segment(reservationId), cancellationToken);

    /// <summary>Waits until an order is no longer pending: its payment is authorized, or it is rejected.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="timeLimit">How long to wait at most; more than zero.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>The order as it is then.</returns>
    /// <exception cref="TimeoutException">The order is still pending after <paramref name="timeLimit"/>.</exception>
    public virtual async Task<OrderResource> WaitForOutcomeAsync(string orderId, TimeSpan timeLimit, CancellationToken cancellationToken = default)
    {
        var id = RequestArguments.Segment(orderId);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeLimit, TimeSpan.Zero);
        using var limit = new CancellationTokenSource(timeLimit, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var pause = FirstPause;
            while (true)
            {
                var order = await Api.GetOrderAsync(id, either.Token).ConfigureAwait(false);
                if (order.Status != OrderStatuses.Pending)
                {
                    return order;
                }

                await Task.Delay(pause, _time, either.Token).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException exception) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Order {orderId} is still pending after {timeLimit.TotalSeconds:0.###} s. The server continues with it; ask again later.", exception);
        }
    }
}
