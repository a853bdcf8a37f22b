using Bookstore.AspNetCore;
using Bookstore.Contracts;

namespace Bookstore.Operating;

/// <summary>Requests a return of copies that have arrived.</summary>
internal static class ReturnAction
{
    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        return new ActionPlan
        {
            Title = "Return copies",
            Section = "orders",
            Button = "Request return",
            Back = subject.Path,
            Effects = [$"Puts a return of {subject.Name} on record. It is approved and received next; what comes back decides the refund."],
            Fields =
            [
                .. subject.CopyFields(static line => line.Delivered - line.Returned),
                new ActionField("reason", "Reason", ActionFieldKind.Text) { MaxLength = Return.MaxReasonLength, Help = "In the customer's words." },
                new ActionField("shipping", "Refund the shipping as well", ActionFieldKind.Check),
                new ActionField("note", "Note", ActionFieldKind.LongText) { MaxLength = Return.MaxNoteLength },
            ],
            Describe = input =>
            [
                .. subject.Describe(subject.Chosen(input)).Select(static text => $"Expects {text} back."),
                "No money moves yet. The refund follows when the copies are received.",
            ],
            Perform = input => PerformAsync(request, subject, input),
        };
    }

    private static async Task<ActionOutcome> PerformAsync(ConsoleRequest request, OrderSubject subject, ActionInput input)
    {
        var copies = input.Copies();
        var create = new CreateReturnRequest
        {
            OrderId = subject.Order.Id,
            Items = [.. copies.Select(copy => new ReturnItem(copy.Isbn, copy.Quantity, input.Text("reason")))],
            Shipping = input.IsChecked("shipping"),
            Note = input.Text("note"),
            IdempotencyKey = input.Key,
        };
        var result = await request.Service<IReturnService>().CreateAsync(create, input.CancellationToken).ConfigureAwait(false);
        var sent = copies.Select(static copy => new ReturnItemBody { Isbn = copy.Isbn.ToString(), Quantity = copy.Quantity }).ToList();
        return ActionOutcome.Of(result.Outcome == CreateReturnOutcome.Created ? null : ReturnOutcomes.ProblemOf(result, sent), subject.Path, "returned");
    }
}
