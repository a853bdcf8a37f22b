using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Schedules a delivery of an order, of all that is left or of some copies.</summary>
internal static class DeliverAction
{
    public static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request)
    {
        if (await OrderSubject.FindAsync(request).ConfigureAwait(false) is not { } subject)
        {
            return null;
        }

        return new ActionPlan
        {
            Title = "Deliver",
            Section = "orders",
            Button = "Schedule delivery",
            Back = subject.Path,
            Effects = [$"Schedules a delivery of {subject.Name} and books its courier in the background. Stock leaves when it is dispatched."],
            Fields =
            [
                .. subject.CopyFields(static line => line.Quantity - line.Cancelled - line.Dispatched).Select(static field => field with { Help = "Empty in all rows: all that is left." }),
                new ActionField("address", "Address", ActionFieldKind.LongText) { MaxLength = Delivery.MaxAddressLength, IsRequired = true },
                new ActionField("courier", "Courier", ActionFieldKind.Text) { MaxLength = Delivery.MaxCourierLength, Value = "local", IsRequired = true },
            ],
            Describe = input => input.Copies() is { Count: > 0 } copies
                ? [.. subject.Describe(copies).Select(static text => $"Delivers {text}."), $"Books the courier {input.Raw("courier")}."]
                : ["Delivers all copies that are in no delivery yet.", $"Books the courier {input.Raw("courier")}."],
            Perform = input => PerformAsync(request, subject, input),
        };
    }

    private static async Task<ActionOutcome> PerformAsync(ConsoleRequest request, OrderSubject subject, ActionInput input)
    {
        var copies = input.Copies();
        var schedule = new ScheduleDeliveryRequest
        {
            OrderId = subject.Order.Id,
            Lines = [.. copies.Select(static copy => new DeliveryLine(copy.Isbn, copy.Quantity))],
            Address = input.Raw("address"),
            Courier = input.Raw("courier"),
            IdempotencyKey = input.Key,
        };
        var result = await request.Service<IDeliveryService>().ScheduleAsync(schedule, input.CancellationToken).ConfigureAwait(false);
        return ActionOutcome.Of(result.Outcome == ScheduleDeliveryOutcome.Scheduled ? null : DeliveryEndpoints.ProblemOf(result, copies), subject.Path, "scheduled");
    }
}
