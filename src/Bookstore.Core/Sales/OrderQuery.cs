using System.Globalization;

namespace Bookstore;

/// <summary>Which orders to list: those that meet every condition. All orders, newest first, when nothing is set.</summary>
/// <remarks>Where <see cref="CreatedAfter"/> or <see cref="CreatedBefore"/> is set, orders of other times are not looked at; an order whose host's clock was wrong by more than a day may be missed. No store has an index for <see cref="Fulfilment"/>, <see cref="Metadata"/> and an ISBN in <see cref="Search"/>: where few orders match, a page is short or empty although more follow. The other conditions narrow it.</remarks>
public sealed record OrderQuery
{
    /// <summary>Orders of this customer only.</summary>
    public string? CustomerId { get; init; }

    /// <summary>Orders of this status only.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>Orders of this payment status only.</summary>
    public PaymentStatus? PaymentStatus { get; init; }

    /// <summary>Orders placed at this time or later: <see cref="Order.CreatedAt"/> is not before it.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Orders placed before this time. With <see cref="CreatedAfter"/>, time spans that follow each other have each order once.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only orders that a person has to look at: <see cref="Order.Attention"/> is set. Default <see langword="false"/>: all.</summary>
    public bool Attention { get; init; }

    /// <summary>Orders of this fulfilment only.</summary>
    public Fulfilment? Fulfilment { get; init; }

    /// <summary>Orders that have this pair of <see cref="Order.Metadata"/> only, compared to the letter.</summary>
    public KeyValuePair<string, string>? Metadata { get; init; }

    /// <summary>
    /// Orders that this text means, of 1 to 100 characters: the beginning of an order's id (at least 4 characters, as the API writes ids), its customer (all of the name), a book of its (an ISBN),
    /// or the tracking number of a delivery or a parcel (all of it; the newest 20 orders that have it). Default all.
    /// </summary>
    public string? Search { get; init; }

    /// <summary>How many orders a page holds, 1 to 1,000. Default 100.</summary>
    public int Limit { get; init; } = Page.DefaultLimit;

    /// <summary>The <see cref="Page{T}.Next"/> of the page before; <see langword="null"/> for the first page.</summary>
    public string? After { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The ids and states.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"OrderQuery {{ Status = {Status}, PaymentStatus = {PaymentStatus}, Fulfilment = {Fulfilment}, CreatedAfter = {CreatedAfter:O}, CreatedBefore = {CreatedBefore:O}, Limit = {Limit} }}");
}
