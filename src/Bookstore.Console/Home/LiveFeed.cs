using System.Globalization;
using Bookstore.AspNetCore;
using Bookstore.Storage;
using Microsoft.AspNetCore.Http;

namespace Bookstore.Operating;

/// <summary>The newest events, as a list and as a stream for the script of the console.</summary>
internal static class LiveFeed
{
    /// <summary>How many events the list has.</summary>
    public const int Newest = 20;

    /// <summary>Reads the newest events, the newest first.</summary>
    public static async ValueTask<NewestEvents> NewestAsync(ConsoleRequest request)
    {
        var last = await request.Service<IBookstoreStore>().ReadLastEventAsync(request.Aborted).ConfigureAwait(false);
        var feed = request.Service<IEventFeed>();
        var after = Math.Max(0, last - Newest);
        EventPage page;
        try
        {
            page = await feed.ReadPageAsync(new EventQuery { After = after, Limit = Newest }, request.Aborted).ConfigureAwait(false);
        }
        catch (EventCursorExpiredException expired)
        {
            page = await feed.ReadPageAsync(new EventQuery { After = expired.OldestPosition, Limit = Newest }, request.Aborted).ConfigureAwait(false);
        }

        return new NewestEvents([.. page.Events.Reverse()], Math.Max(page.Next, last));
    }

    /// <summary>Sends what happens from now on.</summary>
    public static async ValueTask<ConsoleAnswer> StreamAsync(ConsoleRequest request)
    {
        var (context, settings) = (request.Context, request.Settings);
        var sent = context.Request.Headers["Last-Event-ID"] is [{ } id] ? id : request.Query("after");
        if (!long.TryParse(sent, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
        {
            after = await request.Service<IBookstoreStore>().ReadLastEventAsync(request.Aborted).ConfigureAwait(false);
        }

        if (settings.LiveFeeds.TryEnter(request.Client) is { } full)
        {
            return ConsoleAnswer.Problem(full);
        }

        try
        {
            var feed = request.Service<IEventFeed>();
            var query = new EventQuery { After = after, Limit = EventStream.PageSize };
            var first = await feed.ReadPageAsync(query, request.Aborted).ConfigureAwait(false);
            var api = new ApiSettings(string.Empty, 0) { TimeProvider = settings.Time, Logger = settings.Logger, Metrics = settings.Metrics, Streams = settings.LiveFeeds };
            await new EventStream(context, feed, query, new EventStreamSettings(api, request.Client, () => IsAllowed(context, settings))).RunAsync(first).ConfigureAwait(false);
            return new WrittenAnswer();
        }
        catch (Exception exception) when (exception is EventCursorExpiredException or InvalidCursorException && !context.Response.HasStarted)
        {
            return ConsoleAnswer.Problem(StatusCodes.Status410Gone, "The feed begins later", "These events are no longer kept. Reload the page.");
        }
        finally
        {
            settings.LiveFeeds.Leave(request.Client);
        }
    }

    // A session that ended, or a key that was revoked, ends the stream within a heartbeat.
    private static bool IsAllowed(HttpContext context, ConsoleSettings settings) =>
        !settings.HasSignIn || ConsoleSession.Find(context, settings)?.Has(ApiRole.EventsRead) == true;
}

/// <summary>The newest events, and the position at which the stream continues.</summary>
internal sealed record NewestEvents(IReadOnlyList<BookstoreEvent> Events, long Next);
