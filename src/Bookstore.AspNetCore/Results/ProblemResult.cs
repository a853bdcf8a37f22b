using Microsoft.AspNetCore.Http;

namespace Bookstore.AspNetCore;

/// <summary>Writes the problem that a handler returns.</summary>
internal static class ProblemResult
{
    public static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        if (problem.Body.Status != StatusCodes.Status429TooManyRequests)
        {
            return ProblemWriter.WriteAsync(context, problem);
        }

        // The route knows the client, and counts it.
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        Refusal.Note(context, problem);
        return Task.CompletedTask;
    }
}
