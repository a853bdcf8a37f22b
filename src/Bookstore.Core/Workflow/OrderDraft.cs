namespace Bookstore;

/// <summary>A request to buy after its arguments were checked and its lines merged: all that does not depend on the store.</summary>
internal sealed class OrderDraft
{
    private OrderDraft(PlaceOrderRequest request, ReservationLine[] lines, OrderAdjustment[] adjustments)
    {
        Request = request;
        Lines = lines;
        Adjustments = adjustments;
    }

    public PlaceOrderRequest Request { get; }

    /// <summary>One line a book, by ascending ISBN.</summary>
    public ReservationLine[] Lines { get; }

    /// <summary>A copy of the caller's list: what was checked is what is decided upon and stored.</summary>
    public OrderAdjustment[] Adjustments { get; }

    /// <summary>Checks a request and merges its lines.</summary>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    public static OrderDraft From(PlaceOrderRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Text(request.CustomerId, 1, Order.MaxCustomerIdLength);
        Require.NotNull(request.Lines);
        Require.NotNull(request.Adjustments);
        Require.Count(request.Adjustments.Count, 0, OrderAdjustment.MaxAdjustments, nameof(request.Adjustments));
        OrderAdjustment[] adjustments = [.. request.Adjustments];
        for (var i = 0; i < adjustments.Length; i++)
        {
            CheckAdjustment(adjustments[i], i);
        }

        return new OrderDraft(request, MergeLines(request.Lines), adjustments);
    }

    /// <summary>The fingerprint of the normalized request; of what it is paid with, only the last four characters.</summary>
    public Fingerprint Fingerprint()
    {
        var fingerprint = new Fingerprint().Add(Request.CustomerId).Add(Request.ExpectedTotal).Add(Request.ReservationId).Add(Request.Payment?.LastFour);
        fingerprint.Add(Lines.Length);
        foreach (var line in Lines)
        {
            fingerprint.Add(line.Isbn.ToInt64()).Add(line.Quantity);
        }

        foreach (var adjustment in Adjustments)
        {
            fingerprint.Add(adjustment.Kind).Add(adjustment.Amount.MinorUnits).Add(adjustment.Amount.Currency);
        }

        // Only where there is one: keys that are claimed already keep their fingerprint.
        return Request.Payment?.Method is { } method ? fingerprint.Add(method) : fingerprint;
    }

    private static void CheckAdjustment(OrderAdjustment adjustment, int index)
    {
        Require.NotNull(adjustment, $"Adjustments[{index}]");
        if (adjustment.Amount.IsDefault || Math.Abs((decimal)adjustment.Amount.MinorUnits) > Book.MaxPriceInMinorUnits)
        {
            throw new ArgumentException($"Adjustments[{index}] must have an amount in a currency, up to {Book.MaxPriceInMinorUnits} minor units.", nameof(adjustment));
        }

        Require.Text(adjustment.Kind, 1, OrderAdjustment.MaxKindLength, $"Adjustments[{index}].Kind");
    }

    private static ReservationLine[] MergeLines(IReadOnlyList<PlaceOrderLine> lines)
    {
        // The one-line order is the common one, and needs no sorting.
        if (lines.Count == 1 && lines[0] is { } only)
        {
            Require.Isbn(only.Isbn, "Lines[0].Isbn");
            Require.InRange(only.Quantity, 1, Order.MaxQuantity, "Lines[0].Quantity");
            return [new ReservationLine(only.Isbn, only.Quantity)];
        }

        var copies = new ReservationLine[lines.Count];
        for (var i = 0; i < copies.Length; i++)
        {
            var line = Require.NotNull(lines[i], $"Lines[{i}]");
            copies[i] = new ReservationLine(line.Isbn, line.Quantity);
        }

        return ReservationRules.Merge(copies, nameof(PlaceOrderRequest.Lines));
    }
}
