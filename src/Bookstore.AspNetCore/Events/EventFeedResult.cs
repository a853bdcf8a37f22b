using System.Globalization;
using System.Reflection;
using Bookstore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bookstore.AspNetCore;

/// <summary>A handler's result: a page of the feed, or a live stream, or the problem that is written in place of it. The feed is read when it is written.</summary>
internal sealed class EventFeedResult : IResult, IEndpointMetadataProvider
{
    private readonly ApiProblem? _problem;
    private readonly IEventFeed _feed;
    private readonly EventQuery _query;
    private readonly bool _isStream;

    public EventFeedResult(IEventFeed feed, EventQuery query, bool isStream) => (_feed, _query, _isStream) = (feed, query, isStream);

    private EventFeedResult(ApiProblem problem)
        : this(null!, null!, false) => _problem = problem;

    public static implicit operator EventFeedResult(ApiProblem problem) => new(problem);

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        OperationDescription.AddResponses(builder, method, typeof(IReadOnlyList<EventResource>), EventStreamText.ContentType);

    /// <summary>Whether a client names the type of streams, and does not prefer JSON.</summary>
    public static bool IsAskedForStream(HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        var stream = QualityOf(EventStreamText.ContentType);
        return stream > 0 && stream >= (QualityOf("application/json") ?? QualityOf("application/*") ?? QualityOf("*/*") ?? 0);

        double? QualityOf(string name) => accepted.FirstOrDefault(type => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase)) is { } type ? type.Quality ?? 1 : null;
    }

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = _problem ?? await (_isStream ? WriteStreamAsync(httpContext) : WritePageAsync(httpContext)).ConfigureAwait(false);
        if (problem is not null)
        {
            await ProblemWriter.WriteAsync(httpContext, problem).ConfigureAwait(false);
        }
    }

    private async Task<ApiProblem?> WritePageAsync(HttpContext context)
    {
        var settings = ApiRequest.SettingsOf(context);
        var (first, problem) = await ReadFirstAsync(settings, context.RequestAborted).ConfigureAwait(false);
        if (problem is not null)
        {
            return problem;
        }

        var events = 0;
        problem = await ListWriter.WriteAsync(context, settings.Pages, ApiRequest.ClientOf(context).Limiter, _query.Limit, ReadAsync, EventJson.Write, ResourceWriter.NoStore).ConfigureAwait(false);
        settings.Metrics.CountPage(problem is null ? events : 0);
        return problem;

        // Called again with a smaller limit when the page is too large.
        async ValueTask<Page<BookstoreEvent>> ReadAsync(int limit)
        {
            var page = limit == _query.Limit ? first! : await _feed.ReadPageAsync(_query with { Limit = limit }, context.RequestAborted).ConfigureAwait(false);
            events = page.Events.Count;
            return new Page<BookstoreEvent>(page.Events, page.Next.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task<ApiProblem?> WriteStreamAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = EventStreamText.ContentType;
            return null;
        }

        var (settings, access, client) = (ApiRequest.SettingsOf(context), ApiRequest.RouteOf(context).Access, ApiRequest.ClientOf(context));
        if (settings.Streams.TryEnter(client) is { } full)
        {
            access.Refused.NoteThrottled(client);
            return full;
        }

        settings.Metrics.CountOpen(1);
        try
        {
            var (first, problem) = await ReadFirstAsync(settings, context.RequestAborted).ConfigureAwait(false);
            if (problem is not null)
            {
                return problem;
            }

            var key = context.Request.Headers[BookstoreHeaders.ApiKey];
            var stream = new EventStream(context, _feed, _query, new EventStreamSettings(settings, client, () => key.Count == 0 || access.Clients.Find(key)?.Has(ApiRole.EventsRead) == true));
            await stream.RunAsync(first!).ConfigureAwait(false);
            return null;
        }
        finally
        {
            settings.Metrics.CountOpen(-1);
            settings.Streams.Leave(client);
        }
    }

    private async ValueTask<(EventPage? Page, ApiProblem? Problem)> ReadFirstAsync(ApiSettings settings, CancellationToken cancellationToken)
    {
        var page = await _feed.ReadPageAsync(_query, cancellationToken).ConfigureAwait(false);
        return settings.WritesEvents || page.Events.Count > 0 || page.HasMore ? (page, null) : (null, Problems.EventsDisabled);
    }
}
