using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Has work that needs a person done again, records that it was done another way, or gives it up.</summary>
internal static class WorkActions
{
    private const string Attention = "attention";
    private const string Note = "note";

    /// <summary>What can be done with work that needs a person.</summary>
    public static IEnumerable<(string Path, string Text)> Of(WorkItem item)
    {
        if (item.State != WorkItemState.Attention || item.Kind == WorkItemKind.Return)
        {
            yield break;
        }

        var path = $"work/{StatusNames.Of(item.Kind)}/{item.Id}";
        yield return ($"{path}/retry", "Retry");
        if (IsCall(item.Kind) && WorkListReads.ReasonOf(item) is { } reason)
        {
            yield return ($"{path}/done?{Attention}={reason}", "Mark as done");
            yield return ($"{path}/give-up?{Attention}={reason}", "Give up");
        }
    }

    public static ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request) => ValueTask.FromResult(WorkListReads.KindOf(request.Value("kind")) is { } kind
        ? request.Value("step") switch
        {
            "retry" when kind != WorkItemKind.Return => Retry(request, kind),
            "done" when IsCall(kind) => Done(request, kind),
            "give-up" when IsCall(kind) => GiveUp(request, kind),
            _ => null,
        }
        : null);

    private static bool IsCall(WorkItemKind kind) => kind is WorkItemKind.Payment or WorkItemKind.Refund or WorkItemKind.Courier;

    private static ActionPlan Retry(ConsoleRequest request, WorkItemKind kind) => Frame("Retry", kind, request) with
    {
        Effects =
        [
            kind switch
            {
                WorkItemKind.Payment => "Has the call to the payment gateway made again: a refused one under a new key, one with an unknown outcome under the same.",
                WorkItemKind.Refund => "Has the refund made again: a refused one under a new key, one with an unknown outcome under the same.",
                WorkItemKind.Courier => "Has the call to the courier made again: a refused one under a new key, one with an unknown outcome under the same.",
                WorkItemKind.Webhook => "Sends the event once more, or enables the endpoint: it continues where it stopped.",
                WorkItemKind.EventHandler => "Gives the event to its handler once more.",
                _ => "Works on the notification once more.",
            },
        ],
        Perform = async input =>
        {
            var id = request.Id();
            var result = await request.Service<IBookstoreMaintenance>().RetryWorkAsync(id, input.Key, cancellationToken: input.CancellationToken).ConfigureAwait(false);
            return ActionOutcome.Of(WorkOutcomes.ResultOf(id, result).Problem, "work", "retried");
        },
    };

    private static ActionPlan Done(ConsoleRequest request, WorkItemKind kind) => Frame("Mark as done", kind, request) with
    {
        Effects = [kind == WorkItemKind.Courier ? "Records that the courier was called another way, such as by phone. No call is made for it any more." : "Records that it was done another way, such as in the gateway's dashboard or by bank transfer. No call is made for it any more."],
        Fields = [.. SeenField(request), new ActionField(Note, kind == WorkItemKind.Courier ? "Tracking number" : "Reference", ActionFieldKind.Text) { MaxLength = 100, Help = kind == WorkItemKind.Courier ? "Not needed where a booking was cancelled." : "What finds it there, such as the number of the transfer.", IsRequired = kind != WorkItemKind.Courier }],
        Describe = static input => [$"Puts on record that it was done another way{(input.Text(Note) is { } note ? $": {note}" : null)}.", "It is not done again."],
        Perform = input => ResolveAsync(request, DeliveryResolution.Done, input, "marked-done"),
    };

    private static ActionPlan GiveUp(ConsoleRequest request, WorkItemKind kind) => Frame("Give up", kind, request) with
    {
        IsFinal = true,
        Effects =
        [
            kind switch
            {
                WorkItemKind.Payment => "Gives the call up. An order whose capture is given up is cancelled and its stock released.",
                WorkItemKind.Refund => "Gives the refund up. Its amount can be refunded by another one.",
                _ => "Gives the booking up. The delivery fails, and its copies can be in another one.",
            },
        ],
        Fields = [.. SeenField(request), .. kind == WorkItemKind.Courier ? (ActionField[])[] : [new ActionField(Note, "Reason", ActionFieldKind.Text) { MaxLength = 100, IsRequired = true }]],
        Describe = static input => [$"Gives it up{(input.Text(Note) is { } note ? $": {note}" : null)}."],
        Perform = input => ResolveAsync(request, DeliveryResolution.GiveUp, input, "given-up"),
    };

    // Nothing changes when it needs a person for another reason by now.
    private static ActionField[] SeenField(ConsoleRequest request) => [ActionField.Hidden(Attention, request.Query(Attention) ?? string.Empty)];

    private static async Task<ActionOutcome> ResolveAsync(ConsoleRequest request, DeliveryResolution resolution, ActionInput input, string notice)
    {
        var decided = new WorkResolution(resolution, input.Raw(Attention), input.Text(Note), null, input.Key);
        var result = await WorkEndpoints.ResolveAsync(request.Context, request.Id(), decided, input.CancellationToken).ConfigureAwait(false);
        return ActionOutcome.Of(result.Problem, "work", notice);
    }

    private static ActionPlan Frame(string verb, WorkItemKind kind, ConsoleRequest request) => new()
    {
        Title = $"{verb}: {Format.Words(StatusNames.Of(kind))} {Format.Short(request.Id())}",
        Section = "work",
        Button = verb,
        Back = "work",
        Perform = static _ => throw new InvalidOperationException(),
    };
}
