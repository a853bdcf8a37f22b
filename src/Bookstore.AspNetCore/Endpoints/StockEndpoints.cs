using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>A book's stock and what moved it.</summary>
internal sealed class StockEndpoints(ApiSettings settings)
{
    public async ValueTask<ApiProblem?> ChangeAsync(HttpContext context, ApiClient client)
    {
        if (!ApiRequest.TryIdempotencyKey(context, client, out var key))
        {
            return ApiRequest.InvalidIdempotencyKey(ProblemCodes.InvalidStock);
        }

        var (input, problem) = await RequestBody.ReadAsync<ChangeStockBody>(context, settings, ProblemCodes.InvalidStock).ConfigureAwait(false);
        if (input is null)
        {
            return problem;
        }

        if (!ApiRequest.TryIsbn(context, out var isbn))
        {
            return Problems.BookNotFound;
        }

        var change = new StockChange { Isbn = isbn, Quantity = input.Quantity, Reason = input.Reason, Reference = input.Reference, IdempotencyKey = key };
        var inventory = ApiRequest.Service<IInventoryService>(context);
        var result = await (input.Quantity > 0
            ? inventory.ReceiveStockAsync(change, context.RequestAborted)
            : inventory.AdjustStockAsync(change, context.RequestAborted)).ConfigureAwait(false);
        problem = ProblemOf(result, input.Quantity);
        if (problem is not null)
        {
            return problem;
        }

        ResourceWriter.MarkReplayed(context, result.Replayed);
        await ResourceWriter.WriteAsync(context, 200, Resources.From(result.Stock!), BookstoreJsonContext.Default.StockLevelResource).ConfigureAwait(false);
        return null;
    }

    public async ValueTask<ApiProblem?> ListMovementsAsync(HttpContext context, ApiClient client)
    {
        var query = new QueryReader(context.Request.Query);
        var request = new PageRequest { Limit = query.Limit(), After = query.Cursor() };
        if (query.Problem is { } problem)
        {
            return problem;
        }

        var inventory = ApiRequest.Service<IInventoryService>(context);
        if (!ApiRequest.TryIsbn(context, out var isbn) || await inventory.FindStockAsync(isbn, context.RequestAborted).ConfigureAwait(false) is null)
        {
            return Problems.BookNotFound;
        }

        return await ListWriter.WriteAsync(
            context,
            settings.Pages,
            request.Limit,
            limit => inventory.ListMovementsAsync(isbn, request with { Limit = limit }, context.RequestAborted),
            Resources.From,
            BookstoreJsonContext.Default.StockMovementResource).ConfigureAwait(false);
    }

    private static ApiProblem? ProblemOf(ChangeStockResult result, int quantity)
    {
        switch (result.Outcome)
        {
            case ChangeStockOutcome.Changed:
                return null;
            case ChangeStockOutcome.BookNotFound:
                return Problems.BookNotFound;
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
