using System.ComponentModel;
using Bookstore.Contracts;
using Refit;

namespace Bookstore.Client;

/// <summary>The routes of the Bookstore REST API, one method each. Most programs use <see cref="BookstoreClient"/>, which wraps it.</summary>
/// <remarks>
/// <para>From the container, every method throws <see cref="BookstoreApiException"/> for a response that is not a success and when no response arrives, and
/// <see cref="OperationCanceledException"/> when its token is cancelled. A POST without an idempotency key is never retried.
/// Minor versions may add methods. Implementations are thread-safe.</para>
/// <para>One that is made with Refit's own <c>RestService</c> has none of this package's handlers: it sends no API key, retries nothing, reads no lists, and throws
/// <c>Refit.ApiException</c> or <c>Refit.ValidationApiException</c> where the API refuses.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Advanced)]
public partial interface IBookstoreApi
{
    /// <summary>Lists the books of the catalogue by ascending ISBN, one page.</summary>
    /// <param name="search">Whole words of the title or the author, regardless of case and accents; <see langword="null"/> for all books.</param>
    /// <param name="author">Whole words of the author, compared like those of <paramref name="search"/>; <see langword="null"/> for all books.</param>
    /// <param name="publisher">All of the publisher's name; <see langword="null"/> for all books.</param>
    /// <param name="subject">A subject, its scheme, a colon and its code, such as <c>thema:FBA</c>; <see langword="null"/> for all books.</param>
    /// <param name="status">The publishing status; <see langword="null"/> for all books.</param>
    /// <param name="publishedAfter">The books published on this day or later, such as <c>2026-11-28</c>, <c>2026-11</c> or <c>2026</c>; <see langword="null"/> for all books.</param>
    /// <param name="publishedBefore">The books published before this day; <see langword="null"/> for all books.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/books")]
    Task<ResourcePage<BookResource>> ListBooksAsync(
        [AliasAs("q")] string? search = null,
        string? author = null,
        string? publisher = null,
        string? subject = null,
        string? status = null,
        [AliasAs("published_after")] string? publishedAfter = null,
        [AliasAs("published_before")] string? publishedBefore = null,
        int? limit = null,
        string? after = null,
        CancellationToken cancellationToken = default);

    /// <summary>Gets a book.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The book.</returns>
    [Get("/api/books/{isbn}")]
    Task<BookResource> GetBookAsync(string isbn, CancellationToken cancellationToken = default);

