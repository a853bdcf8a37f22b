using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Responses where a new order did not go through.</summary>
internal static class PlaceOrderOutcomes
{
    // What IOrderWorkflow.CancelAsync leaves as the failure code of a pending order.
    private const string CancelledCode = "cancelled";

    public static ApiProblem ProblemOf(PlaceOrderResult result, PlaceOrderLine[] lines, decimal? expected = null) => result.Outcome switch
    {
        PlaceOrderOutcome.Declined => Declined(result, DeclinedDetail(result.Order)),
        PlaceOrderOutcome.Rejected => Declined(result, RejectedDetail(result.Order)),
        PlaceOrderOutcome.InsufficientStock => InsufficientStock(result.Isbn, result.Available, "Nothing was ordered."),
        PlaceOrderOutcome.NotSellableYet => NotSellableYet(result.Isbn, result.SellableFrom, "Nothing was ordered."),
        PlaceOrderOutcome.BookNotFound => UnknownBook(Array.FindIndex(lines, line => line.Isbn == result.Isbn), result.Isbn),
        PlaceOrderOutcome.TotalChanged => TotalChanged(result, expected),
        PlaceOrderOutcome.NegativeTotal when result.Isbn is { } isbn => Problems.Invalid(
            ProblemCodes.InvalidOrder, $"The discounts of {isbn} are more than its items cost.", "/adjustments", "must not make an item cost less than nothing"),
        PlaceOrderOutcome.NegativeTotal => Problems.Invalid(ProblemCodes.InvalidOrder, "The total would be negative.", "/adjustments", "must not make the total negative"),
        PlaceOrderOutcome.MixedCurrencies => Problems.Invalid(
            ProblemCodes.InvalidOrder, "The books have prices in more than one currency. Order them separately.", "/items", "must be of one currency"),
        PlaceOrderOutcome.ReservationNotHeld => ReservationNotHeld,
        PlaceOrderOutcome.QuoteExpired => QuoteExpired,
        PlaceOrderOutcome.PricerFailed => Problems.PricerFailed,
        PlaceOrderOutcome.PriceFixed => PriceFixed(result.Isbn),
        PlaceOrderOutcome.RefusedByPolicy => PolicyRefused(result.PolicyRefusal!),
        PlaceOrderOutcome.PolicyFailed => Problems.PolicyFailed,
        PlaceOrderOutcome.InProgress => Problems.IdempotencyInProgress,
        PlaceOrderOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        PlaceOrderOutcome.CustomerLimitReached => Problems.Make(
            ProblemCodes.TooManyRequests, "Too many orders of this customer are unpaid or were declined within the last hour. Nothing was ordered.", result.RetryAfter),
        _ => throw new InvalidOperationException("An order's outcome has no answer."),
    };

    /// <summary>An order's reservation is unknown or held no more.</summary>
    public static ApiProblem ReservationNotHeld { get; } = Problems.Make(ProblemCodes.ReservationNotHeld, "The reservation is unknown or held no more. Nothing was ordered.");

    /// <summary>An order's quote is not valid.</summary>
    public static ApiProblem QuoteExpired { get; } = Problems.Make(ProblemCodes.QuoteExpired, "The quote is unknown, has expired, or is another customer's. Nothing was ordered.");

    public static ApiProblem UnknownBook(int index, Isbn? isbn) => UnknownBooks([index], isbn);

