using System.Diagnostics.CodeAnalysis;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>Liveness of the process, and readiness of the store.</summary>
internal sealed class HealthEndpoints(TimeSpan timeout, TimeProvider timeProvider, ILogger logger)
{
    private static readonly byte[] Live = Encoding.UTF8.GetBytes("""{"status":"live"}""");
    private static readonly byte[] Ready = Encoding.UTF8.GetBytes("""{"status":"ready"}""");
    private static readonly string[] Methods = ["GET", "HEAD"];

    public void Map(RouteGroupBuilder group, int mapping)
    {
        Map(group, "/live", LiveAsync, HealthOperations.GetLiveness, mapping);
        Map(group, "/ready", ReadyAsync, HealthOperations.GetReadiness, mapping);
    }

    private static void Map(RouteGroupBuilder group, string pattern, RequestDelegate handler, Delegate signature, int mapping)
    {
        OperationMetadata.AddPublicTo(group.MapMethods(pattern, ["GET"], handler).OpenToAnyone(), signature, mapping);
        group.MapMethods(pattern, ["HEAD"], handler).OpenToAnyone().WithMetadata(new ExcludeFromDescriptionAttribute());
        var refusal = Problems.MethodNotAllowed(string.Join(", ", Methods));
        group.Map(pattern, context => ProblemWriter.WriteAsync(context, refusal)).OpenToAnyone().WithOrder(1).WithMetadata(new ExcludeFromDescriptionAttribute());
    }

    private static Task LiveAsync(HttpContext context) => AnswerAsync(context, Live);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever is wrong with the store, the answer is the same.")]
    private async Task ReadyAsync(HttpContext context)
    {
        try
        {
            await StoreProbe.AskAsync(ApiRequest.Service<IInventoryService>(context), timeout, timeProvider, context.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            if (!context.RequestAborted.IsCancellationRequested)
            {
                ApiLog.NotReady(logger, exception);
                await ProblemWriter.WriteAsync(context, Problems.NotReady).ConfigureAwait(false);
            }

            return;
        }

        await AnswerAsync(context, Ready).ConfigureAwait(false);
    }

    private static Task AnswerAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = ResourceWriter.ContentType;
        context.Response.ContentLength = body.Length;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }
}
