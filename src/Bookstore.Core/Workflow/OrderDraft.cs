using System.Collections.ObjectModel;

namespace Bookstore;

/// <summary>A request to buy after its arguments were checked and its lines merged: all that does not depend on the store.</summary>
internal sealed class OrderDraft
{
    // No place of an adjustment is negative.
    private const int MetadataMark = -1;
    private const int QuoteMark = -2;

    private const string AnyCustomer = "any";

    private OrderDraft(PlaceOrderRequest request, ReservationLine[] lines, OrderAdjustment[] adjustments, IReadOnlyDictionary<string, string> metadata)
    {
        Request = request;
        Lines = lines;
        Adjustments = adjustments;
        Metadata = metadata;
    }

    public PlaceOrderRequest Request { get; }

    /// <summary>One line a book, by ascending ISBN.</summary>
    public ReservationLine[] Lines { get; }

    /// <summary>A copy of the caller's list: what was checked is what is decided upon and stored.</summary>
    public OrderAdjustment[] Adjustments { get; }

    /// <inheritdoc cref="Order.Metadata"/>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Checks a request and merges its lines.</summary>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    public static OrderDraft From(PlaceOrderRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        Require.Text(request.CustomerId, 1, Order.MaxCustomerIdLength);
        Require.NotNull(request.Lines);
        Require.NotNull(request.Adjustments);
        Require.NotNull(request.Metadata);
        if (request.PlacedBy is not null)
        {
            Require.Text(request.PlacedBy, 1, IdempotencyKey.MaxClientLength);
        }

        var lines = MergeLines(request.Lines);
        return new OrderDraft(request, lines, CheckedAdjustments(request.Adjustments, lines), CheckedMetadata(request.Metadata));
    }

    /// <summary>Checks a request for a quote: as an order, but that it may be for any customer.</summary>
    /// <exception cref="ArgumentException">A member of the request is out of its range.</exception>
    public static OrderDraft From(QuoteRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return From(new PlaceOrderRequest { CustomerId = request.CustomerId ?? AnyCustomer, Lines = request.Lines, Adjustments = request.Adjustments, PlacedBy = request.PlacedBy });
    }

    /// <summary>The fingerprint of the normalized request; of what it is paid with, only the last four characters.</summary>
    /// <remarks>Keys outlive versions: what a request does not have adds nothing. What was added later begins with a number, and so reads like nothing that could come before it.</remarks>
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

        for (var i = 0; i < Adjustments.Length; i++)
        {
            if (Adjustments[i] is { } adjustment and not { Label: null, Isbn: null, IsIncluded: false })
            {
                fingerprint.Add(i).Add(adjustment.Label).Add(adjustment.Isbn?.ToInt64() ?? 0).Add(adjustment.IsIncluded ? 1 : 0);
            }
        }

        if (Metadata.Count > 0)
        {
            AddMetadata(fingerprint);
        }

        if (Request.QuoteId is { } quote)
        {
            fingerprint.Add(QuoteMark).Add(quote);
        }

        // Only where there is one: keys that are claimed already keep their fingerprint.
        return Request.Payment?.Method is { } method ? fingerprint.Add(method) : fingerprint;
    }

    private void AddMetadata(Fingerprint fingerprint)
    {
        fingerprint.Add(MetadataMark).Add(Metadata.Count);
        foreach (var (key, value) in Metadata.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            fingerprint.Add(key).Add(value);
        }
    }

    /// <summary>A checked copy of adjustments.</summary>
    /// <exception cref="ArgumentException">One is out of its range, or names no book of the lines.</exception>
    public static OrderAdjustment[] CheckedAdjustments(IReadOnlyList<OrderAdjustment> given, ReservationLine[] lines)
    {
        Require.Count(given.Count, 0, OrderAdjustment.MaxAdjustments, nameof(PlaceOrderRequest.Adjustments));
        OrderAdjustment[] adjustments = [.. given];
        for (var i = 0; i < adjustments.Length; i++)
        {
            var name = $"Adjustments[{i}]";
            OrderAdjustment.Check(adjustments[i], name);
            if (adjustments[i].Isbn is { } isbn && !Array.Exists(lines, line => line.Isbn == isbn))
            {
                throw new ArgumentException($"{name}.Isbn names no book of the lines.", nameof(given));
            }
        }

        return adjustments;
    }

    private static ReadOnlyDictionary<string, string> CheckedMetadata(IReadOnlyDictionary<string, string> given)
    {
        if (given.Count == 0)
        {
            return ReadOnlyDictionary<string, string>.Empty;
        }

        Require.Count(given.Count, 0, Order.MaxMetadata, nameof(PlaceOrderRequest.Metadata));
        var metadata = new Dictionary<string, string>(given, StringComparer.Ordinal);
        foreach (var (key, value) in metadata)
        {
            Require.Text(key, 1, Order.MaxMetadataKeyLength, "A key of Metadata");
            Require.Text(Require.NotNull(value, "A value of Metadata"), 0, Order.MaxMetadataValueLength, "A value of Metadata");
        }

        return metadata.AsReadOnly();
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