    /// <summary>Items name books that the catalogue does not have.</summary>
    public static ApiProblem UnknownBooks(IEnumerable<int> indexes, Isbn? isbn)
    {
        var errors = new FieldErrors();
        foreach (var index in indexes)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"/items/{Math.Max(0, index)}/isbn"), "is no book of the catalogue");
        }

        var problem = Problems.Invalid(ProblemCodes.UnknownBook, "The catalogue does not have one of the books; errors says which.", errors);
        return problem with { Body = problem.Body with { Isbn = isbn?.ToString() } };
    }

    /// <summary>Finds a book whose lines together are more than one line may have.</summary>
    public static ApiProblem? FindOversizedLine(PlaceOrderLine[] lines, string invalidCode)
    {
        var total = 0;
        foreach (var line in lines)
        {
            total += line.Quantity;
        }

        // Most orders are too small for any sum to be too large.
        return total <= Order.MaxQuantity ? null : FindOversizedSum(lines, invalidCode);
    }

    private static ApiProblem? FindOversizedSum(PlaceOrderLine[] lines, string invalidCode)
    {
        var sums = new Dictionary<Isbn, int>();
        for (var index = 0; index < lines.Length; index++)
        {
            var sum = sums.GetValueOrDefault(lines[index].Isbn) + lines[index].Quantity;
            sums[lines[index].Isbn] = sum;
            if (sum > Order.MaxQuantity)
            {
                var pointer = string.Create(CultureInfo.InvariantCulture, $"/items/{index}/quantity");
                return Problems.Invalid(invalidCode, Problems.InvalidBody, pointer, "makes more than 10,000 copies of one book");
            }
        }

        return null;
    }

    private static string DeclinedDetail(Order? order) => order?.PaymentFailureCode is { } code
        ? $"Payment failed: {code}. The order is rejected; nothing is held."
        : "Payment failed. The order is rejected; nothing is held.";

    private static string RejectedDetail(Order? order) => order?.PaymentFailureCode == CancelledCode
        ? "The order was cancelled before its payment was there. It is rejected; nothing is held and no money is kept."
        : "The payment could not be found out in time. The order is rejected; nothing is held and no money is kept.";

    private static ApiProblem Declined(PlaceOrderResult result, string detail)
    {
        var problem = Problems.Make(ProblemCodes.PaymentDeclined, detail);
        return problem with { Body = problem.Body with { OrderId = result.Order?.Id.ToString() }, Replayed = result.Replayed };
    }

    public static ApiProblem InsufficientStock(Isbn? book, int? available, string consequence)
    {
        var isbn = book?.ToString();
        var detail = string.Create(CultureInfo.InvariantCulture, $"Inventory issue for {isbn}: Insufficient stock, {available} can be sold now. {consequence}");
        var problem = Problems.Make(ProblemCodes.InsufficientStock, detail);
        return problem with { Body = problem.Body with { Isbn = isbn, Available = available } };
    }

    public static ApiProblem NotSellableYet(Isbn? book, DateTimeOffset? from, string consequence)
    {
        var problem = Problems.Make(ProblemCodes.NotSellableYet, string.Create(CultureInfo.InvariantCulture, $"{book} can be ordered from {from:yyyy-MM-dd'T'HH:mm:ss'Z'} on. {consequence}"));
        return problem with { Body = problem.Body with { Isbn = book?.ToString(), AvailableFrom = from } };
    }

    private static ApiProblem PriceFixed(Isbn? book)
    {
        var problem = Problems.Make(ProblemCodes.PriceFixed, $"The price of {book} is fixed: a discount must not lower it. Nothing was ordered.");
        return problem with { Body = problem.Body with { Isbn = book?.ToString() } };
    }

    private static ApiProblem PolicyRefused(PolicyRefusal refusal)
    {
        var problem = Problems.Make(ProblemCodes.PolicyRefused, refusal.Text);
        return problem with { Body = problem.Body with { PolicyCode = refusal.Code } };
    }

    private static ApiProblem TotalChanged(PlaceOrderResult result, decimal? expected)
    {
        // The currency is that of the books: only here it is known how many decimals the amount may have.
        if (expected is { } amount && result.Total is { } known && !(Money.TryCreate(amount, known.Currency, out var sent) && sent.MinorUnits >= 0))
        {
            return Problems.Invalid(
                ProblemCodes.InvalidOrder,
                Problems.InvalidBody,
                "/expected_total",
                string.Create(CultureInfo.InvariantCulture, $"must be zero or more, with at most the {Money.GetDecimals(known.Currency)} decimals of {known.Currency}"));
        }

        var problem = Problems.Make(ProblemCodes.TotalChanged, $"The total is {result.Total}, not the expected one. Nothing was ordered.");
        return problem with { Body = problem.Body with { Total = result.Total?.Amount, Currency = result.Total?.Currency } };
    }
}
