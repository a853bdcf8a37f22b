using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Captures the amount that is held for an order.</summary>
internal static class CaptureAction
{
    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        var total = subject.Order.CaptureAmount ?? subject.Order.Total;
        return new ActionPlan
        {
            Title = "Capture payment",
            Section = "orders",
            Button = "Capture payment",
            Back = subject.Path,
            IsFinal = true,
            Effects = [$"Takes the amount that is held for {subject.Name}. A part can be taken once: the rest is released."],
            Fields =
            [
                new ActionField("amount", "Amount", ActionFieldKind.Amount)
                {
                    Unit = total.Currency,
                    Decimals = Money.GetDecimals(total.Currency),
                    Value = Format.Plain(total),
                    IsRequired = true,
                    Help = $"{Format.Money(total)} are held.",
                },
            ],
            Describe = input => IsAll(input, total)
                ? [$"Captures {Format.Money(total)}, all that is held."]
                : [$"Captures {input.Raw("amount")} {total.Currency} of {Format.Money(total)}.", "Releases the rest: it cannot be captured later."],
            Perform = input => PerformAsync(request, subject, IsAll(input, total) ? null : input.Amount("amount"), input),
        };
    }

    private static bool IsAll(ActionInput input, Money total) => input.Amount("amount") == total.Amount;

    private static async Task<ActionOutcome> PerformAsync(ConsoleRequest request, OrderSubject subject, decimal? amount, ActionInput input)
    {
        var capture = new CapturePaymentRequest { OrderId = subject.Order.Id, Amount = amount, IdempotencyKey = input.Key };
        var result = await request.Service<IOrderWorkflow>().CapturePaymentAsync(capture, input.CancellationToken).ConfigureAwait(false);
        return ActionOutcome.Of(PaymentEndpoints.ProblemOf(result, amount), subject.Path, "captured");
    }
}
