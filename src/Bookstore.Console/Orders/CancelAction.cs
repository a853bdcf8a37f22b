using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Cancels an order, or copies of it.</summary>
internal static class CancelAction
{
    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        return new ActionPlan
        {
            Title = "Cancel order",
            Section = "orders",
            Button = "Cancel order",
            Back = subject.Path,
            IsFinal = true,
            Effects =
            [
                $"Cancels {subject.Name}, {Format.Money(subject.Order.Total)}.",
                "All copies go back into stock at once. This is possible as long as nothing was dispatched.",
                subject.Order.Captured.MinorUnits > 0 ? $"{Format.Money(subject.Order.Refundable)} go back to the customer as a refund." : "What is held of the customer's money is released.",
            ],
            Perform = input => PerformAsync(request, subject, [], input),
        };
    }

    public static async ValueTask<ActionPlan?> PlanItemsAsync(ConsoleRequest request)
    {
        if (await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        return new ActionPlan
        {
            Title = "Cancel copies",
            Section = "orders",
            Button = "Cancel copies",
            Back = subject.Path,
            IsFinal = true,
            Effects = ["Cancels copies that have not left the house. The rest of the order stays as it is."],
            Fields = [.. subject.CopyFields(static line => line.Quantity - line.Cancelled - line.Dispatched)],
            Describe = input =>
            [
                .. subject.Describe(subject.Chosen(input)).Select(static text => $"Cancels {text}."),
                "These copies go back into stock at once.",
                "What they are worth goes back to the customer, without shipping.",
            ],
            Perform = input => PerformAsync(request, subject, input.Copies(), input),
        };
    }

    private static async Task<ActionOutcome> PerformAsync(ConsoleRequest request, OrderSubject subject, IReadOnlyList<(Isbn Isbn, int Quantity)> copies, ActionInput input)
    {
        var cancel = new CancelOrderRequest
        {
            OrderId = subject.Order.Id,
            Items = [.. copies.Select(static item => new CancelOrderItem(item.Isbn, item.Quantity))],
            IdempotencyKey = input.Key,
        };
        var result = await request.Service<IOrderWorkflow>().CancelAsync(cancel, input.CancellationToken).ConfigureAwait(false);
        return ActionOutcome.Of(OrderEndpoints.ProblemOf(result, copies), subject.Path, copies.Count == 0 ? "cancelled" : "items-cancelled");
    }
}
