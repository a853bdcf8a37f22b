using Bookstore.AspNetCore;
using Bookstore.Contracts;

namespace Bookstore.Operating;

/// <summary>Approves, rejects, receives, completes or cancels a return.</summary>
internal static class MoveReturnAction
{
    /// <summary>What can be done with a return: the path and the name of each step.</summary>
    public static IReadOnlyList<(string Path, string Text)> Of(ReturnStatus status) => status switch
    {
        ReturnStatus.Requested => [("approve", "Approve"), ("reject", "Reject"), ("cancel", "Cancel")],
        ReturnStatus.Approved => [("receive", "Receive"), ("cancel", "Cancel")],
        ReturnStatus.Received => [("complete", "Complete")],
        _ => [],
    };

    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        var returns = request.Service<IReturnService>();
        if (await returns.FindAsync(request.Id(), request.Aborted).ConfigureAwait(false) is not { } known)
        {
            return null;
        }

        var name = $"return {Format.Short(known.Id)}";
        var titles = await OrderReads.TitlesAsync(request, known.Lines.Select(static line => line.Isbn)).ConfigureAwait(false);
        return request.Value("step") switch
        {
            "approve" => Plan("Approve return", [$"Approves {name}. Its copies are expected then."], ReturnStatus.Approved, input => returns.ApproveAsync(known.Id, cancellationToken: input.CancellationToken)),
            "cancel" => Plan("Cancel return", [$"Cancels {name}. Its copies do not come; another return can be about them."], ReturnStatus.Cancelled, input => returns.CancelAsync(known.Id, cancellationToken: input.CancellationToken)),
            "complete" => Plan("Complete return", [$"Completes {name}. Nothing more is done about it."], ReturnStatus.Completed, input => returns.CompleteAsync(known.Id, cancellationToken: input.CancellationToken)),
            "reject" => Plan("Reject return", [$"Rejects {name}. The shop does not take the copies back."], ReturnStatus.Rejected, input => returns.RejectAsync(known.Id, input.Raw("reason"), cancellationToken: input.CancellationToken)) with
            {
                Fields = [new ActionField("reason", "Reason", ActionFieldKind.Text) { MaxLength = Return.MaxReasonLength, IsRequired = true }],
                Describe = input => [$"Rejects {name}: {input.Raw("reason")}"],
            },
            "receive" => Receive(known, titles, returns),
            _ => null,
        };
    }

    private static ActionPlan Receive(Return known, IReadOnlyDictionary<Isbn, string> titles, IReturnService returns)
    {
        var plan = Plan(
            "Receive copies",
            ["Enter how many copies came, and how many of them can be sold again. What came decides the refund; the others are written off."],
            ReturnStatus.Received,
            input => returns.ReceiveAsync(new ReceiveReturnRequest { ReturnId = known.Id, Items = Items(known, input) }, input.CancellationToken));
        return plan with
        {
            Fields =
            [
                .. known.Lines.SelectMany(line => new[]
                {
                    ActionField.Copies(line.Isbn, $"{titles.GetValueOrDefault(line.Isbn, line.Isbn.ToString())}: came", line.Quantity, "received", Format.Count(line.Quantity)),
                    ActionField.Copies(line.Isbn, $"{titles.GetValueOrDefault(line.Isbn, line.Isbn.ToString())}: can be sold", line.Quantity, "sellable", Format.Count(line.Quantity)),
                }),
            ],
            Describe = input => Describe(known, titles, input),
        };
    }

    private static string[] Describe(Return known, IReadOnlyDictionary<Isbn, string> titles, ActionInput input)
    {
        var items = Items(known, input);
        foreach (var item in items.Where(static item => item.Sellable > item.Received))
        {
            input.Errors.TryAdd($"sellable-{item.Isbn}", "Not more can be sold than came.");
        }

        return
        [
            .. items.Select(item => $"{item.Received} × {titles.GetValueOrDefault(item.Isbn, item.Isbn.ToString())} came back: {item.Sellable} go into stock, {item.Received - item.Sellable} are written off."),
            "The refund of what came is made at once, unless the shop makes refunds by hand.",
        ];
    }

    private static List<ReceivedItem> Items(Return known, ActionInput input) =>
        [.. known.Lines.Select(line => new ReceivedItem(line.Isbn, input.Number($"received-{line.Isbn}") ?? 0, input.Number($"sellable-{line.Isbn}") ?? 0))];

    private static ActionPlan Plan(string title, IReadOnlyList<string> effects, ReturnStatus to, Func<ActionInput, Task<MoveReturnResult>> move) => new()
    {
        Title = title,
        Section = "returns",
        Button = title,
        Back = "returns",
        IsFinal = to is ReturnStatus.Rejected or ReturnStatus.Cancelled,
        Effects = effects,
        Perform = async input =>
        {
            var result = await move(input).ConfigureAwait(false);
            return ActionOutcome.Of(result.Outcome == MoveReturnOutcome.Moved ? null : ReturnOutcomes.ProblemOf(result, to, Array.Empty<ReceivedItemBody>()), "returns", "return-moved");
        },
    };
}
