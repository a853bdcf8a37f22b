using System.Globalization;
using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Responses where a refund is not made.</summary>
internal static class RefundOutcomes
{
    /// <summary>Returns what is wrong with a body, independent of its order; <see langword="null"/> when nothing is.</summary>
    public static ApiProblem? ProblemOf(CreateRefundBody body)
    {
        var errors = new FieldErrors();
        if (body.Amount <= 0)
        {
            errors.Add("/amount", "must be more than zero");
        }

        if (body.Amount is not null && (body.Items is not null || body.Shipping == true))
        {
            errors.Add("/amount", "must not be sent together with items or shipping, whose worth is the amount");
        }

        return errors.Any ? Problems.Invalid(ProblemCodes.InvalidRefund, Problems.InvalidBody, errors) : null;
    }

    /// <summary>Why a refund was not made.</summary>
    public static ApiProblem ProblemOf(CreateRefundResult result, IReadOnlyList<(Isbn Isbn, int Quantity)> copies) => result.Outcome switch
    {
        CreateRefundOutcome.OrderNotFound => Problems.OrderNotFound,
        CreateRefundOutcome.InvalidAmount => Problems.Invalid(ProblemCodes.InvalidRefund, Problems.InvalidBody, "/amount", ProblemOfAmount(result.Refundable)),
        CreateRefundOutcome.InvalidItems => ProblemOfItems(result.Isbn, copies),
        CreateRefundOutcome.NotRefundable => Problems.Make(ProblemCodes.OrderNotRefundable, ReasonOf(result.PaymentStatus)),
        CreateRefundOutcome.TooManyRefunds => Problems.Make(
            ProblemCodes.OrderNotRefundable, string.Create(CultureInfo.InvariantCulture, $"The order has had {Order.MaxRefunds} refunds, the most that one can have. Nothing changed.")),
        CreateRefundOutcome.ExceedsCaptured => Exceeds(result.Refundable),
        CreateRefundOutcome.PreconditionFailed => Problems.PreconditionFailed,
        CreateRefundOutcome.IdempotencyKeyReused => Problems.IdempotencyKeyReused,
        _ => throw new InvalidOperationException("A refund's outcome has no answer."),
    };

    private static string ProblemOfAmount(Money? refundable) => refundable is { } money
        ? string.Create(CultureInfo.InvariantCulture, $"must be an amount of {money.Currency} with at most {Money.GetDecimals(money.Currency)} decimals")
        : "must be an amount of the order's currency";

    private static ApiProblem ProblemOfItems(Isbn? isbn, IReadOnlyList<(Isbn Isbn, int Quantity)> copies) =>
        isbn is not null ? OrderItems.NotOrdered(ProblemCodes.InvalidRefund, copies, isbn)
        : copies.Count == 0 ? Problems.Invalid(ProblemCodes.InvalidRefund, "The order has no shipping. Nothing changed.", "/shipping", "must be false, because the order has no shipping")
        : Problems.Invalid(ProblemCodes.InvalidRefund, "What is named is worth nothing, or the order has no shipping. Nothing changed.", "/items", "must be worth more than zero, with shipping only where the order has some");

    private static string ReasonOf(PaymentStatus? status) => status is { } known && !IsCaptured(known)
        ? $"The order's payment is {StatusNames.Of(known)}: only captured money can be refunded. Nothing changed."
        : "A payment of the order is being settled, or needs a person first. Nothing changed.";

    private static bool IsCaptured(PaymentStatus status) =>
        status is PaymentStatus.Captured or PaymentStatus.PartiallyRefunded or PaymentStatus.Refunded or PaymentStatus.RefundFailed;

    private static ApiProblem Exceeds(Money? refundable)
    {
        var problem = Problems.Make(ProblemCodes.RefundExceedsCaptured, "With what was refunded or is pending, it would be more than was captured, or more copies than were ordered. Nothing changed.");
        return problem with { Body = problem.Body with { Refundable = refundable?.Amount, Currency = refundable?.Currency } };
    }
}
