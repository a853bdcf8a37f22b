using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>Quotes.</summary>
internal static class QuoteEndpoints
{
    [Tags("Orders")]
    [EndpointName("createQuote")]
    [EndpointSummary("Ask what an order would cost")]
    [EndpointDescription(
        "Computes the total and keeps it for 15 minutes. An order that names the quote (`quote_id`) is charged exactly that total, also when the catalogue has changed since; it is refused `quote_expired` after that, and "
        + "`total_changed` where it orders anything else. Nothing is held: reserve the copies for that.\n\n"
        + "`adjustments` are as those of an order. Those below zero need the role `orders.price` beside `orders.write`; an order that names the quote does not need it again.")]
    [Consumes("application/json")]
    [Responds(201, "The quote.")]
    [Refuses(ProblemCodes.InvalidOrder, ProblemCodes.UnknownBook, ProblemCodes.InsufficientStock, ProblemCodes.PriceFixed, ProblemCodes.PolicyRefused)]
    public static async ValueTask<ApiResult<QuoteResource>> CreateAsync(JsonBody<CreateQuoteBody> body, HttpContext context, CancellationToken cancellationToken)
    {
        var input = body.Value;
        if (!OrderItems.TryReadLines(input.Items, ProblemCodes.InvalidOrder, out var lines, out var problem))
        {
            return problem!;
        }

        var client = ApiRequest.ClientOf(context);
        (var adjustments, problem) = await OrderAdjustments.ReadAsync(input.Adjustments, lines, client, context, cancellationToken).ConfigureAwait(false);
        if (problem is not null)
        {
            return problem;
        }

        var request = new QuoteRequest { CustomerId = input.CustomerId, Lines = lines, Adjustments = adjustments, PlacedBy = client.Name };
        var result = await ApiRequest.Service<IOrderWorkflow>(context).QuoteAsync(request, cancellationToken).ConfigureAwait(false);
        return result.Quote is { } quote
            ? new ApiResult<QuoteResource>(Resources.From(quote)) { Status = StatusCodes.Status201Created }
            : PlaceOrderOutcomes.ProblemOf(result.Refusal!, lines);
    }
}
