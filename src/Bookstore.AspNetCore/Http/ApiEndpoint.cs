using System.Diagnostics.CodeAnalysis;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>One route: authentication, authorization, limits, the handler; a failure is written as a problem.</summary>
internal sealed class ApiEndpoint(ClientRegistry clients, ApiSettings settings, RefusedRequests refused, ILogger logger, ApiRole role, string invalidCode, ApiHandler handler)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        var client = clients.Find(context.Request.Headers[BookstoreHeaders.ApiKey]);
        if (client?.Has(role) != true)
        {
            refused.NoteAccess(context, client);
            await ProblemWriter.WriteAsync(context, client is null ? Problems.Unauthorized : Problems.Forbidden).ConfigureAwait(false);
            return;
        }

        if (!clients.TryEnter(client, out var retryAfter))
        {
            refused.NoteThrottled(client);
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
