using System.Runtime.CompilerServices;
using Bookstore.Client.Events;
using Bookstore.Client.Http;
using Bookstore.Contracts;

namespace Bookstore.Client;

// The feed of events.
public partial class BookstoreClient
{
    /// <summary>Lists the events of the feed in order, one page.</summary>
    /// <param name="after">The cursor to continue from, of a page or of an event; <see langword="null"/> for the oldest event that is kept.</param>
    /// <param name="types">The types of events, such as <c>order.created</c> or <c>refund.*</c>; <see langword="null"/> for all.</param>
    /// <param name="limit">The most events of the page: 1 to 1,000. Default 100.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>
    /// The page. Its <see cref="ResourcePage{T}.Next"/> is always set: at the end of the feed it is the place where later events will be. The API refuses with <see cref="ProblemCodes.CursorExpired"/> when events after
    /// <paramref name="after"/> were removed already.
    /// </returns>
    public virtual Task<ResourcePage<EventResource>> ListEventsAsync(string? after = null, IReadOnlyCollection<string>? types = null, int? limit = null, CancellationToken cancellationToken = default) =>
        Api.ListEventsAsync(RequestArguments.Text(after), RequestArguments.List(types), limit, cancellationToken);

    /// <summary>Follows the feed of events: returns those that are there, then waits for each new one, until the token is cancelled.</summary>
    /// <remarks>
    /// <para>A lost connection is opened again, with pauses of up to 30 seconds, or up to 5 minutes where the server asks for it, for as long as it takes; an enumeration skips no event and returns none twice. Across enumerations an event can come again:
    /// save <see cref="EventResource.Cursor"/> when an event is dealt with, and recognize events by <see cref="EventResource.Id"/>.</para>
    /// <para>Throws <see cref="BookstoreApiException"/> where a retry would fail again: with <see cref="ProblemCodes.CursorExpired"/> when events after the cursor were removed already, with
    /// <see cref="ProblemCodes.InvalidQuery"/>, <see cref="ProblemCodes.Unauthorized"/> or <see cref="ProblemCodes.Forbidden"/>, for example.</para>
    /// </remarks>
    /// <example>
    /// <code>
    /// var cursor = File.Exists("feed.cursor") ? await File.ReadAllTextAsync("feed.cursor") : null;
    /// await foreach (var change in client.FollowEventsAsync(cursor, ["order.*"]))
    /// {
    ///     Console.WriteLine($"{change.Type} {change.Resource}");
    ///     await File.WriteAllTextAsync("feed.cursor", change.Cursor);
    /// }
    /// </code>
    /// </example>
    /// <param name="after">The cursor to continue from, of a page or of an event; <see langword="null"/> for the oldest event that is kept.</param>
    /// <param name="types">The types of events, such as <c>order.created</c> or <c>refund.*</c>; <see langword="null"/> for all.</param>
    /// <param name="cancellationToken">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The events, each with its cursor.</returns>
    public virtual IAsyncEnumerable<EventResource> FollowEventsAsync(string? after = null, IReadOnlyCollection<string>? types = null, CancellationToken cancellationToken = default)
    {
        RequestArguments.Text(after);
        var list = RequestArguments.List(types);
        return Follow(Api, _time, after, list, cancellationToken);
    }

    // A follower for each enumeration.
    private static async IAsyncEnumerable<EventResource> Follow(IBookstoreApi api, TimeProvider time, string? after, string? types, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var change in new EventFollower(api, time).FollowAsync(after, types, cancellationToken).ConfigureAwait(false))
        {
            yield return change;
        }
    }
}
