using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Bookstore.AspNetCore;

/// <summary>The feed of events.</summary>
internal static class EventEndpoints
{
    // A cursor is one number.
    private const int MaxCursorLength = 19;

    [Tags("Events")]
    [EndpointName("listEvents")]
    [EndpointSummary("Read or follow the feed of events")]
    [EndpointDescription(
        "What happened to orders, stock and books, in one order for everybody and without gaps. Without `after` it begins with the oldest event that is kept. Every page has `Link: <…>; rel=\"next\"`, also the last one: "
        + "that is the place to continue from, now or later. A page may be short or empty although more follows, when `types` leaves events out. An event can be received more than once: `id` tells.\n\n"
        + "**Stream.** With `Accept: text/event-stream` the answer continues with new events until one of the sides ends it. Each event has its cursor as `id`, its type as `event`, and the same JSON as in a page as `data`; "
        + "`limit` is ignored. A client that was disconnected sends the last `id` as `Last-Event-ID`, and misses nothing. A comment follows every 15 seconds without events. The server ends a stream when it stops, when the client does not read for "
        + "30 seconds, when its key is taken away, and after an hour. A client that has as many streams open as it may is answered `429`, and where the server has, `503`.\n\n"
        + "`409` says that the shop writes no events, and that there are none behind the cursor.")]
    [Responds(200, "The events.")]
    [Refuses(ProblemCodes.InvalidQuery, ProblemCodes.EventsDisabled, ProblemCodes.CursorExpired)]
    public static EventFeedResult List(
        [FromQuery(Name = "types"), StringLength(EventTypeFilter.MaxLength, MinimumLength = 1), Description("Events of these types only, separated by commas: `order.created`, or a group such as `refund.*`. Up to 50.")] string? types,
        [AsParameters] PageParameters page,
        [FromHeader(Name = BookstoreHeaders.LastEventId), StringLength(MaxCursorLength), Description("For a stream: the `id` of the last event that was received. Counts instead of `after`.")] string? lastEventId,
        HttpContext context)
    {
        if (!EventTypeFilter.TryRead(types, out var filter, out var message))
        {
            return Problems.Invalid(ProblemCodes.InvalidQuery, "The query is not valid; errors says where.", "/types", message);
        }

        var isStream = EventFeedResult.IsAskedForStream(context.Request);
        var cursor = isStream && !string.IsNullOrEmpty(lastEventId) ? lastEventId : page.After;
        if (!TryReadCursor(cursor, out var after))
        {
            return Problems.InvalidEventCursor;
        }

        return new EventFeedResult(ApiRequest.Service<IEventFeed>(context), new EventQuery { After = after, Types = filter, Limit = isStream ? EventStream.PageSize : page.Size }, isStream);
    }

    private static bool TryReadCursor(string? text, out long? position)
    {
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number.ToString(CultureInfo.InvariantCulture) == text;
        position = text is null ? null : number;
        return text is null || isNumber;
    }
}
