using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// Deliveries, and the calls that a person has to look at.
public partial class BookstoreClient
{
    /// <summary>Lists the work towards the outside that is due or needs a person: calls to gateways and couriers, refunds, events, notifications, page after page: first what needs a person.</summary>
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
}
