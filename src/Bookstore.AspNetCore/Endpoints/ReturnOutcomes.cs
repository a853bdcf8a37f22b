using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Responses where a return is not made or moved.</summary>
internal static class ReturnOutcomes
{
    /// <summary>Why a return was not made.</summary>
    public static ApiProblem ProblemOf(CreateReturnResult result, IReadOnlyList<ReturnItemBody> items) => result.Outcome switch
    {
        CreateReturnOutcome.OrderNotFound => Problems.OrderNotFound,
        CreateReturnOutcome.InvalidItems => NoSuchBook(result.Isbn, items.Select(static item => item.Isbn), "is no book of the order"),
        CreateReturnOutcome.ExceedsDelivered => Exceeds(result.Isbn, "Not so many copies of the book have arrived that are neither returned nor in another open return. Nothing changed."),
        CreateReturnOutcome.TooManyReturns => Problems.Make(
            ProblemCodes.ReturnExceedsDelivered, string.Create(CultureInfo.InvariantCulture, $"The order has had {Order.MaxReturns} returns, the most that one can have. Nothing changed.")),
        CreateReturnOutcome.PreconditionFailed => Problems.PreconditionFailed,
        CreateReturnOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        _ => throw new InvalidOperationException("A return's outcome has no answer."),
    };

    /// <summary>Why a return was not moved.</summary>
    public static ApiProblem ProblemOf(MoveReturnResult result, ReturnStatus status, IReadOnlyList<ReceivedItemBody> items) => result.Outcome switch
    {
        MoveReturnOutcome.ReturnNotFound => Problems.ReturnNotFound,
        MoveReturnOutcome.InvalidTransition => NoSuchStep(result.Return!, status),
        MoveReturnOutcome.InvalidItems => NoSuchBook(result.Isbn, items.Select(static item => item.Isbn), "is no book of the return"),
        MoveReturnOutcome.ExceedsDelivered => Exceeds(result.Isbn, "Not so many copies of the book have arrived that are neither returned nor in another open return. Nothing changed."),
        MoveReturnOutcome.StockLimitReached => Problems.StockLimitReached,
        MoveReturnOutcome.PreconditionFailed => Problems.PreconditionFailed,
        _ => throw new InvalidOperationException("A return's outcome has no answer."),
    };

    private static ApiProblem NoSuchBook(Isbn? isbn, IEnumerable<string> isbns, string message)
    {
        var problem = Problems.Invalid(ProblemCodes.InvalidReturn, Problems.InvalidBody, ReturnItems.PointerOf(isbns, isbn, "isbn"), message);
        return problem with { Body = problem.Body with { Isbn = isbn?.ToString() } };
    }

    private static ApiProblem Exceeds(Isbn? isbn, string detail)
    {
        var problem = Problems.Make(ProblemCodes.ReturnExceedsDelivered, detail);
        return problem with { Body = problem.Body with { Isbn = isbn?.ToString() } };
    }

    private static ApiProblem NoSuchStep(Return known, ReturnStatus status) => Problems.Make(
        ProblemCodes.InvalidTransition,
        known.Status == status || known is { Status: ReturnStatus.Completed } && status == ReturnStatus.Received
            ? $"The return is {StatusNames.Of(known.Status)}, and other copies were received. Nothing changed."
            : $"A return that is {StatusNames.Of(known.Status)} cannot become {StatusNames.Of(status)}. Nothing changed.");
}
