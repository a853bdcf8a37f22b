using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>The routes of the API: all of them on one page.</summary>
/// <remarks>Each call of <c>MapMethods</c> names its handler: the compiler generates the code that binds its parameters. A handler in a variable would be bound by reflection.</remarks>
internal sealed class ApiRoutes(RouteGroupBuilder group, ApiAccess access, ApiSettings settings, int mapping, ILogger logger)
{
    private readonly Dictionary<string, List<string>> _methodsOf = new(StringComparer.Ordinal);

    public void Map()
    {
        Map("GET", "/books", ApiRole.CatalogRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, BookEndpoints.List));
        Map("GET", "/books/{isbn}", ApiRole.CatalogRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, BookEndpoints.GetAsync));
        Map("PUT", "/books/{isbn}", ApiRole.CatalogWrite, ProblemCodes.InvalidBook, (path, method) => group.MapMethods(path, method, BookEndpoints.SaveAsync));

        Map("POST", "/books/{isbn}/stock", ApiRole.StockWrite, ProblemCodes.InvalidStock, (path, method) => group.MapMethods(path, method, StockEndpoints.ChangeAsync));
        Map("GET", "/books/{isbn}/movements", ApiRole.StockRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, StockEndpoints.ListMovementsAsync));

        Map("POST", "/orders", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, (path, method) => group.MapMethods(path, method, OrderEndpoints.PlaceAsync));
        Map("GET", "/orders", ApiRole.OrdersRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, OrderEndpoints.List));
        Map("GET", "/orders/{order_id}", ApiRole.OrdersRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, OrderEndpoints.GetAsync));
        Map("POST", "/orders/{order_id}/cancel", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, (path, method) => group.MapMethods(path, method, OrderEndpoints.CancelAsync));
        Map("POST", "/orders/{order_id}/payment", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, (path, method) => group.MapMethods(path, method, PaymentEndpoints.PayAsync));
        Map("POST", "/orders/{order_id}/capture", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, (path, method) => group.MapMethods(path, method, PaymentEndpoints.CaptureAsync));
        Map("POST", "/orders/{order_id}/resume", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, (path, method) => group.MapMethods(path, method, OrderEndpoints.ResumeAsync));

        Map("POST", "/quotes", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, (path, method) => group.MapMethods(path, method, QuoteEndpoints.CreateAsync));

        Map("POST", "/orders/{order_id}/refunds", ApiRole.RefundsWrite, ProblemCodes.InvalidRefund, (path, method) => group.MapMethods(path, method, RefundEndpoints.CreateAsync));
        Map("GET", "/orders/{order_id}/refunds", ApiRole.RefundsRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, RefundEndpoints.ListAsync));
        Map("GET", "/refunds/{refund_id}", ApiRole.RefundsRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, RefundEndpoints.GetAsync));

        MapReturns();

        Map("POST", "/reservations", ApiRole.OrdersWrite, ProblemCodes.InvalidReservation, (path, method) => group.MapMethods(path, method, ReservationEndpoints.CreateAsync));
        Map("GET", "/reservations/{reservation_id}", ApiRole.OrdersWrite, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, ReservationEndpoints.GetAsync));
        Map("DELETE", "/reservations/{reservation_id}", ApiRole.OrdersWrite, ProblemCodes.InvalidReservation, (path, method) => group.MapMethods(path, method, ReservationEndpoints.ReleaseAsync));
        Map("POST", "/reservations/{reservation_id}/extend", ApiRole.OrdersWrite, ProblemCodes.InvalidReservation, (path, method) => group.MapMethods(path, method, ReservationEndpoints.ExtendAsync));

        Map("POST", "/delivery", ApiRole.DeliveryWrite, ProblemCodes.InvalidDelivery, (path, method) => group.MapMethods(path, method, DeliveryEndpoints.ScheduleAsync));
        Map("GET", "/delivery", ApiRole.DeliveryRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, DeliveryEndpoints.List));
        Map("GET", "/delivery/{delivery_id}", ApiRole.DeliveryRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, DeliveryEndpoints.GetAsync));
        Map("POST", "/delivery/{delivery_id}/status", ApiRole.DeliveryWrite, ProblemCodes.InvalidDelivery, (path, method) => group.MapMethods(path, method, DeliveryEndpoints.MoveAsync));

        MapOperations();

        Map("GET", "/events", ApiRole.EventsRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, EventEndpoints.List));

        Map("POST", "/webhooks", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookEndpoints.CreateAsync));
        Map("GET", "/webhooks", ApiRole.WebhooksManage, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, WebhookEndpoints.List));
        Map("GET", "/webhooks/{webhook_id}", ApiRole.WebhooksManage, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, WebhookEndpoints.GetAsync));
        Map("PUT", "/webhooks/{webhook_id}", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookEndpoints.UpdateAsync));
        Map("DELETE", "/webhooks/{webhook_id}", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookEndpoints.RemoveAsync));
        Map("POST", "/webhooks/{webhook_id}/rotate", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookEndpoints.RotateAsync));
        Map("POST", "/webhooks/{webhook_id}/enable", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookEndpoints.EnableAsync));
        Map("POST", "/webhooks/{webhook_id}/disable", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookEndpoints.DisableAsync));
        Map("POST", "/webhooks/{webhook_id}/ping", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookDeliveryEndpoints.PingAsync));
        Map("POST", "/webhooks/{webhook_id}/replay", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookDeliveryEndpoints.ReplayAsync));
        Map("GET", "/webhooks/{webhook_id}/deliveries", ApiRole.WebhooksManage, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, WebhookDeliveryEndpoints.ListAsync));
        Map("POST", "/webhooks/{webhook_id}/deliveries/{event_id}/redeliver", ApiRole.WebhooksManage, ProblemCodes.InvalidWebhook, (path, method) => group.MapMethods(path, method, WebhookDeliveryEndpoints.RedeliverAsync));

        MapRefusals();
    }

    private void MapOperations()
    {
        Map("GET", "/work", ApiRole.Operations, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, WorkEndpoints.List));
        Map("POST", "/work/{work_id}/retry", ApiRole.Operations, ProblemCodes.InvalidResolution, (path, method) => group.MapMethods(path, method, WorkEndpoints.RetryAsync));
        Map("POST", "/work/{work_id}/done", ApiRole.Operations, ProblemCodes.InvalidResolution, (path, method) => group.MapMethods(path, method, WorkEndpoints.MarkDoneAsync));
        Map("POST", "/work/{work_id}/give-up", ApiRole.Operations, ProblemCodes.InvalidResolution, (path, method) => group.MapMethods(path, method, WorkEndpoints.GiveUpAsync));

        Map("POST", "/audits", ApiRole.Operations, ProblemCodes.InvalidAudit, (path, method) => group.MapMethods(path, method, AuditEndpoints.StartAsync));
        Map("GET", "/audits/{audit_id}", ApiRole.Operations, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, AuditEndpoints.GetAsync));
        Map("GET", "/audits/{audit_id}/findings", ApiRole.Operations, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, AuditEndpoints.ListFindingsAsync));

        Map("POST", "/customers/{customer_id}/erase", ApiRole.Privacy, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, CustomerEndpoints.EraseAsync));
        Map("GET", "/customers/{customer_id}/export", ApiRole.Privacy, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, CustomerEndpoints.ExportAsync));
    }

    private void MapReturns()
    {
        Map("POST", "/orders/{order_id}/returns", ApiRole.ReturnsWrite, ProblemCodes.InvalidReturn, (path, method) => group.MapMethods(path, method, ReturnEndpoints.CreateAsync));
        Map("GET", "/orders/{order_id}/returns", ApiRole.ReturnsRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, ReturnEndpoints.ListOfOrderAsync));
        Map("POST", "/orders/{order_id}/withdrawal", ApiRole.ReturnsWrite, ProblemCodes.InvalidReturn, (path, method) => group.MapMethods(path, method, ReturnEndpoints.WithdrawAsync));
        Map("GET", "/returns", ApiRole.ReturnsRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, ReturnEndpoints.List));
        Map("GET", "/returns/{return_id}", ApiRole.ReturnsRead, ProblemCodes.InvalidQuery, (path, method) => group.MapMethods(path, method, ReturnEndpoints.GetAsync));
        Map("POST", "/returns/{return_id}/approve", ApiRole.ReturnsWrite, ProblemCodes.InvalidReturn, (path, method) => group.MapMethods(path, method, ReturnMoveEndpoints.ApproveAsync));
        Map("POST", "/returns/{return_id}/reject", ApiRole.ReturnsWrite, ProblemCodes.InvalidReturn, (path, method) => group.MapMethods(path, method, ReturnMoveEndpoints.RejectAsync));
        Map("POST", "/returns/{return_id}/receive", ApiRole.ReturnsWrite, ProblemCodes.InvalidReturn, (path, method) => group.MapMethods(path, method, ReturnMoveEndpoints.ReceiveAsync));
        Map("POST", "/returns/{return_id}/complete", ApiRole.ReturnsWrite, ProblemCodes.InvalidReturn, (path, method) => group.MapMethods(path, method, ReturnMoveEndpoints.CompleteAsync));
        Map("POST", "/returns/{return_id}/cancel", ApiRole.ReturnsWrite, ProblemCodes.InvalidReturn, (path, method) => group.MapMethods(path, method, ReturnMoveEndpoints.CancelAsync));
    }

    private void Map(string method, string pattern, ApiRole role, string invalidCode, Func<string, string[], RouteHandlerBuilder> map)
    {
        if (!_methodsOf.TryGetValue(pattern, out var methods))
        {
            _methodsOf.Add(pattern, methods = []);
        }

        var isRead = method == "GET";
        var needsClient = isRead ? !pattern.EndsWith('}') : pattern is "/reservations" or "/orders" or "/quotes";
        var route = new ApiRoute(access, settings, role, invalidCode) { IsWrite = !isRead, NeedsClient = needsClient };
        methods.Add(method);
        Guard(map(pattern, [method]), route).Finally(endpoint => OperationDescription.Complete(endpoint, mapping, isRead ? OperationDescription.CodesOfReads : OperationDescription.CodesOfWrites));

        // What can be read can be asked for without its body (RFC 9110, section 9.3.2).
        if (isRead)
        {
            methods.Add("HEAD");
            Guard(map(pattern, ["HEAD"]), route).Finally(OperationDescription.Hide);
        }
    }

    // Behind the routes proper: the same addresses for any other method, and any other address.
    private void MapRefusals()
    {
        foreach (var (pattern, methods) in _methodsOf)
        {
            Refuse(pattern, 1, Problems.MethodNotAllowed(string.Join(", ", methods)));
        }

        Refuse("{**path}", int.MaxValue, Problems.NotFound);
    }

    private void Refuse(string pattern, int order, ApiProblem problem)
    {
        var route = new ApiRoute(access, settings, ApiRole.None, problem.Body.Code!) { IsRefusal = true };
        Guard(group.Map(pattern, context => ProblemWriter.WriteAsync(context, problem)), route).WithOrder(order).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    // Around everything that ASP.NET Core and the application build for the route. The application's own validation would answer in its own way.
    private T Guard<T>(T endpoint, ApiRoute route)
        where T : IEndpointConventionBuilder
    {
        access.Protect(endpoint, route).DisableValidation();
        endpoint.Finally(built =>
        {
            var handler = built.Metadata.OfType<MethodInfo>().LastOrDefault();
            built.RequestDelegate = new ApiEndpoint(route, handler is null ? null : QueryContract.Of(handler), built.RequestDelegate!, logger).InvokeAsync;
        });
        return endpoint;
    }
}
