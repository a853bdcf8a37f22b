using System.Diagnostics.CodeAnalysis;
using Bookstore.Client.Diagnostics;
using Polly;

namespace Bookstore.Client.Http;

/// <summary>The outermost handler. Sends a request, retries it within the total budget, and returns one complete response or throws one typed exception.</summary>
internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline, CurrentOptions options, TimeProvider time, ClientMetrics metrics)
    : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var settings = options.Value;
        var call = await Call.StartAsync(request, options.First, time, cancellationToken).ConfigureAwait(false);
        using var watch = ClientDiagnostics.Watch(call, time, metrics);
        try
        {
            var answer = await SendAsync(call, settings, cancellationToken).ConfigureAwait(false);
            watch.Answered(answer.StatusCode);
            return answer switch
            {
                { IsSuccessStatusCode: false } => throw Refuse(call, answer, settings),
                { Content: AnswerContent { IsJson: true, Body.Length: > 0 } } when !call.IsStream => answer,
                { Content: not AnswerContent } => answer,
                _ => throw Faults.Unreadable(call.Name, answer, exception: null),
            };
        }
        catch (BookstoreApiException exception)
        {
            watch.Failed(exception.Fault);
            throw;
        }
    }

    [SuppressMessage("Design", "MA0027:Prefer rethrowing an exception implicitly", Justification = "What is thrown is the typed fault, not what was caught.")]
    private async ValueTask<HttpResponseMessage> SendAsync(Call call, BookstoreClientOptions settings, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Call.Key, call);
        try
        {
            return await pipeline.ExecuteAsync(
                static async (context, state) => await state.Handler.TryAsync(state.Call, state.MaxBytes, context.CancellationToken).ConfigureAwait(false),
                context,
                (Handler: this, Call: call, MaxBytes: settings.MaxResponseBytes)).ConfigureAwait(false);
        }
        catch (Exception exception) when (Faults.Translate(exception, call, cancellationToken) is { } fault)
        {
            throw fault;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    // Reading the body belongs to the try: a connection that breaks in the middle of it is a failed try as well. A stream has no end that could be waited for.
    private async ValueTask<HttpResponseMessage> TryAsync(Call call, int maxBytes, CancellationToken cancellationToken)
    {
        call.Attempts++;
        var answer = await SendOnceAsync(call, cancellationToken).ConfigureAwait(false);
        if (call.IsStreamOf(answer))
        {
            return answer;
        }

        try
        {
            answer.Content = await AnswerContent.ReadAsync(answer, maxBytes, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        catch
        {
            answer.Dispose();
            throw;
        }
    }

    private async ValueTask<HttpResponseMessage> SendOnceAsync(Call call, CancellationToken cancellationToken)
    {
        var isSent = true;
        try
        {
            return await base.SendAsync(call.NewRequest(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is ArgumentException || ConnectionText.IsWithoutConnection(exception))
        {
            isSent = false;
            throw;
        }
        finally
        {
            call.MayHaveArrived |= isSent;
        }
    }

    private BookstoreApiException Refuse(Call call, HttpResponseMessage answer, BookstoreClientOptions settings)
    {
        using (answer)
        {
            return Faults.OfAnswer(call, answer, settings.ApiKey, time);
        }
    }
}
