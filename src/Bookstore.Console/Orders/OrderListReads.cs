using System.Globalization;
using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>The list of orders, with the filters of the API.</summary>
internal static class OrderListReads
{
    public static async ValueTask<ConsoleAnswer> ShowAsync(ConsoleRequest request)
    {
        var filter = OrderListFilter.Of(request);
        var problem = filter.Problem;
        var page = new Page<Order>([], null);
        try
        {
            if (problem is not null)
            {
                return ConsoleAnswer.Page<OrderListPage, OrderListModel>("Orders", "orders", new OrderListModel(filter, page, false, problem));
            }

            page = await request.Service<ISalesService>().ListOrdersAsync(filter.Query with { Limit = ConsoleRequest.PageSize, After = request.Query("after") }, request.Aborted).ConfigureAwait(false);
        }
        catch (ArgumentException exception) when (exception is not InvalidCursorException)
        {
            problem = $"A search has 1 to {Order.MaxCustomerIdLength} characters: the beginning of an order's id (4 characters or more), a customer, or an ISBN.";
        }

        return ConsoleAnswer.Page<OrderListPage, OrderListModel>("Orders", "orders", new OrderListModel(filter, page, request.Query("after") is not null, problem));
    }
}

/// <summary>What the list of orders shows.</summary>
internal sealed record OrderListModel(OrderListFilter Filter, Page<Order> Page, bool IsLaterPage, string? Problem);

/// <summary>The conditions of the list, as its address has them.</summary>
internal sealed record OrderListFilter(string? Search, string? Status, string? Payment, string? Fulfilment, string? From, string? To, bool Attention, string? Metadata)
{
    /// <summary>What is wrong with a condition; <see langword="null"/> when nothing is.</summary>
    public string? Problem => Metadata is null || Pair(Metadata) is not null ? null
        : $"Metadata is a key of 1 to {Order.MaxMetadataKeyLength} characters, = and its value of up to {Order.MaxMetadataValueLength}, such as campaign=spring.";

    public bool Any => Metadata is not null || Search is not null || Status is not null || Payment is not null || Fulfilment is not null || From is not null || To is not null || Attention;

    public OrderQuery Query => new()
    {
        Search = Search,
        Status = StatusNames.ParseOrder(Status),
        PaymentStatus = StatusNames.ParsePayment(Payment),
        Fulfilment = StatusNames.ParseFulfilment(Fulfilment),
        CreatedAfter = Day(From),
        CreatedBefore = Day(To)?.AddDays(1),
        Attention = Attention,
        Metadata = Metadata is { } text ? Pair(text) : null,
    };

    public static OrderListFilter Of(ConsoleRequest request) => new(
        request.Query("q"),
        request.Query("status"),
        request.Query("payment"),
        request.Query("fulfilment"),
        request.Query("from"),
        request.Query("to"),
        request.Query("attention") is not null,
        request.Query("metadata"));

    /// <summary>The address of a page of the list.</summary>
    public string PathOf(string? after)
    {
        var parts = new List<string>();
        Add(parts, "q", Search);
        Add(parts, "status", Status);
        Add(parts, "payment", Payment);
        Add(parts, "fulfilment", Fulfilment);
        Add(parts, "from", From);
        Add(parts, "to", To);
        Add(parts, "attention", Attention ? "1" : null);
        Add(parts, "metadata", Metadata);
        Add(parts, "after", after);
        return parts.Count == 0 ? "orders" : "orders?" + string.Join('&', parts);
    }

    private static void Add(List<string> parts, string name, string? value)
    {
        if (value is not null)
        {
            parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }

    private static KeyValuePair<string, string>? Pair(string text) => text.IndexOf('=', StringComparison.Ordinal) is var end
        && end is > 0 and <= Order.MaxMetadataKeyLength && text.Length - end - 1 <= Order.MaxMetadataValueLength ? KeyValuePair.Create(text[..end].Trim(), text[(end + 1)..].Trim()) : null;

    private static DateTimeOffset? Day(string? text) =>
        DateTimeOffset.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) && day.Year is >= 2000 and <= 2099 ? day : null;
}
