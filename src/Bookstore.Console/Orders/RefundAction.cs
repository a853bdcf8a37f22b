using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Gives money of an order back: an amount, or what copies are worth.</summary>
internal static class RefundAction
{
    private static readonly string[] Reasons = ["requested_by_customer", "damaged", "duplicate", "goodwill", "other"];

    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        var left = subject.Order.Refundable;
        return Frame(request, subject) with
        {
            Effects = [$"Gives money of {subject.Name} back. {Format.Money(left)} can be refunded.", "Stock is left alone: goods that come back are a return."],
            Fields =
            [
                new ActionField("amount", "Amount", ActionFieldKind.Amount) { Unit = left.Currency, Decimals = Money.GetDecimals(left.Currency), Value = Format.Plain(left), IsRequired = true },
                .. ReasonFields(),
            ],
            Describe = input => [$"Gives {input.Raw("amount")} {left.Currency} back to {subject.Order.CustomerId}, with the payment that the order was paid with.", "It cannot be taken back."],
            Perform = input => PerformAsync(request, subject, new CreateRefundRequest { OrderId = subject.Order.Id, Reason = input.Raw("reason"), Amount = input.Amount("amount") }, [], input),
        };
    }

    public static async ValueTask<ActionPlan?> PlanItemsAsync(ConsoleRequest request)
    {
        if (await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        return Frame(request, subject) with
        {
            Title = "Refund copies",
            Effects = [$"Gives back what copies of {subject.Name} are worth: their price and their share of tax and discounts.", "Stock is left alone: goods that come back are a return."],
            Fields =
            [
                .. subject.CopyFields(static line => line.Quantity - line.Cancelled),
                new ActionField("shipping", "Refund the shipping as well", ActionFieldKind.Check),
                .. ReasonFields(),
            ],
            Describe = input => DescribeItems(subject, input),
            Perform = input =>
            {
                var copies = input.Copies();
                var refund = new CreateRefundRequest
                {
                    OrderId = subject.Order.Id,
                    Reason = input.Raw("reason"),
                    Items = [.. copies.Select(static copy => new RefundItem(copy.Isbn, copy.Quantity))],
                    Shipping = input.IsChecked("shipping"),
                };
                return PerformAsync(request, subject, refund, copies, input);
            },
        };
    }

    private static ActionPlan Frame(ConsoleRequest request, OrderSubject subject) => new()
    {
        Title = "Refund amount",
        Section = "orders",
        Button = "Refund",
        Back = subject.Path,
        IsFinal = true,
        Perform = input => PerformAsync(request, subject, new CreateRefundRequest { OrderId = subject.Order.Id, Reason = input.Raw("reason") }, [], input),
    };

    private static IReadOnlyList<string> DescribeItems(OrderSubject subject, ActionInput input)
    {
        var copies = input.IsChecked("shipping") ? input.Copies() : subject.Chosen(input);
        return
        [
            .. subject.Describe(copies).Select(static text => $"Refunds {text}."),
            .. input.IsChecked("shipping") ? (string[])["Refunds the shipping."] : [],
            $"The money goes back to {subject.Order.CustomerId}, with the payment that the order was paid with. It cannot be taken back.",
        ];
    }

    private static IEnumerable<ActionField> ReasonFields() =>
    [
        new ActionField("reason", "Reason", ActionFieldKind.Choice) { Choices = [.. Reasons.Select(static reason => (reason, Format.Words(reason)))], Value = Reasons[0], IsRequired = true },
        new ActionField("note", "Note", ActionFieldKind.LongText) { MaxLength = Refund.MaxNoteLength, Help = "For the shop. Customers do not see it." },
    ];

    private static async Task<ActionOutcome> PerformAsync(
        ConsoleRequest request, OrderSubject subject, CreateRefundRequest refund, IReadOnlyList<(Isbn Isbn, int Quantity)> copies, ActionInput input)
    {
        var result = await request.Service<IRefundService>().CreateAsync(refund with { Note = input.Text("note"), IdempotencyKey = input.Key }, input.CancellationToken).ConfigureAwait(false);
        return ActionOutcome.Of(result.Outcome == CreateRefundOutcome.Created ? null : RefundOutcomes.ProblemOf(result, copies), subject.Path, "refunded");
    }
}
