using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Operating;

/// <summary>Takes an action from its form over the question to its effect. It needs no script: each step is a page.</summary>
internal static class ActionRun
{
    private const string Confirm = "confirm";
    private const string Change = "change";

    public static async ValueTask<ConsoleAnswer> AskAsync(ConsoleRequest request, Func<ConsoleRequest, ValueTask<ActionPlan?>> find)
    {
        var plan = await find(request).ConfigureAwait(false);
        return plan is null ? ConsoleAnswer.Problem(Problems.NotFound) : Page(plan, new ActionModel(plan, NewKey(request), null, plan.Asks ? null : [], null));
    }

    public static async ValueTask<ConsoleAnswer> PostAsync(ConsoleRequest request, Func<ConsoleRequest, ValueTask<ActionPlan?>> find)
    {
        if (await find(request).ConfigureAwait(false) is not { } plan)
        {
            return ConsoleAnswer.Problem(Problems.NotFound);
        }

        var input = ActionInput.Read(plan, request);
        var step = request.Form!["step"].ToString();
        var effects = input.Errors.Count == 0 ? plan.Describe?.Invoke(input) ?? [] : [];
        if (input.Errors.Count > 0 || step == Change)
        {
            return Page(plan, new ActionModel(plan, input.Key.Value, input, null, null), input.Errors.Count > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
        }

        if (step != Confirm)
        {
            return Page(plan, new ActionModel(plan, input.Key.Value, input, effects, null));
        }

        var outcome = await PerformAsync(plan, input, request).ConfigureAwait(false);
        if (outcome.Problem is not { } problem)
        {
            return ConsoleAnswer.Redirect(outcome.Next, outcome.Notice);
        }

        // A refusal that changed nothing does not use the key up; after a fault, the same key finds out what happened.
        var key = problem.Body.Code == Contracts.ProblemCodes.IdempotencyKeyReused ? NewKey(request) : input.Key.Value;
        var isFault = problem.Body.Status >= StatusCodes.Status500InternalServerError;
        return Page(plan, new ActionModel(plan, key, input, isFault || !plan.Asks ? effects : null, problem), problem.Body.Status);
    }

    private static async Task<ActionOutcome> PerformAsync(ActionPlan plan, ActionInput input, ConsoleRequest request)
    {
        using var actor = Actor.Use(request.Client.Actor);
        try
        {
            return await plan.Perform(input).ConfigureAwait(false);
        }
        catch (ArgumentException exception)
        {
            // What the library refuses and the form let through.
            return new ActionOutcome(Problems.Make(Contracts.ProblemCodes.InvalidOrder, exception.Message.Split('\n')[0]), string.Empty, string.Empty);
        }
        catch (BookstoreOverloadedException exception)
        {
            return new ActionOutcome(Problems.Overloaded(exception.RetryAfter), string.Empty, string.Empty);
        }
        catch (BookstoreStoreException exception)
        {
            ApiLog.StoreUnavailable(request.Settings.Logger, request.Context.Request.Method, ApiEndpoint.RouteOf(request.Context), exception);
            return new ActionOutcome(exception.IsOutcomeUnknown ? Problems.OutcomeUnknown : Problems.StoreUnavailable, string.Empty, string.Empty);
        }
    }

    private static PageAnswer Page(ActionPlan plan, ActionModel model, int status = StatusCodes.Status200OK) =>
        ConsoleAnswer.Page<ActionPage, ActionModel>(plan.Title, plan.Section, model, status);

    private static string NewKey(ConsoleRequest request) => Guid.CreateVersion7(request.Now).ToString();
}
