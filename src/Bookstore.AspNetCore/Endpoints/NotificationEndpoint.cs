using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics.CodeAnalysis;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Bookstore.AspNetCore;

/// <summary>Takes one notification in: a bounded body, the signature, the commit, and only then <c>200</c>.</summary>
/// <param name="time">The clock of the time limit of a body.</param>
/// <param name="logger">The log.</param>
internal sealed class NotificationEndpoint(TimeProvider time, ILogger logger)
{
    private const int MaxSourceLength = 50;

    private readonly LogGate _unsigned = new(time);
    private readonly LogGate _notKept = new(time);
    private readonly NotificationPlaces _places = new(time);

    [Tags("Notifications")]
    [EndpointName("receiveNotification")]
    [EndpointSummary("Take a notification of a payment service or a courier in")]
    [EndpointDescription(
        "The signature is checked first: it is the only access that a request needs. `200` says that the notification is on record, was so before, or says nothing that the shop needs; the shop then asks the sender what is true. "
        + "After `503` the notification was not kept, and the sender has to send it again.")]
    [Refuses(ProblemCodes.InvalidNotification, ProblemCodes.Unauthorized, ProblemCodes.NotFound, ProblemCodes.RequestTimeout, ProblemCodes.BodyTooLarge, ProblemCodes.Overloaded)]
    public async Task ReceiveAsync([FromRoute(Name = "source"), StringLength(MaxSourceLength), Description("The sender, such as `stripe`.")] string source, HttpContext context)
    {
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        UnreadBody.Limit(context, NotificationBody.MaxSize);
        if (context.Request.ContentLength > NotificationBody.MaxSize)
        {
            await ProblemWriter.WriteAsync(context, Problems.BodyTooLarge(NotificationBody.MaxSize)).ConfigureAwait(false);
            return;
        }

        if (!ApiRequest.Service<IInbox>(context).HasSource(source))
        {
            await ProblemWriter.WriteAsync(context, Problems.NotFound).ConfigureAwait(false);
            return;
        }

        using var place = _places.TryEnter(source);
        if (place is null)
        {
            await ProblemWriter.WriteAsync(context, Problems.NotificationNotKept).ConfigureAwait(false);
            return;
        }

        using var body = new NotificationBody(context, time);
        await AnswerAsync(context, source, body, place).ConfigureAwait(false);
    }

    private async Task AnswerAsync(HttpContext context, string source, NotificationBody body, NotificationPlaces.Place place)
    {
        try
        {
            var read = await body.ReadAsync(place.GivenUp).ConfigureAwait(false);
            if (read is null)
            {
                await ProblemWriter.WriteAsync(context, Problems.BodyTooLarge(NotificationBody.MaxSize)).ConfigureAwait(false);
                return;
            }

            if (!place.TryKeep())
            {
                await ProblemWriter.WriteAsync(context, Problems.NotificationNotKept).ConfigureAwait(false);
                return;
            }

            await KeepAsync(context, source, read.Value).ConfigureAwait(false);
        }
        catch (BadHttpRequestException exception)
        {
            await ProblemWriter.WriteAsync(context, Problems.Unreadable(exception, ProblemCodes.InvalidNotification, NotificationBody.MaxSize)).ConfigureAwait(false);
        }
        catch (IOException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // A malformed chunk.
            await ProblemWriter.WriteAsync(context, Problems.Invalid(ProblemCodes.InvalidNotification, Problems.CutOff)).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The sender is gone.
        }
        catch (OperationCanceledException)
        {
            // The body did not come in time, another sender needed the place, or the sender has gone away.
            await ProblemWriter.WriteAsync(context, Problems.NotificationTimedOut).ConfigureAwait(false);
        }
    }

    [SuppressMessage("Design", "CA1031", Justification = "The store or the application's own source may throw anything: nothing is acknowledged that was not kept.")]
    private async Task KeepAsync(HttpContext context, string source, ReadOnlyMemory<byte> body)
    {
        var headers = context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        try
        {
            switch (await ApiRequest.Service<IInbox>(context).ReceiveAsync(source, new IncomingNotification { Body = body, Headers = headers }, context.RequestAborted).ConfigureAwait(false))
            {
                case ReceiveNotificationOutcome.Unauthorized:
                    await RefuseAsync(context, source).ConfigureAwait(false);
                    break;
                case ReceiveNotificationOutcome.SourceNotFound:
                    await ProblemWriter.WriteAsync(context, Problems.NotFound).ConfigureAwait(false);
                    break;
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !context.RequestAborted.IsCancellationRequested)
        {
            if (_notKept.TryOpen(out var more))
            {
                ApiLog.NotificationNotKept(logger, NameOf(source), more, exception);
            }

            await ProblemWriter.WriteAsync(context, Problems.NotificationNotKept).ConfigureAwait(false);
        }
    }

    private Task RefuseAsync(HttpContext context, string source)
    {
        if (_unsigned.TryOpen(out var more))
        {
            ApiLog.NotificationUnsigned(logger, NameOf(source), more);
        }

        return ProblemWriter.WriteAsync(context, Problems.NotificationUnsigned);
    }

    // Only a source that the shop has is named in the log, and those are short.
    private static string NameOf(string source) => source.Length <= MaxSourceLength ? source : "?";
}
