using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>An action on one thing: what it asks, what it will do, and how it is done.</summary>
internal sealed record ActionPlan
{
    public required string Title { get; init; }

    /// <summary>The section of the navigation.</summary>
    public required string Section { get; init; }

    /// <summary>What the button says: the verb and its object.</summary>
    public required string Button { get; init; }

    /// <summary>The page that it is about, below the console.</summary>
    public required string Back { get; init; }

    /// <summary>Whether it cannot be undone.</summary>
    public bool IsFinal { get; init; }

    /// <summary>What it does, a sentence each.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>What it asks for. With none, it is confirmed at once.</summary>
    public IReadOnlyList<ActionField> Fields { get; init; } = [];

    /// <summary>Whether a person has to enter something.</summary>
    public bool Asks => Fields.Any(static asked => asked.Kind != ActionFieldKind.Hidden);

    /// <summary>What it will do with what was entered, a sentence each; or what is wrong with it.</summary>
    public Func<ActionInput, IReadOnlyList<string>>? Describe { get; init; }

    public required Func<ActionInput, Task<ActionOutcome>> Perform { get; init; }
}

/// <summary>What came of an action: a problem, or the page that comes next.</summary>
internal sealed record ActionOutcome(ApiProblem? Problem, string Next, string Notice)
{
    public static ActionOutcome Of(ApiProblem? problem, string next, string notice) => new(problem, next, notice);
}
