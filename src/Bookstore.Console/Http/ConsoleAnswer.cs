using System.Diagnostics.CodeAnalysis;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Operating;

/// <summary>The result of a handler of the console.</summary>
internal abstract record ConsoleAnswer
{
    /// <summary>A page: a component and what it shows.</summary>
    public static PageAnswer Page<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage, TModel>(string title, string section, TModel model, int status = StatusCodes.Status200OK)
        where TPage : IComponent
        where TModel : class => new(title, section, status, builder =>
        {
            builder.OpenComponent<CascadingValue<TModel>>(0);
            builder.AddComponentParameter(1, nameof(CascadingValue<TModel>.Value), model);
            builder.AddComponentParameter(2, nameof(CascadingValue<TModel>.IsFixed), true);
            builder.AddComponentParameter(3, nameof(CascadingValue<TModel>.ChildContent), (RenderFragment)(static content =>
            {
                content.OpenComponent<TPage>(0);
                content.CloseComponent();
            }));
            builder.CloseComponent();
        });

    /// <summary>A page that says why there is no other one, in the API's words.</summary>
    public static PageAnswer Problem(ApiProblem problem) =>
        Problem(problem.Body.Status, problem.Body.Title ?? string.Empty, problem.Body.Detail ?? string.Empty);

    public static PageAnswer Problem(int status, string title, string detail) => Page<ProblemPage, ProblemModel>(title, string.Empty, new ProblemModel(title, detail), status);

    public static RedirectAnswer Redirect(string path, string? notice = null) => new(path, notice);
}

/// <summary>A page.</summary>
internal sealed record PageAnswer(string Title, string Section, int Status, Action<RenderTreeBuilder> Content) : ConsoleAnswer;

/// <summary>Leads to another page of the console, after an action.</summary>
/// <param name="Path">Where to, below the console.</param>
/// <param name="Notice">The name of what that page says at its top, one of <see cref="Notices"/>.</param>
internal sealed record RedirectAnswer(string Path, string? Notice) : ConsoleAnswer;

/// <summary>Says that the handler has written the response itself.</summary>
internal sealed record WrittenAnswer : ConsoleAnswer;

/// <summary>Why there is no other page.</summary>
internal sealed record ProblemModel(string Title, string Detail);
