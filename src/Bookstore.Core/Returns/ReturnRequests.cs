namespace Bookstore;

/// <summary>Checks requests about returns. What it returns has a copy of the caller's list: what was checked is what is decided upon and stored.</summary>
internal static class ReturnRequests
{
    /// <summary>Checks a request.</summary>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    public static CreateReturnRequest Check(CreateReturnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Id(request.OrderId);
        RequireText(request.Note, 0, Return.MaxNoteLength, nameof(request.Note));
        return request with { Items = Sorted(request.Items, 1) };
    }

    /// <summary>Checks a request.</summary>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    public static WithdrawRequest Check(WithdrawRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Id(request.OrderId);
        RequireText(request.Statement, 0, Return.MaxStatementLength, nameof(request.Statement));
        return request with { Items = Sorted(request.Items, 0) };
    }

    /// <summary>Checks a request.</summary>
    /// <exception cref="ArgumentException">A member is out of its range.</exception>
    public static ReceiveReturnRequest Check(ReceiveReturnRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Id(request.ReturnId);
        Require.NotNull(request.Items);
        Require.Count(request.Items.Count, 0, Order.MaxLines, nameof(request.Items));
        ReceivedItem[] items = [.. request.Items.OrderBy(static item => Require.NotNull(item, "Items").Isbn)];
        for (var i = 0; i < items.Length; i++)
        {
            Require.Isbn(items[i].Isbn, $"Items[{i}].Isbn");
            Require.InRange(items[i].Received, 0, Order.MaxQuantity, $"Items[{i}].Received");
            Require.InRange(items[i].Sellable, 0, items[i].Received, $"Items[{i}].Sellable");
            if (i > 0 && items[i].Isbn == items[i - 1].Isbn)
            {
                throw Repeated(items[i].Isbn, nameof(request));
            }
        }

        return request with { Items = items };
    }

    public static Fingerprint FingerprintOf(CreateReturnRequest request) => new Fingerprint().Add(request.Note).Add(request.Shipping ? 1 : 0).AddAll(request.Items);

    public static Fingerprint FingerprintOf(WithdrawRequest request) => new Fingerprint().Add(request.Statement).AddAll(request.Items);

    private static Fingerprint AddAll(this Fingerprint fingerprint, IReadOnlyList<ReturnItem> items)
    {
        fingerprint.Add(items.Count);
        foreach (var item in items)
        {
            fingerprint.Add(item.Isbn.ToInt64()).Add(item.Quantity).Add(item.Reason);
        }

        return fingerprint;
    }

    private static ReturnItem[] Sorted(IReadOnlyList<ReturnItem> given, int atLeast)
    {
        Require.NotNull(given, "Items");
        Require.Count(given.Count, atLeast, Order.MaxLines, "Items");
        ReturnItem[] items = [.. given.OrderBy(static item => Require.NotNull(item, "Items").Isbn)];
        for (var i = 0; i < items.Length; i++)
        {
            Require.Isbn(items[i].Isbn, $"Items[{i}].Isbn");
            Require.InRange(items[i].Quantity, 1, Order.MaxQuantity, $"Items[{i}].Quantity");
            RequireText(items[i].Reason, 1, Return.MaxReasonLength, $"Items[{i}].Reason");
            if (i > 0 && items[i].Isbn == items[i - 1].Isbn)
            {
                throw Repeated(items[i].Isbn, nameof(given));
            }
        }

        return items;
    }

    private static void RequireText(string? text, int min, int max, string name)
    {
        if (text is not null)
        {
            Require.Text(text, min, max, name);
        }
    }

    private static ArgumentException Repeated(Isbn isbn, string parameter) =>
        new($"The book {isbn} is given more than once in Items. Give it once, with the sum of its copies.", parameter);
}
