using System.Runtime.CompilerServices;
using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

/// <summary>A client of the Bookstore REST API. Register it with <c>AddBookstoreClient</c> and inject it.</summary>
/// <remarks>
/// <para>Every method throws <see cref="BookstoreApiException"/> where the API refuses or cannot be reached, and <see cref="OperationCanceledException"/>
/// when its token is cancelled. A method that takes an idempotency key sends one with all tries of a call; without one it makes a new key for each call.</para>
/// <para>An argument that cannot be sent, such as a key with a space, half of a surrogate pair or a list with a null in it, throws <see cref="ArgumentException"/>
/// before anything is sent.</para>
/// <para>Thread-safe; one instance lasts as long as the program. Its methods are virtual, so that a test can stand in for them.</para>
/// </remarks>
public class BookstoreClient
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly IBookstoreApi? _api;
    private readonly TimeProvider _time;

    /// <summary>Makes a client on the given routes. Programs use <c>AddBookstoreClient</c> instead.</summary>
    /// <param name="api">The routes.</param>
    /// <param name="timeProvider">The clock for pauses and idempotency keys. Default <see cref="TimeProvider.System"/>.</param>
    public BookstoreClient(IBookstoreApi api, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(api);
        _api = api;
        _time = timeProvider ?? TimeProvider.System;
    }

    /// <summary>For a stand-in of this class in a test.</summary>
    protected BookstoreClient() => _time = TimeProvider.System;

    private IBookstoreApi Api => _api ?? throw new InvalidOperationException("This stand-in of BookstoreClient has no answer for the method that was called. Override it.");

    /// <summary>Lists the books of the catalogue by ascending ISBN, page after page.</summary>
    /// <param name="search">Words of the title or the author; <see langword="null"/> for all books.</param>
    /// <param name="author">Words of the author; <see langword="null"/> for all books.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The books.</returns>
    public virtual IAsyncEnumerable<BookResource> ListBooksAsync(string? search = null, string? author = null, CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(search);
        RequestArguments.Text(author);
        return Pages((after, token) => Api.ListBooksAsync(search, author, limit: null, after, token), cancellationToken);
    }

    /// <summary>Finds a book.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The book, or <see langword="null"/> when the catalogue does not have it.</returns>
    public virtual Task<BookResource?> FindBookAsync(string isbn, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetBookAsync(RequestArguments.Segment(isbn), cancellationToken), ProblemCodes.BookNotFound);

    /// <summary>Adds a book to the catalogue, or changes its data; never its stock.</summary>
    /// <remarks>With <paramref name="ifMatch"/> or <paramref name="onlyIfNew"/> the call is not retried: a try that took effect would make the next one fail.</remarks>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="book">The book's data.</param>
    /// <param name="ifMatch">The <see cref="BookResource.ETag"/> that the book must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="onlyIfNew">Whether to save it only when the catalogue does not have it, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default <see langword="false"/>.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The book as it is now.</returns>
    public virtual Task<BookResource> SaveBookAsync(string isbn, SaveBookBody book, string? ifMatch = null, bool onlyIfNew = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(book);
        return Api.SaveBookAsync(RequestArguments.Segment(isbn), book, ifMatch, onlyIfNew ? "*" : null, cancellationToken);
    }

    /// <summary>Books copies in, or writes them off.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="change">The copies and the reason.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="BookResource.ETag"/> that the book must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The level after it.</returns>
    public virtual Task<StockLevelResource> ChangeStockAsync(string isbn, ChangeStockBody change, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Api.ChangeStockAsync(RequestArguments.Segment(isbn), change, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Lists the stock movements of a book, newest first, page after page.</summary>
    /// <param name="isbn">An ISBN-13 or an ISBN-10, with or without hyphens.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The movements.</returns>
    public virtual IAsyncEnumerable<StockMovementResource> ListMovementsAsync(string isbn, CancellationToken cancellationToken = default)
    {
        var segment = RequestArguments.Segment(isbn);
        return Pages((after, token) => Api.ListMovementsAsync(segment, limit: null, after, token), cancellationToken);
    }

    /// <summary>Places an order. What a shop has to reckon with comes back as a value: created, pending, declined, too few copies, an unknown book, another total.</summary>
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
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The orders.</returns>
    public virtual IAsyncEnumerable<OrderResource> ListOrdersAsync(
        string? customerId = null,
        string? status = null,
        bool attention = false,
        string? paymentStatus = null,
        DateTimeOffset? createdAfter = null,
        DateTimeOffset? createdBefore = null,
        CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(customerId);
        RequestArguments.Text(status);
        RequestArguments.Text(paymentStatus);
        var (from, until) = (UrlText.Of(createdAfter), UrlText.Of(createdBefore));
        return Pages((after, token) => Api.ListOrdersAsync(customerId, status, attention ? "true" : null, paymentStatus, from, until, limit: null, after, token), cancellationToken);
    }

    /// <summary>Cancels an order of which nothing is dispatched. One that is still pending is given up: its status is <c>rejected</c> then.</summary>
    /// <param name="orderId">The order's id.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> that the order must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The order as it is now.</returns>
    public virtual Task<OrderResource> CancelOrderAsync(string orderId, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.CancelOrderAsync(RequestArguments.Segment(orderId), KeyOr(idempotencyKey), ifMatch, cancellationToken);

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

    /// <summary>Lists the calls to payment gateways and couriers that are due or need a person, page after page: first what needs a person.</summary>
    /// <param name="kind">Work of this kind, one of <see cref="WorkKinds"/>; <see langword="null"/> for all.</param>
    /// <param name="state">Work in this state: <see cref="WorkStates.Due"/> or <see cref="WorkStates.Attention"/>; <see langword="null"/> for both.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The work.</returns>
    public virtual IAsyncEnumerable<WorkResource> ListWorkAsync(string? kind = null, string? state = null, CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(kind);
        RequestArguments.Text(state);
        return Pages((after, token) => Api.ListWorkAsync(kind, state, limit: null, after, token), cancellationToken);
    }

    /// <summary>Has the call repeated that an order or a delivery needs a person for: its <c>Attention</c> says which. The server makes it in the background.</summary>
    /// <param name="workId">The id of the order or the delivery.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> or <see cref="DeliveryResource.ETag"/> that the order or the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The work.</returns>
    public virtual Task<WorkResource> RetryWorkAsync(string workId, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default) =>
        Api.RetryWorkAsync(RequestArguments.Segment(workId), KeyOr(idempotencyKey), ifMatch, cancellationToken);

    /// <summary>Records that the call that an order or a delivery needs a person for was made another way, in the gateway's dashboard or by phone for example.</summary>
    /// <param name="workId">The id of the order or the delivery.</param>
    /// <param name="done">The reason for attention that the person saw, and what proves it.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> or <see cref="DeliveryResource.ETag"/> that the order or the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The work.</returns>
    public virtual Task<WorkResource> MarkWorkDoneAsync(string workId, MarkWorkDoneBody done, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(done);
        return Api.MarkWorkDoneAsync(RequestArguments.Segment(workId), done, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    /// <summary>Gives up the call that an order or a delivery needs a person for. An order whose capture is given up is cancelled.</summary>
    /// <param name="workId">The id of the order or the delivery.</param>
    /// <param name="giveUp">The reason for attention that the person saw, and why the call is given up.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="OrderResource.ETag"/> or <see cref="DeliveryResource.ETag"/> that the order or the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The work.</returns>
    public virtual Task<WorkResource> GiveUpWorkAsync(string workId, GiveUpWorkBody giveUp, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(giveUp);
        return Api.GiveUpWorkAsync(RequestArguments.Segment(workId), giveUp, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

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

    /// <summary>Schedules the delivery of a confirmed order.</summary>
    /// <param name="delivery">The order, the address and the courier.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The delivery.</returns>
    public virtual Task<DeliveryResource> ScheduleDeliveryAsync(ScheduleDeliveryBody delivery, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        return Api.ScheduleDeliveryAsync(delivery, KeyOr(idempotencyKey), cancellationToken);
    }

    /// <summary>Finds a delivery.</summary>
    /// <param name="deliveryId">The delivery's id.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The delivery, or <see langword="null"/> when there is none.</returns>
    public virtual Task<DeliveryResource?> FindDeliveryAsync(string deliveryId, CancellationToken cancellationToken = default) =>
        OrNull(Api.GetDeliveryAsync(RequestArguments.Segment(deliveryId), cancellationToken), ProblemCodes.DeliveryNotFound);

    /// <summary>Lists deliveries, newest first, page after page.</summary>
    /// <param name="orderId">The deliveries of this order; <see langword="null"/> for all.</param>
    /// <param name="status">The deliveries of this status, one of <see cref="DeliveryStatuses"/>; <see langword="null"/> for all.</param>
    /// <param name="attention">Only deliveries that a person has to look at: <see cref="DeliveryResource.Attention"/> says why. Default <see langword="false"/>: all.</param>
    /// <param name="cancellationToken">Stops the listing.</param>
    /// <returns>The deliveries.</returns>
    public virtual IAsyncEnumerable<DeliveryResource> ListDeliveriesAsync(
        string? orderId = null, string? status = null, bool attention = false, CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(orderId);
        RequestArguments.Text(status);
        return Pages((after, token) => Api.ListDeliveriesAsync(orderId, status, attention ? "true" : null, limit: null, after, token), cancellationToken);
    }

    /// <summary>Moves a delivery on. Moving it to where it is already changes nothing and succeeds.</summary>
    /// <param name="deliveryId">The delivery's id.</param>
    /// <param name="status">The new status, one of <see cref="DeliveryStatuses"/>.</param>
    /// <param name="idempotencyKey">Makes a repeated call have one effect: 1 to 255 visible ASCII characters. Default a new key.</param>
    /// <param name="ifMatch">The <see cref="DeliveryResource.ETag"/> that the delivery must have, else the API refuses with <see cref="ProblemCodes.PreconditionFailed"/>. Default any.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>The delivery as it is now.</returns>
    public virtual Task<DeliveryResource> MoveDeliveryAsync(string deliveryId, string status, string? idempotencyKey = null, string? ifMatch = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(status);
        return Api.MoveDeliveryAsync(RequestArguments.Segment(deliveryId), new MoveDeliveryBody { Status = status }, KeyOr(idempotencyKey), ifMatch, cancellationToken);
    }

    private static async Task<T?> OrNull<T>(Task<T> call, string notFound)
        where T : class
    {
        try
        {
            return await call.ConfigureAwait(false);
        }
        catch (BookstoreApiException refusal) when (refusal.Code == notFound)
        {
            return null;
        }
    }

    private static async IAsyncEnumerable<T> Pages<T>(Func<string?, CancellationToken, Task<ResourcePage<T>>> read, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A server that returns the same pages again and again would never be left. Each cursor is compared with one of those before, further and further apart: a circle of any length is found (Brent).
        string? after = null;
        string? seen = null;
        var (steps, distance) = (0L, 1L);
        do
        {
            var page = await read(after, cancellationToken).ConfigureAwait(false);
            foreach (var item in page.Items)
            {
                yield return item;
            }

            after = page.Next is not null && page.Next == seen ? throw Faults.Circle() : page.Next;
            if (++steps == distance)
            {
                (seen, steps, distance) = (after, 0, distance * 2);
            }
        }
        while (after is not null);
    }

    // The key that goes with all tries of one call.
    private string KeyOr(string? idempotencyKey) => idempotencyKey is null ? NewKey() : RequestArguments.Key(idempotencyKey);

    private string NewKey() => Guid.CreateVersion7(_time.GetUtcNow()).ToString("N");
}
