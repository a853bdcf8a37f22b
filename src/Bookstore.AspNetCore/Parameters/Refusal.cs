using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Why a request does not reach its handler. A parameter's type that refuses a request returns no value: ASP.NET Core then passes over the handler, and the route writes the problem.</summary>
internal static class Refusal
{
    /// <summary>Refuses a request. Only the first refusal counts.</summary>
    public static void Note(HttpContext context, ApiProblem problem)
    {
        if (Of(context) is null)
        {
            context.Features.Set(problem);
        }
    }

    /// <summary>Refuses a request.</summary>
    /// <returns>No value.</returns>
    public static ValueTask<T?> Because<T>(HttpContext context, ApiProblem problem)
        where T : class
    {
        Note(context, problem);
        return default;
    }

    /// <summary>The problem that a request was refused with; <see langword="null"/> when it was not.</summary>
    public static ApiProblem? Of(HttpContext context) => context.Features.Get<ApiProblem>();

    /// <summary>The refusal that is still to be written, once the handler has run or was passed over.</summary>
    public static ApiProblem? Unwritten(HttpContext context) =>
        context.Response is { StatusCode: StatusCodes.Status400BadRequest or StatusCodes.Status429TooManyRequests, HasStarted: false } ? Of(context) : null;
}
