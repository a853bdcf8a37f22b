using System.Diagnostics.CodeAnalysis;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>One route: authentication, authorization, limits and the query, then the handler with its parameters; a failure is written as a problem.</summary>
internal sealed class ApiEndpoint(ApiRoute route, QueryContract? query, RequestDelegate handler, ILogger logger)
{
    // A middleware may have checked the same before; an application without one is as safe.
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        UnreadBody.Limit(context, route.Settings.MaxBodySize);
        var key = context.Request.Headers[BookstoreHeaders.ApiKey];
        return key.Count > 0 || !route.Access.AcceptsOthers ? InvokeAsync(context, route.Access.Clients.Find(context, key)) : FindAndInvokeAsync(context);
    }

    [SuppressMessage("Design", "CA1031", Justification = "As of RunAsync.")]
    private async Task FindAndInvokeAsync(HttpContext context)
    {
        ApiClient? client;
        try
        {
            client = await route.Access.FindAsync(context, route.Role).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception).ConfigureAwait(false);
            return;
        }

        await InvokeAsync(context, client).ConfigureAwait(false);
    }

    private Task InvokeAsync(HttpContext context, ApiClient? client)
    {
        if (client?.Has(route.Role) != true)
        {
            return route.Access.RefuseAsync(context, client);
        }

        if (!route.Access.Clients.TryEnter(client, context.Response.Headers, out var retryAfter))
        {
            route.Access.Refused.NoteThrottled(client);
            return ProblemWriter.WriteAsync(context, Problems.TooManyRequests(retryAfter));
        }

        return RunAsync(context, client);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The answer says nothing of the exception in any environment; the log does.")]
    private async Task RunAsync(HttpContext context, ApiClient client)
    {
        try
        {
            // For the scope of the key, the limit of streams or carts, or who placed an order. A feature of every request would cost more than it tells.
            if (route.NeedsClient || (route.IsWrite && context.Request.Headers.ContainsKey(BookstoreHeaders.IdempotencyKey)))
            {
                context.Features.Set(client);
            }

            if (ProblemOf(context.Request) is { } invalid)
            {
                await ProblemWriter.WriteAsync(context, invalid).ConfigureAwait(false);
                return;
            }

            using var actor = route.IsWrite ? Actor.Use(client.Actor) : null;
            await handler(context).ConfigureAwait(false);
            if (Refusal.Unwritten(context) is { } refusal)
            {
                if (refusal.Body.Status == StatusCodes.Status429TooManyRequests)
                {
                    route.Access.Refused.NoteCustomerLimit(client);
                }

                await ProblemWriter.WriteAsync(context, refusal).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested && context.Features.Get<IHttpRequestTimeoutFeature>() is not null)
        {
            // The application's own time-out may have ended the request, and its middleware answers it. An answer of ours would look like a success.
            throw;
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone. What had begun runs to its end in the core.
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception).ConfigureAwait(false);
        }
        finally
        {
            client.Limiter.Leave();
        }
    }

    // What is wrong with a request of any handler.
    private ApiProblem? ProblemOf(HttpRequest request) =>
        request.ContentLength > route.Settings.MaxBodySize ? Problems.BodyTooLarge(route.Settings.MaxBodySize)
        : query?.ProblemOf(request);

    private Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            ApiLog.RequestFailed(logger, context.Request.Method, RouteOf(context), exception);
            context.Abort();
            return Task.CompletedTask;
        }

        ProblemWriter.RemoveRepresentation(context.Response.Headers);
        return ProblemWriter.WriteAsync(context, ProblemOf(context, exception));
    }

    private ApiProblem ProblemOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case EventCursorExpiredException expired:
                return Problems.CursorExpired(expired.OldestPosition);
            case InvalidCursorException:
                return Problems.InvalidCursor;
            case BookstoreOverloadedException overloaded:
                return Problems.Overloaded(overloaded.RetryAfter);
            case BookstoreStoreException { IsTransient: true, IsOutcomeUnknown: false } or BookstoreStoreException { IsUnavailable: true, IsOutcomeUnknown: false }:
                ApiLog.StoreUnavailable(logger, context.Request.Method, RouteOf(context), exception);
                return Problems.StoreUnavailable;
            case PaymentGatewayMissingException:
                ApiLog.RequestFailed(logger, context.Request.Method, RouteOf(context), exception);
                return Problems.NoGateway;
            case BadHttpRequestException unreadable:
                // In development, a parameter that was refused is thrown as well.
                return Refusal.Of(context) ?? Problems.Unreadable(unreadable, route.InvalidCode, route.Settings.MaxBodySize);
            default:
                ApiLog.RequestFailed(logger, context.Request.Method, RouteOf(context), exception);
                return exception is BookstoreStoreException { IsOutcomeUnknown: true } ? Problems.OutcomeUnknown : Problems.InternalError;
        }
    }

    // The pattern, not the path: a path holds what a stranger wrote.
    public static string RouteOf(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? string.Empty;
}
