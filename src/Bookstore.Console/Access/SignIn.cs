using Microsoft.AspNetCore.Http;

namespace Bookstore.Operating;

/// <summary>The sign-in page of a console without a policy of the application: it takes the API key of a client.</summary>
internal static class SignIn
{
    private const string Unknown = "No client has this API key, or it was revoked.";

    public static ValueTask<ConsoleAnswer> Ask(ConsoleRequest request) => ValueTask.FromResult<ConsoleAnswer>(Page(request.Query("to"), null));

    public static ValueTask<ConsoleAnswer> TryAsync(ConsoleRequest request)
    {
        var key = request.Form!["key"] is [{ } text] ? text.Trim() : string.Empty;
        var to = request.Form["to"].ToString();
        if (request.Settings.Clients.Find(new Microsoft.Extensions.Primitives.StringValues(key)) is null)
        {
            request.Settings.Refused.NoteAccess(request.Context, null);
            return ValueTask.FromResult<ConsoleAnswer>(Page(to, Unknown, StatusCodes.Status401Unauthorized));
        }

        ConsoleSession.Begin(request, key);
        return ValueTask.FromResult<ConsoleAnswer>(ConsoleAnswer.Redirect(IsPath(to) ? to : string.Empty));
    }

    public static ValueTask<ConsoleAnswer> End(ConsoleRequest request)
    {
        ConsoleSession.End(request);
        return ValueTask.FromResult<ConsoleAnswer>(ConsoleAnswer.Redirect("sign-in"));
    }

    private static PageAnswer Page(string? to, string? problem, int status = StatusCodes.Status200OK) =>
        ConsoleAnswer.Page<SignInPage, SignInModel>("Sign in", string.Empty, new SignInModel(IsPath(to) ? to : null, problem), status);

    // Below the console: it is put behind the console's own path, and can lead nowhere else.
    private static bool IsPath(string? to) => to is { Length: > 0 and <= 1_000 } && !to.StartsWith('/') && !to.Contains("..", StringComparison.Ordinal) && to.All(static character => character is > ' ' and < '\u007f' and not '\\');
}

/// <summary>What the sign-in page shows.</summary>
/// <param name="To">The page that comes next.</param>
/// <param name="Problem">Why the last try failed.</param>
internal sealed record SignInModel(string? To, string? Problem);
