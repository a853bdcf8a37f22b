using System.Diagnostics.CodeAnalysis;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>One route: authentication, authorization, limits, the handler; a failure is written as a problem.</summary>
internal sealed class ApiEndpoint(ApiAccess access, ApiSettings settings, ILogger logger, ApiRole role, string invalidCode, ApiHandler handler)
{
    // A middleware may have checked the same before; an application without one is as safe.
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var key = context.Request.Headers[BookstoreHeaders.ApiKey];
        return key.Count > 0 || !access.AcceptsOthers ? InvokeAsync(context, access.Clients.Find(key)) : FindAndInvokeAsync(context);
    }

    [SuppressMessage("Design", "CA1031", Justification = "As of RunAsync.")]
    private async Task FindAndInvokeAsync(HttpContext context)
    {
        ApiClient? client;
        try
        {
            client = await access.FindAsync(context, role).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception).ConfigureAwait(false);
            return;
        }

        await InvokeAsync(context, client).ConfigureAwait(false);
    }

    private async Task InvokeAsync(HttpContext context, ApiClient? client)
    {
        if (client?.Has(role) != true)
        {
            await access.RefuseAsync(context, client).ConfigureAwait(false);
            return;
        }

        if (!access.Clients.TryEnter(client, out var retryAfter))
        {
            access.Refused.NoteThrottled(client);
            await ProblemWriter.WriteAsync(context, Problems.TooManyRequests(retryAfter)).ConfigureAwait(false);
            return;
        }

        try
        {
            await RunAsync(context, client).ConfigureAwait(false);
        }
        finally
        {
            client.Limiter.Leave();
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "Whatever it is, the answer says nothing of it in any environment; the log does.")]
    private async Task RunAsync(HttpContext context, ApiClient client)
    {
        try
        {
            var problem = await handler(context, client).ConfigureAwait(false);
            if (problem is not null)
            {
                if (problem.Body.Status == StatusCodes.Status429TooManyRequests)
                {
                    access.Refused.NoteCustomerLimit(client);
                }

                await ProblemWriter.WriteAsync(context, problem).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more. What had begun runs to its end in the core.
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception).ConfigureAwait(false);
        }
    }

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            ApiLog.RequestFailed(logger, context.Request.Method, RouteOf(context), exception);
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return ProblemWriter.WriteAsync(context, ProblemOf(context, exception));
    }

    private ApiProblem ProblemOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case InvalidCursorException:
                return QueryReader.InvalidCursor;
            case BookstoreOverloadedException overloaded:
                return Problems.Overloaded(overloaded.RetryAfter);
            case BookstoreStoreException { IsTransient: true, IsOutcomeUnknown: false } or BookstoreStoreException { IsUnavailable: true, IsOutcomeUnknown: false }:
                ApiLog.StoreUnavailable(logger, context.Request.Method, RouteOf(context), exception);
                return Problems.StoreUnavailable;
            case BadHttpRequestException unreadable:
                return Problems.Unreadable(unreadable, invalidCode, settings.MaxBodySize);
            default:
                ApiLog.RequestFailed(logger, context.Request.Method, RouteOf(context), exception);
                return exception is BookstoreStoreException { IsOutcomeUnknown: true } ? Problems.OutcomeUnknown : Problems.InternalError;
        }
    }

    // The pattern, not the path: a path holds what a stranger wrote.
    public static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? string.Empty;
}
