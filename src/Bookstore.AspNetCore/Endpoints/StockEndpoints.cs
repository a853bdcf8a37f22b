using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>A book's stock and what moved it.</summary>
internal static class StockEndpoints
{
    [Tags("Stock")]
    [EndpointName("changeStock")]
    [EndpointSummary("Receive stock or write it off")]
    [EndpointDescription("A positive quantity comes in, a negative one is written off. Reserved copies cannot be written off.\n\n"
        + "With `If-Match`, only if the book still has that `ETag`, which changes with its data and with `stock`.")]
    [Consumes("application/json")]
    [Responds(200, "The level after the change.")]
    [Refuses(ProblemCodes.InvalidStock, ProblemCodes.BookNotFound, ProblemCodes.InsufficientStock, ProblemCodes.StockLimitReached)]
    public static async ValueTask<ApiResult<StockLevelResource>> ChangeAsync(
        [FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(BookEndpoints.AnyIsbn)] string isbn,
        IdempotencyKeyHeader idempotency,
        UpdateConditions conditions,
        JsonBody<ChangeStockBody> body,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        if (!Isbn.TryParseArticle(isbn, out var parsed))
        {
            return Problems.BookNotFound;
        }

        var input = body.Value;
        var change = new StockChange { Isbn = parsed, Quantity = input.Quantity, Reason = input.Reason, Reference = input.Reference, ExpectedVersion = conditions.Expected, IdempotencyKey = idempotency.Key };
        var inventory = ApiRequest.Service<IInventoryService>(context);
        var result = await (input.Quantity > 0
            ? inventory.ReceiveStockAsync(change, cancellationToken)
            : inventory.AdjustStockAsync(change, cancellationToken)).ConfigureAwait(false);
        if (ProblemOf(result) is { } problem)
        {
            return problem;
        }

        return new ApiResult<StockLevelResource>(Resources.From(result.Stock!)) { Replayed = result.Replayed };
    }

    [Tags("Stock")]
    [EndpointName("listMovements")]
    [EndpointSummary("List what moved a book's stock")]
    [EndpointDescription("Movements, newest first, one page: the answer to \"why is stock N?\". Follow `Link: <…>; rel=\"next\"` while it is there.")]
    [Responds(200, "The movements.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.BookNotFound)]
    public static async ValueTask<ListResult<StockMovement, StockMovementResource>> ListMovementsAsync(
        [FromRoute(Name = "isbn"), StringLength(Isbn.MaxTextLength), Description(BookEndpoints.AnyIsbn)] string isbn,
        [AsParameters] PageParameters page,
        HttpContext context,
        CancellationToken cancellationToken)
    {
        var inventory = ApiRequest.Service<IInventoryService>(context);
        if (!Isbn.TryParseArticle(isbn, out var parsed) || await inventory.FindStockAsync(parsed, cancellationToken).ConfigureAwait(false) is null)
        {
            return Problems.BookNotFound;
        }

        return new ListResult<StockMovement, StockMovementResource>(
            page.Size, limit => inventory.ListMovementsAsync(parsed, new PageRequest { Limit = limit, After = page.After }, cancellationToken), Resources.From);
    }

    /// <summary>Why stock was not changed; <see langword="null"/> when it was.</summary>
    internal static ApiProblem? ProblemOf(ChangeStockResult result)
    {
        switch (result.Outcome)
        {
            case ChangeStockOutcome.Changed:
                return null;
            case ChangeStockOutcome.BookNotFound:
                return Problems.BookNotFound;
            case ChangeStockOutcome.PreconditionFailed:
                return Problems.PreconditionFailed;
            case ChangeStockOutcome.IdempotencyKeyReused:
                return Problems.IdempotencyKeyReused;
            case ChangeStockOutcome.StockLimitReached:
                return WithStock(Problems.StockLimitReached, result.Stock);
            default:
                return WithStock(Problems.Make(ProblemCodes.InsufficientStock, "There are fewer copies that are not reserved. Nothing changed."), result.Stock);
        }
    }

    private static ApiProblem WithStock(ApiProblem problem, StockLevel? stock) =>
        problem with { Body = problem.Body with { Isbn = stock?.Isbn.ToString(), Available = stock?.Available } };
}
