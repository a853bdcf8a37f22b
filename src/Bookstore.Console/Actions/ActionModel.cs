using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>What the page of an action shows.</summary>
/// <param name="Plan">The action.</param>
/// <param name="Key">The idempotency key of this form.</param>
/// <param name="Input">What was entered; <see langword="null"/> for nothing yet.</param>
/// <param name="Confirms">What will happen, once all is entered; <see langword="null"/> while it is being entered.</param>
/// <param name="Problem">Why it was refused.</param>
internal sealed record ActionModel(ActionPlan Plan, string Key, ActionInput? Input, IReadOnlyList<string>? Confirms, ApiProblem? Problem)
{
    public string ValueOf(ActionField field) => Input is null ? field.Value : Input.Raw(field.Name);

    public string? ErrorOf(ActionField field) => Input?.Errors.GetValueOrDefault(field.Name);
}
