using Bookstore.Storage;

namespace Bookstore;

/// <summary>The part of the list of orders in which those of a time span are.</summary>
/// <param name="Begin">No order of the time span has an id before it.</param>
/// <param name="End">No order of the time span has an id after it.</param>
internal readonly record struct OrderSpan(Guid? Begin, Guid? End)
{
    // Ids are made in the store's time, or up to MaxAhead after it; the time that an order shows is that of its host's clock, which may be wrong by as much again.
    private static readonly TimeSpan Tolerance = 2 * TimeOrderedIds.MaxAhead;

    public static OrderSpan Of(OrderQuery query) => new(
        query.CreatedAfter is { } from ? TimeOrderedIds.FloorOf(from.Minus(Tolerance)) : null,
        query.CreatedBefore is { } to && to < DateTimeOffset.MaxValue - Tolerance ? TimeOrderedIds.FloorOf(to + Tolerance) : null);

    /// <summary>Where the list begins: after a position, or later where newer orders are outside of the span.</summary>
    public Guid? StartAfter(Guid? after) => End is { } end && (after is null || after > end) ? end : after;

    /// <summary>Ends the list where older orders are outside of the span.</summary>
    public KeysetPage<OrderRecord, Guid> Cut(KeysetPage<OrderRecord, Guid> page) => page.Next is { } next && next < Begin ? page with { Next = null } : page;
}
