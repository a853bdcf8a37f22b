namespace Bookstore;

/// <summary>One page of the feed.</summary>
/// <param name="Events">The events, by ascending position. There may be fewer than the limit, or none, although <paramref name="HasMore"/> is set: a page looks at a limited number of events.</param>
/// <param name="Next">The position to continue from, also at the end of the feed. It passes over the events that the filter left out.</param>
/// <param name="HasMore">Whether there were more events behind <paramref name="Next"/> when the page was read.</param>
public sealed record EventPage(IReadOnlyList<BookstoreEvent> Events, long Next, bool HasMore);
