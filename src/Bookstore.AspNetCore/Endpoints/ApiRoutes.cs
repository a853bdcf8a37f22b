using Bookstore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>The routes of the API: all of them on one page.</summary>
internal sealed class ApiRoutes(RouteGroupBuilder group, ApiAccess access, ApiSettings settings, int mapping, TimeProvider timeProvider, ILogger logger)
{
    private readonly Dictionary<string, List<string>> _methodsOf = new(StringComparer.Ordinal);

    public void Map()
    {
        var books = new BookEndpoints(settings);
        Map("GET", "/books", ApiRole.CatalogRead, ProblemCodes.InvalidQuery, books.ListAsync, BookOperations.ListBooks);
        Map("GET", "/books/{isbn}", ApiRole.CatalogRead, ProblemCodes.InvalidQuery, BookEndpoints.GetAsync, BookOperations.GetBook);
        Map("PUT", "/books/{isbn}", ApiRole.CatalogWrite, ProblemCodes.InvalidBook, books.SaveAsync, BookOperations.SaveBook);

        var stock = new StockEndpoints(settings);
        Map("POST", "/books/{isbn}/stock", ApiRole.StockWrite, ProblemCodes.InvalidStock, stock.ChangeAsync, BookOperations.ChangeStock);
        Map("GET", "/books/{isbn}/movements", ApiRole.StockRead, ProblemCodes.InvalidQuery, stock.ListMovementsAsync, BookOperations.ListMovements);

        var orders = new OrderEndpoints(settings);
        Map("POST", "/orders", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, orders.PlaceAsync, OrderOperations.PlaceOrder);
        Map("GET", "/orders", ApiRole.OrdersRead, ProblemCodes.InvalidQuery, orders.ListAsync, OrderOperations.ListOrders);
        Map("GET", "/orders/{order_id}", ApiRole.OrdersRead, ProblemCodes.InvalidQuery, OrderEndpoints.GetAsync, OrderOperations.GetOrder);
        Map("POST", "/orders/{order_id}/cancel", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, orders.CancelAsync, OrderOperations.CancelOrder);
        Map("POST", "/orders/{order_id}/resume", ApiRole.OrdersWrite, ProblemCodes.InvalidOrder, orders.ResumeAsync, OrderOperations.ResumeOrder);

        var delivery = new DeliveryEndpoints(settings, timeProvider);
        Map("POST", "/delivery", ApiRole.DeliveryWrite, ProblemCodes.InvalidDelivery, delivery.ScheduleAsync, DeliveryOperations.ScheduleDelivery);
        Map("GET", "/delivery", ApiRole.DeliveryRead, ProblemCodes.InvalidQuery, delivery.ListAsync, DeliveryOperations.ListDeliveries);
        Map("GET", "/delivery/{delivery_id}", ApiRole.DeliveryRead, ProblemCodes.InvalidQuery, DeliveryEndpoints.GetAsync, DeliveryOperations.GetDelivery);
        Map("POST", "/delivery/{delivery_id}/status", ApiRole.DeliveryWrite, ProblemCodes.InvalidDelivery, delivery.MoveAsync, DeliveryOperations.MoveDelivery);

        var work = new WorkEndpoints(settings);
        Map("POST", "/work/{work_id}/retry", ApiRole.Operations, ProblemCodes.InvalidResolution, work.RetryAsync, WorkOperations.RetryWork);
        Map("POST", "/work/{work_id}/done", ApiRole.Operations, ProblemCodes.InvalidResolution, work.MarkDoneAsync, WorkOperations.MarkWorkDone);
        Map("POST", "/work/{work_id}/give-up", ApiRole.Operations, ProblemCodes.InvalidResolution, work.GiveUpAsync, WorkOperations.GiveUpWork);

        MapRefusals();
    }

    private void Map(string method, string pattern, ApiRole role, string invalidCode, ApiHandler handler, Delegate signature)
    {
        if (!_methodsOf.TryGetValue(pattern, out var methods))
        {
            _methodsOf.Add(pattern, methods = []);
        }

        // What can be read can be asked for without its body (RFC 9110, section 9.3.2).
        string[] allowed = method == "GET" ? ["GET", "HEAD"] : [method];
        methods.AddRange(allowed);
        var endpoint = new ApiEndpoint(access, settings, logger, role, invalidCode, handler);
        OperationMetadata.AddTo(access.Protect(group.MapMethods(pattern, [method], endpoint.InvokeAsync), role), signature, mapping);
        if (allowed.Length > 1)
        {
            access.Protect(group.MapMethods(pattern, ["HEAD"], endpoint.InvokeAsync), role).WithMetadata(new ExcludeFromDescriptionAttribute());
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
        var endpoint = new ApiEndpoint(access, settings, logger, ApiRole.None, problem.Body.Code!, (_, _) => ValueTask.FromResult<ApiProblem?>(problem));
        access.Protect(group.Map(pattern, endpoint.InvokeAsync), ApiRole.None).WithOrder(order).WithMetadata(new ExcludeFromDescriptionAttribute());
    }
}
