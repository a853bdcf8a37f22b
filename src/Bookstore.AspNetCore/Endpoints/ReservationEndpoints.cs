using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Carts' reservations.</summary>
internal static class ReservationEndpoints
{
    private const int DefaultSeconds = 900;

    [Tags("Reservations")]
    [EndpointName("createReservation")]
    [EndpointSummary("Hold copies for a cart")]
    [EndpointDescription(
        "Holds the copies of all items or of none, until they go over to an order (`reservation_id` of `POST /api/orders`), are released, or `expires_at` has passed, which is at most the shop's longest time from now. The same ISBN twice is one item with the sum.")]
    [Consumes("application/json")]
    [Responds(201, "Held.")]
    [Refuses(ProblemCodes.InvalidReservation, ProblemCodes.UnknownBook, ProblemCodes.InsufficientStock, ProblemCodes.NotSellableYet)]
    public static async ValueTask<ApiResult<ReservationResource>> CreateAsync(
        IdempotencyKeyHeader idempotency,
        JsonBody<CreateReservationBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var input = body.Value;
        if (!OrderItems.TryReadLines(input.Items, ProblemCodes.InvalidReservation, out var lines, out var problem))
        {
            return problem!;
        }

        var request = new HoldStockRequest
        {
            ReservationId = Guid.CreateVersion7(ApiRequest.SettingsOf(context).TimeProvider.GetUtcNow()),
            Lines = [.. lines.Select(static line => new ReservationLine(line.Isbn, line.Quantity))],
            Duration = TimeSpan.FromSeconds(input.ExpiresIn ?? DefaultSeconds),
            Client = ApiRequest.ClientOf(context).Name,
            IdempotencyKey = idempotency.Key,
        };
        var result = await ApiRequest.Service<IInventoryService>(context).HoldAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Outcome switch
        {
            HoldStockOutcome.Held when result.Reservation is { } reservation => new ApiResult<ReservationResource>(Resources.From(reservation))
            {
                Status = StatusCodes.Status201Created,
                Location = ApiRequest.LocationOf(context, reservation.Id.ToString()),
                Replayed = result.Replayed,
            },
            HoldStockOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
            HoldStockOutcome.BookNotFound => PlaceOrderOutcomes.UnknownBook(Array.FindIndex(lines, line => line.Isbn == result.Isbn), result.Isbn),
            HoldStockOutcome.LimitReached => Problems.Make(ProblemCodes.TooManyRequests, "As many carts hold copies as may. Nothing is held.", result.RetryAfter),
            HoldStockOutcome.NotSellableYet => PlaceOrderOutcomes.NotSellableYet(result.Isbn, result.SellableFrom, "Nothing is held."),
            HoldStockOutcome.InsufficientStock => PlaceOrderOutcomes.InsufficientStock(result.Isbn, result.Available, "Nothing is held."),
            _ => throw new InvalidOperationException("A reservation's outcome has no answer."),
        };
    }

    [Tags("Reservations")]
    [EndpointName("getReservation")]
    [EndpointSummary("Read a cart's reservation")]
    [EndpointDescription("What is held, until when, and in which status.")]
    [Responds(200, "The reservation.")]
    [Refuses(ProblemCodes.ReservationNotFound)]
    public static async ValueTask<ApiResult<ReservationResource>> GetAsync(
        [FromRoute(Name = "reservation_id"), StringLength(100), Description("The reservation.")] string reservationId,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var reservation = await ApiRequest.Service<IInventoryService>(context).FindReservationAsync(ApiRequest.IdOf(reservationId), cancellationToken).ConfigureAwait(false);
        return reservation is null ? Problems.ReservationNotFound : new ApiResult<ReservationResource>(Resources.From(reservation));
    }

    [Tags("Reservations")]
    [EndpointName("extendReservation")]
    [EndpointSummary("Hold a cart's copies for longer")]
    [EndpointDescription(
        "Moves `expires_at` to now plus `expires_in`, at most to the shop's longest time after the first hold. Sent twice, the second time counts. A body is not needed.")]
    [Consumes("application/json")]
    [Responds(200, "The reservation as it is now.")]
    [Refuses(ProblemCodes.InvalidReservation, ProblemCodes.ReservationNotFound, ProblemCodes.ReservationNotHeld)]
    public static async ValueTask<ApiResult<ReservationResource>> ExtendAsync(
        [FromRoute(Name = "reservation_id"), StringLength(100), Description("The reservation.")] string reservationId,
        JsonBody<ExtendReservationBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var duration = TimeSpan.FromSeconds(body.Value.ExpiresIn ?? DefaultSeconds);
        var reservation = await ApiRequest.Service<IInventoryService>(context).ExtendAsync(ApiRequest.IdOf(reservationId), duration, cancellationToken).ConfigureAwait(false);
        return reservation is null ? Problems.ReservationNotFound
            : reservation.Status != ReservationStatus.Held ? NotHeld(reservation)
            : new ApiResult<ReservationResource>(Resources.From(reservation));
    }

    [Tags("Reservations")]
    [EndpointName("releaseReservation")]
    [EndpointSummary("Release a cart's copies")]
    [EndpointDescription("The copies can be sold again. Releasing twice changes nothing. Where an order has the copies, cancel the order.")]
    [Responds(200, "The reservation as it is now.")]
    [Refuses(ProblemCodes.ReservationNotFound, ProblemCodes.ReservationNotHeld)]
    public static async ValueTask<ApiResult<ReservationResource>> ReleaseAsync(
        [FromRoute(Name = "reservation_id"), StringLength(100), Description("The reservation.")] string reservationId,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var reservation = await ApiRequest.Service<IInventoryService>(context).ReleaseAsync(ApiRequest.IdOf(reservationId), cancellationToken).ConfigureAwait(false);
        return reservation is null ? Problems.ReservationNotFound
            : reservation.Status == ReservationStatus.Ordered ? NotHeld(reservation)
            : new ApiResult<ReservationResource>(Resources.From(reservation));
    }

    private static ApiProblem NotHeld(Reservation reservation) =>
        Problems.Make(ProblemCodes.ReservationNotHeld, $"The reservation is {StatusNames.Of(reservation.Status)}. Nothing changed.");
}
