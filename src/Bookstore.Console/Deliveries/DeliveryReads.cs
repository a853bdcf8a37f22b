using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The list of deliveries.</summary>
internal static class DeliveryReads
{
    public static async ValueTask<ConsoleAnswer> ListAsync(ConsoleRequest request)
    {
        var (status, attention, after) = (request.Query("status"), request.Query("attention") is not null, request.Query("after"));
        var order = ApiRequest.TryId(request.Query("order"), out var id) ? id : (Guid?)null;
        var query = new DeliveryQuery { OrderId = order, Status = StatusNames.ParseDelivery(status), Attention = attention, Limit = ConsoleRequest.PageSize, After = after };
        var page = await request.Service<IDeliveryService>().ListAsync(query, request.Aborted).ConfigureAwait(false);
        var filter = ListAddress.Of("deliveries", ("status", status), ("attention", attention ? "1" : null), ("order", order?.ToString()));
        return ConsoleAnswer.Page<DeliveryListPage, DeliveryListModel>("Deliveries", "deliveries", new DeliveryListModel(status, attention, page, filter, after is not null));
    }
}

/// <summary>What the list of deliveries shows.</summary>
internal sealed record DeliveryListModel(string? Status, bool Attention, Page<Delivery> Page, ListAddress Address, bool IsLaterPage);
