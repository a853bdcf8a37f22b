using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Orders.</summary>
internal sealed class OrderEndpoints(ApiSettings settings)
{
    public async ValueTask<ApiProblem?> PlaceAsync(HttpContext context, ApiClient client)
    {
        if (!ApiRequest.TryIdempotencyKey(context, client, out var key))
        {
            return ApiRequest.InvalidIdempotencyKey(ProblemCodes.InvalidOrder);
        }

        var (input, problem) = await RequestBody.ReadAsync<PlaceOrderBody>(context, settings, ProblemCodes.InvalidOrder).ConfigureAwait(false);
        if (input is null)
        {
            return problem;
        }

        if (!TryReadLines(input.Items, out var lines, out problem))
        {
            return problem;
        }

        var request = new PlaceOrderRequest
        {
            CustomerId = input.CustomerId,
            Lines = lines,
            Payment = input.Payment?.CardNumber is { Length: > 0 } cardNumber ? new PaymentToken(cardNumber) : null,
            ExpectedTotal = input.ExpectedTotal,
            IdempotencyKey = key,
        };
        var placing = ApiRequest.Service<IOrderWorkflow>(context).PlaceAsync(request, context.RequestAborted);

        // Looked at before it is awaited: that would throw, and a crowded host refuses more than it does anything else.
        if (placing.IsFaulted && placing.Exception.InnerException is BookstoreOverloadedException overloaded)
        {
            return Problems.Overloaded(overloaded.RetryAfter);
        }

        var result = await placing.ConfigureAwait(false);
        if (result.Outcome is not (PlaceOrderOutcome.Created or PlaceOrderOutcome.Pending))
        {
            return PlaceOrderOutcomes.ProblemOf(result, lines);
        }

        var created = result.Outcome == PlaceOrderOutcome.Created;
        var receipt = Resources.Receipt(result.Order!, created ? OrderStatuses.Created : OrderStatuses.Pending, result.ActionUrl);
        ResourceWriter.MarkReplayed(context, result.Replayed);
        context.Response.Headers.Location = ApiRequest.LocationOf(context, receipt.OrderId);
        await ResourceWriter.WriteAsync(context, created ? 201 : 202, receipt, BookstoreJsonContext.Default.OrderReceipt).ConfigureAwait(false);
        return null;
    }

    public static async ValueTask<ApiProblem?> GetAsync(HttpContext context, ApiClient client)
    {
        var order = ApiRequest.TryId(context, "order_id", out var id)
            ? await ApiRequest.Service<ISalesService>(context).FindOrderAsync(id, context.RequestAborted).ConfigureAwait(false)
            : null;
        if (order is null)
        {
            return Problems.OrderNotFound;
        }

        return await WriteAsync(context, order).ConfigureAwait(false);
    }

    public async ValueTask<ApiProblem?> ListAsync(HttpContext context, ApiClient client)
    {
        var query = new QueryReader(context.Request.Query);
        var orders = new OrderQuery
        {
            CustomerId = query.Name("customer_id", Order.MaxCustomerIdLength),
            Status = query.OrderStatus(),
            Attention = query.Flag("attention"),
            Limit = query.Limit(),
            After = query.Cursor(),
        };
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var sales = ApiRequest.Service<ISalesService>(context);
        return await ListWriter.WriteAsync(
            context,
            settings.Pages,
            orders.Limit,
            limit => sales.ListOrdersAsync(orders with { Limit = limit }, context.RequestAborted),
            Resources.From,
            BookstoreJsonContext.Default.OrderResource).ConfigureAwait(false);
    }

    public async ValueTask<ApiProblem?> CancelAsync(HttpContext context, ApiClient client)
    {
        if (!ApiRequest.TryIdempotencyKey(context, client, out var key))
        {
            return ApiRequest.InvalidIdempotencyKey(ProblemCodes.InvalidOrder);
        }

        if (!Preconditions.TryRead(context.Request, out var conditions))
        {
            return Preconditions.Malformed(ProblemCodes.InvalidOrder);
        }

        if (context.Request.ContentLength > settings.MaxBodySize)
        {
            return Problems.BodyTooLarge(settings.MaxBodySize);
        }

        if (!ApiRequest.TryId(context, "order_id", out var id))
        {
            return Problems.OrderNotFound;
        }

        var request = new CancelOrderRequest { OrderId = id, IdempotencyKey = key, ExpectedVersion = conditions.ForWrite };
        var result = await ApiRequest.Service<IOrderWorkflow>(context).CancelAsync(request, context.RequestAborted).ConfigureAwait(false);
        switch (result.Outcome)
        {
            case CancelOrderOutcome.OrderNotFound:
                return Problems.OrderNotFound;
            case CancelOrderOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            case CancelOrderOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case CancelOrderOutcome.NotCancellable:
                return NotCancellable(result.Order);
        }

        ResourceWriter.MarkReplayed(context, result.Replayed);
        return await WriteAsync(context, result.Order!).ConfigureAwait(false);
    }

    public async ValueTask<ApiProblem?> ResumeAsync(HttpContext context, ApiClient client)
    {
        if (context.Request.ContentLength > settings.MaxBodySize)
        {
            return Problems.BodyTooLarge(settings.MaxBodySize);
        }

        var order = ApiRequest.TryId(context, "order_id", out var id)
            ? await ApiRequest.Service<ISalesService>(context).FindOrderAsync(id, context.RequestAborted).ConfigureAwait(false)
            : null;
        if (order is null)
        {
            return Problems.OrderNotFound;
        }

        if (order.Status != OrderStatus.Pending)
        {
            return NotPending(order);
        }

        var resumed = await ApiRequest.Service<IOrderWorkflow>(context).ResumeAsync(id, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        return await WriteAsync(context, resumed.Order ?? order).ConfigureAwait(false);
    }

    private static bool TryReadLines(IReadOnlyList<PlaceOrderItem> items, out List<PlaceOrderLine> lines, out ApiProblem? problem)
    {
        lines = new List<PlaceOrderLine>(items.Count);
        for (var index = 0; index < items.Count; index++)
        {
            if (!Isbn.TryParse(items[index].Isbn, out var isbn))
            {
                problem = PlaceOrderOutcomes.UnknownBook(index, null);
                return false;
            }

            lines.Add(new PlaceOrderLine(isbn, items[index].Quantity));
        }

        problem = PlaceOrderOutcomes.FindOversizedLine(lines);
        return problem is null;
    }

    private static ValueTask<ApiProblem?> WriteAsync(HttpContext context, Order order) => ResourceWriter.WriteTaggedAsync(
        context, 200, Resources.From(order), order.Version.ToString(CultureInfo.InvariantCulture), BookstoreJsonContext.Default.OrderResource);

    private static ApiProblem NotPending(Order order)
    {
        var problem = Problems.Make(ProblemCodes.OrderNotPending, $"The order is {StatusNames.Of(order.Status)}: there is nothing to ask its gateway about.");
        return problem with { Body = problem.Body with { OrderId = order.Id.ToString() } };
    }

    private static ApiProblem NotCancellable(Order? order)
    {
        var reason = order switch
        {
            { IsDispatched: true } => "its goods are under way",
            { } => $"it is {StatusNames.Of(order.Status)}",
            null => "it is too late",
        };
        var problem = Problems.Make(ProblemCodes.OrderNotCancellable, $"The order cannot be cancelled: {reason}. Nothing changed.");
        return problem with { Body = problem.Body with { OrderId = order?.Id.ToString() } };
    }
}
