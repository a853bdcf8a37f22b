using System.Diagnostics.CodeAnalysis;
using Bookstore.AspNetCore;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Operating;

/// <summary>Runs one route of the console: who it is, whether they may, whether the form is ours, and a page for what goes wrong.</summary>
/// <param name="settings">What all requests share.</param>
/// <param name="role">The role that the route needs.</param>
/// <param name="segments">How many segments its path has below the console.</param>
/// <param name="isOpen">Whether it is there for those who are not signed in.</param>
/// <param name="handler">What it does.</param>
internal sealed class ConsoleEndpoint(ConsoleSettings settings, ApiRole role, int segments, bool isOpen, Func<ConsoleRequest, ValueTask<ConsoleAnswer>> handler)
{
    private const string StoreAway = "The store cannot be used now, so this page has nothing to show. The shop continues when the store is back: reload the page then.";
    private const string StoreAwayAtWrite = "The store cannot be used now. It is not known here whether the action took effect: look at the page it is about before you do it again.";

    public async Task InvokeAsync(HttpContext context)
    {
        ConsoleHeaders.Write(context.Response);
        var client = ClientOf(context);
        var request = new ConsoleRequest(context, settings, BaseOf(context), client ?? settings.Clients.Unnamed);
        if (client is null && !isOpen)
        {
            await SignInFirstAsync(request).ConfigureAwait(false);
            return;
        }

        if (client is null)
        {
            await AnswerAsync(request).ConfigureAwait(false);
            return;
        }

        if (!settings.Clients.TryEnter(client, context.Response.Headers, out var retryAfter))
        {
            await WriteAsync(request, ConsoleAnswer.Problem(Problems.TooManyRequests(retryAfter))).ConfigureAwait(false);
            return;
        }

        try
        {
            await AnswerAsync(request).ConfigureAwait(false);
        }
        finally
        {
            client.Limiter.Leave();
        }
    }

    private async Task AnswerAsync(ConsoleRequest request)
    {
        var context = request.Context;
        if (!isOpen && !request.Can(role))
        {
            settings.Refused.NoteAccess(context, request.Client);
            await WriteAsync(request, ConsoleAnswer.Problem(Problems.Forbidden)).ConfigureAwait(false);
            return;
        }

        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (await ConsoleForms.ReadAsync(context).ConfigureAwait(false) is not { } form)
            {
                await WriteAsync(request, ConsoleAnswer.Problem(
                    StatusCodes.Status400BadRequest,
                    "The form was not accepted",
                    "It is not one that this console made for you, or it is from before you signed in. Nothing changed. Go back, reload the page and send it again.")).ConfigureAwait(false);
                return;
            }

            request = new ConsoleRequest(context, settings, request.Base, request.Client) { Form = form };
        }

        await WriteAsync(request, await HandleAsync(request).ConfigureAwait(false)).ConfigureAwait(false);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Any failure becomes a page that says so.")]
    private async ValueTask<ConsoleAnswer> HandleAsync(ConsoleRequest request)
    {
        var context = request.Context;
        try
        {
            return await handler(request).ConfigureAwait(false);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            switch (exception)
            {
                case InvalidCursorException:
                    return ConsoleAnswer.Problem(StatusCodes.Status400BadRequest, "The page of the list is not there", "The link is of another list. Start again from its first page.");
                case BookstoreOverloadedException overloaded:
                    return ConsoleAnswer.Problem(Problems.Overloaded(overloaded.RetryAfter));
                case BookstoreStoreException:
                    ApiLog.StoreUnavailable(settings.Logger, context.Request.Method, ApiEndpoint.RouteOf(context), exception);
                    return ConsoleAnswer.Problem(StatusCodes.Status503ServiceUnavailable, "The store is away", request.Form is null ? StoreAway : StoreAwayAtWrite);
                default:
                    ApiLog.RequestFailed(settings.Logger, context.Request.Method, ApiEndpoint.RouteOf(context), exception);
                    return ConsoleAnswer.Problem(Problems.InternalError);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            return new WrittenAnswer();
        }
    }

    private static Task WriteAsync(ConsoleRequest request, ConsoleAnswer answer)
    {
        switch (answer)
        {
            case PageAnswer page:
                return ConsoleDocument.WriteAsync(request, page);
            case RedirectAnswer redirect:
                request.Context.Response.StatusCode = StatusCodes.Status303SeeOther;
                request.Context.Response.Headers.Location = $"{request.Base}/{redirect.Path}".TrimEnd('/') + (redirect.Notice is null ? string.Empty : $"?done={redirect.Notice}");
                return Task.CompletedTask;
            default:
                return Task.CompletedTask;
        }
    }

    // A page leads to the sign-in and back; a form, whose content would be lost, does not.
    private static Task SignInFirstAsync(ConsoleRequest request)
    {
        var context = request.Context;
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            return WriteAsync(request, ConsoleAnswer.Problem(StatusCodes.Status401Unauthorized, "Your session has ended", "Nothing changed. Sign in again, then repeat the action."));
        }

        var path = context.Request.PathBase.Add(context.Request.Path).Value![request.Base.Length..].TrimStart('/');
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = $"{request.Base}/sign-in{(path.Length == 0 ? string.Empty : "?to=" + Uri.EscapeDataString(path + context.Request.QueryString.Value))}";
        return Task.CompletedTask;
    }

    private ApiClient? ClientOf(HttpContext context)
    {
        if (!settings.HasSignIn)
        {
            return settings.Clients.Find(context.User) ?? settings.Clients.Unnamed;
        }

        var client = ConsoleSession.Find(context, settings);
        if (client is not null)
        {
            // The forms' tokens are made for this person alone.
            context.User = ApiKeyIdentity.Of(client);
        }

        return client;
    }

    private string BaseOf(HttpContext context)
    {
        var path = context.Request.PathBase.Add(context.Request.Path).Value!.TrimEnd('/');
        for (var segment = 0; segment < segments; segment++)
        {
            path = path[..Math.Max(0, path.LastIndexOf('/'))];
        }

        return path;
    }
}