    /// <summary>Adds a book to the catalogue, or changes its data; never its stock.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="body">The book's data.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the book must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="ifNoneMatch"><c>*</c>: only when the book is new. Default: any book.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The book as it is now.</returns>
    [Put("/api/books/{isbn}")]
    Task<BookResource> SaveBookAsync(
        string isbn, [Body] SaveBookBody body, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, [Header(BookstoreHeaders.IfNoneMatch)] string? ifNoneMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Books copies in, or writes them off.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="body">The copies and the reason.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the book must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The level after it.</returns>
    [Post("/api/books/{isbn}/stock")]
    Task<StockLevelResource> ChangeStockAsync(
        string isbn, [Body] ChangeStockBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Lists the stock movements of a book, newest first, one page.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/books/{isbn}/movements")]
    Task<ResourcePage<StockMovementResource>> ListMovementsAsync(string isbn, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Places an order.</summary>
    /// <param name="body">What to buy, for whom, and what it is paid with.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The receipt of an order that is created or pending.</returns>
    [Post("/api/orders")]
    Task<OrderReceipt> PlaceOrderAsync(
        [Body] PlaceOrderBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Asks what an order would cost.</summary>
    /// <param name="quote">What would be ordered.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The quote, which an order can name for 15 minutes.</returns>
    [Post("/api/quotes")]
    Task<QuoteResource> CreateQuoteAsync([Body] CreateQuoteBody quote, CancellationToken cancellationToken = default);

    /// <summary>Gets an order.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order.</returns>
    [Get("/api/orders/{orderId}")]
    Task<OrderResource> GetOrderAsync(string orderId, CancellationToken cancellationToken = default);

    /// <summary>Lists orders, newest first, one page.</summary>
    /// <param name="customerId">The orders of this customer; <see langword="null"/> for all.</param>
    /// <param name="status">The orders of this status, one of <see cref="OrderStatuses"/>; <see langword="null"/> for all.</param>
    /// <param name="attention"><c>true</c>: only orders that a person has to look at; <see langword="null"/> for all.</param>
    /// <param name="paymentStatus">The orders of this payment status, one of <see cref="PaymentStatuses"/>; <see langword="null"/> for all.</param>
    /// <param name="createdAfter">The orders placed at this time or later, as RFC 3339 has it (<c>2026-11-22T10:30:00Z</c>); <see langword="null"/> for all.</param>
    /// <param name="createdBefore">The orders placed before this time, as RFC 3339 has it; <see langword="null"/> for all.</param>
    /// <param name="search">The orders that this text means: the beginning of an order's id, its customer, a book of its, or the tracking number of a delivery or a parcel; <see langword="null"/> for all.</param>
    /// <param name="metadata">The orders with this pair of metadata: its key behind <c>metadata.</c>, and its value; one pair at most. <see langword="null"/> for all.</param>
    /// <param name="fulfilment">The orders whose copies have got so far; <see langword="null"/> for all.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page. It may be short or empty although more follows.</returns>
    [Get("/api/orders")]
    Task<ResourcePage<OrderResource>> ListOrdersAsync(
        [AliasAs("customer_id")] string? customerId = null,
        string? status = null,
        string? attention = null,
        [AliasAs("payment_status")] string? paymentStatus = null,
        [AliasAs("created_after")] string? createdAfter = null,
        [AliasAs("created_before")] string? createdBefore = null,
        [AliasAs("q")] string? search = null,
        [Query] IDictionary<string, string>? metadata = null,
        string? fulfilment = null,
        int? limit = null,
        string? after = null,
        CancellationToken cancellationToken = default);

    /// <summary>Cancels an order of which nothing is dispatched. One that is still pending is given up: its status is <c>rejected</c> then.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    [Post("/api/orders/{orderId}/cancel")]
    Task<OrderResource> CancelOrderAsync(
        string orderId, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Cancels an order, or some copies of it.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="body">The copies and the reason.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    [Post("/api/orders/{orderId}/cancel")]
    Task<OrderResource> CancelOrderAsync(
        string orderId, [Body] CancelOrderBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Pays an order again, whose payment could not be captured.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="payment">What it is paid with.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    [Post("/api/orders/{orderId}/payment")]
    Task<OrderResource> PayOrderAsync(
        string orderId,
        [Body] PayOrderBody payment,
        [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null,
        [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null,
        CancellationToken cancellationToken = default);

    /// <summary>Captures the held amount of an order, or a part of it.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="capture">How much.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    [Post("/api/orders/{orderId}/capture")]
    Task<OrderResource> CaptureOrderAsync(
        string orderId,
        [Body] CapturePaymentBody capture,
        [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null,
        [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null,
        CancellationToken cancellationToken = default);

    /// <summary>Has the gateway asked at once about a pending order. The server does the same by itself within seconds.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now: it may still be pending.</returns>
    [Post("/api/orders/{orderId}/resume")]
    Task<OrderResource> ResumeOrderAsync(string orderId, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Holds copies for a cart, all items or none.</summary>
    /// <param name="body">What to hold, and for how long.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation.</returns>
    [Post("/api/reservations")]
    Task<ReservationResource> CreateReservationAsync(
        [Body] CreateReservationBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Gets a cart's reservation.</summary>
    /// <param name="reservationId">The reservation's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation.</returns>
    [Get("/api/reservations/{reservationId}")]
    Task<ReservationResource> GetReservationAsync(string reservationId, CancellationToken cancellationToken = default);

    /// <summary>Holds a cart's copies for longer. Sent twice, the second time counts.</summary>
    /// <param name="reservationId">The reservation's id.</param>
    /// <param name="body">For how long from now.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation as it is now.</returns>
    [Post("/api/reservations/{reservationId}/extend")]
    Task<ReservationResource> ExtendReservationAsync(string reservationId, [Body] ExtendReservationBody body, CancellationToken cancellationToken = default);

    /// <summary>Releases a cart's copies. Releasing twice changes nothing.</summary>
    /// <param name="reservationId">The reservation's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The reservation as it is now.</returns>
    [Delete("/api/reservations/{reservationId}")]
    Task<ReservationResource> ReleaseReservationAsync(string reservationId, CancellationToken cancellationToken = default);

    /// <summary>Lists the work towards the outside that is due or needs a person: calls to gateways and couriers, refunds, events, notifications, one page.</summary>
    /// <param name="kind">Work of this kind, one of <see cref="WorkKinds"/>; <see langword="null"/> for all.</param>
    /// <param name="state">Work in this state: <see cref="WorkStates.Due"/> or <see cref="WorkStates.Attention"/>; <see langword="null"/> for both.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page. It may be short or empty although more follows.</returns>
    [Get("/api/work")]
    Task<ResourcePage<WorkResource>> ListWorkAsync(string? kind = null, string? state = null, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Has work done again that needs a person.</summary>
    /// <param name="workId">The id of the order or the delivery.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order or the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The work.</returns>
    [Post("/api/work/{workId}/retry")]
    Task<WorkResource> RetryWorkAsync(string workId, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Records that the call that an order or a delivery needs a person for was made another way.</summary>
    /// <param name="workId">The id of the order or the delivery.</param>
    /// <param name="body">The reason for attention that the person saw, and what proves it.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order or the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The work.</returns>
    [Post("/api/work/{workId}/done")]
    Task<WorkResource> MarkWorkDoneAsync(
        string workId, [Body] MarkWorkDoneBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Gives up the call that an order or a delivery needs a person for.</summary>
    /// <param name="workId">The id of the order or the delivery.</param>
    /// <param name="body">The reason for attention that the person saw, and why it is given up.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the order or the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The work.</returns>
    [Post("/api/work/{workId}/give-up")]
    Task<WorkResource> GiveUpWorkAsync(
        string workId, [Body] GiveUpWorkBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null, CancellationToken cancellationToken = default);

    /// <summary>Schedules the delivery of a confirmed order.</summary>
    /// <param name="body">The order, the address and the courier.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The delivery.</returns>
    [Post("/api/delivery")]
    Task<DeliveryResource> ScheduleDeliveryAsync(
        [Body] ScheduleDeliveryBody body, [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null, CancellationToken cancellationToken = default);

    /// <summary>Gets a delivery.</summary>
    /// <param name="deliveryId">The delivery's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The delivery.</returns>
    [Get("/api/delivery/{deliveryId}")]
    Task<DeliveryResource> GetDeliveryAsync(string deliveryId, CancellationToken cancellationToken = default);

    /// <summary>Lists deliveries, newest first, one page.</summary>
    /// <param name="orderId">The deliveries of this order; <see langword="null"/> for all.</param>
    /// <param name="status">The deliveries of this status, one of <see cref="DeliveryStatuses"/>; <see langword="null"/> for all.</param>
    /// <param name="attention"><c>true</c>: only deliveries that a person has to look at; <see langword="null"/> for all.</param>
    /// <param name="limit">The most items of the page: 1 to 1,000. Default 100.</param>
    /// <param name="after">The cursor of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The page.</returns>
    [Get("/api/delivery")]
    Task<ResourcePage<DeliveryResource>> ListDeliveriesAsync(
        [AliasAs("order_id")] string? orderId = null, string? status = null, string? attention = null, int? limit = null, string? after = null, CancellationToken cancellationToken = default);

    /// <summary>Moves a delivery on: dispatched, in transit, delivered, or one of the other statuses.</summary>
    /// <remarks>Moving it to where it is already changes nothing and succeeds.</remarks>
    /// <param name="deliveryId">The delivery's id.</param>
    /// <param name="body">The new status.</param>
    /// <param name="idempotencyKey">Makes a repeated request have one effect: 1 to 255 visible ASCII characters.</param>
    /// <param name="ifMatch">The <c>ETag</c> that the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The delivery as it is now.</returns>
    [Post("/api/delivery/{deliveryId}/status")]
    Task<DeliveryResource> MoveDeliveryAsync(
        string deliveryId,
        [Body] MoveDeliveryBody body,
        [Header(BookstoreHeaders.IdempotencyKey)] string? idempotencyKey = null,
        [Header(BookstoreHeaders.IfMatch)] string? ifMatch = null,
        CancellationToken cancellationToken = default);
}
