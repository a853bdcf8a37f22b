using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>The domain's records as the wire has them.</summary>
internal static partial class Resources
{
    public static BookResource From(BookListing listing)
    {
        var book = listing.Book;
        var resource = new BookResource
        {
            Isbn = book.Isbn.ToString(),
            Title = book.Title,
            Author = book.Author,
            Price = book.Price.Amount,
            Currency = book.Price.Currency,
            Stock = listing.Stock.Available,
            Publisher = book.Publisher,
            PublishedOn = book.PublishedOn?.ToString(),
            Language = book.Language,
            Format = book.Format,
            SellableFrom = book.SellableFrom,
            EmbargoUntil = book.EmbargoUntil,
            BackorderLimit = book.BackorderLimit == 0 ? null : book.BackorderLimit,
            Orderable = book.BackorderLimit == 0 ? null : listing.Stock.Orderable,
        };
        return book.Details is { } details ? WithDetails(resource, details) : resource;
    }

    public static StockLevelResource From(StockLevel level) => new()
    {
        Isbn = level.Isbn.ToString(),
        OnHand = level.OnHand,
        Reserved = level.Reserved,
        Available = level.Available,
        Waiting = level.Waiting == 0 ? null : level.Waiting,
        BackorderLimit = level.BackorderLimit == 0 ? null : level.BackorderLimit,
    };

    public static StockMovementResource From(StockMovement movement) => new()
    {
        Isbn = movement.Isbn.ToString(),
        Number = movement.Number,
        Kind = StatusNames.Of(movement.Kind),
        OnHandChange = movement.OnHandChange,
        ReservedChange = movement.ReservedChange,
        OnHand = movement.OnHandAfter,
        Reserved = movement.ReservedAfter,
        CauseId = movement.CauseId?.ToString(),
        Reason = movement.Reason,
        Reference = movement.Reference,
        At = movement.At,
        Actor = movement.Actor is { } actor ? new ActorResource { Client = actor.Client, Subject = actor.Subject } : null,
    };

    public static OrderReceipt Receipt(Order order, string status, CustomerAction? action) => new()
    {
        OrderId = order.Id.ToString(),
        Status = status,
        Total = order.Total.Amount,
        Currency = order.Total.Currency,
        PaymentStatus = order.PaymentStatus is PaymentStatus.NotRequired or PaymentStatus.ActionRequired ? StatusNames.Of(order.PaymentStatus) : null,
        Action = From(action),
        ActionUrl = action?.Url?.OriginalString,
    };

    public static OrderActionResource? From(CustomerAction? action) => action is null ? null : new()
    {
        Url = action.Url?.OriginalString,
        ClientSecret = action.ClientSecret,
        ExpiresAt = action.ExpiresAt.GetValueOrDefault(),
    };

    public static QuoteResource From(Quote quote) => new()
    {
        QuoteId = quote.Id.ToString(),
        CustomerId = quote.CustomerId,
        Items =
        [
            .. quote.Lines.Select(static line =>
                new QuoteItemResource { Isbn = line.Isbn.ToString(), Quantity = line.Quantity, UnitPrice = line.UnitPrice.Amount, Allocated = line.Allocated.Amount }),
        ],
        Adjustments = From(quote.Adjustments),
        Total = quote.Total.Amount,
        Currency = quote.Total.Currency,
        ExpiresAt = quote.ExpiresAt,
    };

    public static OrderResource From(Order order)
    {
        var items = new OrderItemResource[order.Lines.Count];
        for (var index = 0; index < items.Length; index++)
        {
            var line = order.Lines[index];
            items[index] = new OrderItemResource
            {
                Isbn = line.Isbn.ToString(),
                Quantity = line.Quantity,
                UnitPrice = line.UnitPrice.Amount,
                Cancelled = line.Cancelled,
                Dispatched = line.Dispatched,
                Returned = line.Returned,
                Waiting = line.Waiting == 0 ? null : line.Waiting,
                Allocated = line.Allocated.Amount,
            };
        }

        return new OrderResource
        {
            OrderId = order.Id.ToString(),
            Version = order.Version,
            CustomerId = order.CustomerId,
            Items = items,
            Adjustments = From(order.Adjustments),
            Metadata = order.Metadata,
            PlacedBy = order.PlacedBy,
            Total = order.Total.Amount,
            Currency = order.Total.Currency,
            Captured = order.Captured.Amount,
            Refunded = order.Refunded.Amount,
            Refundable = order.Refundable.Amount,
            PaymentTransactionId = order.PaymentTransactionId,
            PaymentStatus = StatusNames.Of(order.PaymentStatus),
            AuthorizedUntil = order.AuthorizedUntil,
            Dispute = order.Dispute is { } dispute ? From(dispute) : null,
            Status = StatusNames.Of(order.Status),
            Fulfilment = StatusNames.Of(order.Fulfilment),
            Attention = order.Attention is { } attention ? From(attention) : null,
            Resolution = order.Resolution is { } resolution ? From(resolution) : null,
            CreatedAt = order.CreatedAt,
            UpdatedAt = order.UpdatedAt,
        };
    }

    public static RefundResource From(Refund refund) => new()
    {
        RefundId = refund.Id.ToString(),
        OrderId = refund.OrderId.ToString(),
        Amount = refund.Amount.Amount,
        Currency = refund.Amount.Currency,
        Items = refund.Items.Count == 0 ? null : [.. refund.Items.Select(static item => new ItemQuantity { Isbn = item.Isbn.ToString(), Quantity = item.Quantity })],
        Shipping = refund.Shipping ? true : null,
        Reason = refund.Reason,
        Note = refund.Note,
        Status = StatusNames.Of(refund.Status),
        FailureCode = refund.FailureCode,
        Attention = refund.Attention is { } attention ? From(attention) : null,
        Resolution = refund.Resolution is { } resolution ? From(resolution) : null,
        CreatedAt = refund.CreatedAt,
        UpdatedAt = refund.UpdatedAt,
    };

    public static DeliveryResource From(Delivery delivery) => new()
    {
        DeliveryId = delivery.Id.ToString(),
        OrderId = delivery.OrderId.ToString(),
        Items = delivery.Lines.Count == 0 ? null : [.. delivery.Lines.Select(static line => new ItemQuantity { Isbn = line.Isbn.ToString(), Quantity = line.Quantity })],
        Address = delivery.PostalAddress is { } postal ? From(postal) : delivery.Address,
        Courier = delivery.Courier,
        Status = StatusNames.Of(delivery.Status),
        TrackingNumber = delivery.TrackingNumber,
        Parcels = delivery.Parcels.Count == 0
            ? null
            : [.. delivery.Parcels.Select(static parcel => new ParcelResource { TrackingNumber = parcel.TrackingNumber, Carrier = parcel.Carrier, Weight = parcel.Weight })],
        LabelUrl = delivery.LabelUrl?.AbsoluteUri,
        ExpectedAt = delivery.ExpectedAt,
        Attention = delivery.Attention is { } attention ? From(attention) : null,
        CreatedAt = delivery.CreatedAt,
        UpdatedAt = delivery.UpdatedAt,
    };

    public static ReturnResource From(Return known) => new()
    {
        ReturnId = known.Id.ToString(),
        OrderId = known.OrderId.ToString(),
        Kind = StatusNames.Of(known.Kind),
        Items = [.. known.Lines.Select(static line => new ReturnItemResource { Isbn = line.Isbn.ToString(), Quantity = line.Quantity, Reason = line.Reason, Received = line.Received, Sellable = line.Sellable })],
        Status = StatusNames.Of(known.Status),
        Shipping = known.Shipping ? true : null,
        Note = known.Note,
        RejectionReason = known.RejectionReason,
        Receipt = known.Receipt is { } receipt ? new WithdrawalReceiptResource { ReceivedAt = receipt.ReceivedAt, Content = receipt.Content, Late = receipt.IsLate } : null,
        RefundIds = [.. known.RefundIds.Select(static id => id.ToString())],
        Attention = known.Attention is { } attention ? new ReturnAttentionResource { Reason = StatusNames.Of(attention.Reason), Since = attention.Since } : null,
        CreatedAt = known.CreatedAt,
        UpdatedAt = known.UpdatedAt,
    };

    public static ReservationResource From(Reservation reservation) => new()
    {
        ReservationId = reservation.Id.ToString(),
        Items = [.. reservation.Lines.Select(static line => new ReservationItemResource { Isbn = line.Isbn.ToString(), Quantity = line.Quantity })],
        Status = StatusNames.Of(reservation.Status),
        ExpiresAt = reservation.ExpiresAt,
    };

    public static WebhookResource From(WebhookEndpoint endpoint) => new()
    {
        WebhookId = endpoint.Id.ToString(),
        Url = endpoint.Url,
        Types = endpoint.Types,
        Enabled = endpoint.Enabled,
        DisableReason = endpoint.DisableReason is { } reason ? StatusNames.Of(reason) : null,
        DisabledAt = endpoint.DisabledAt,
        CreatedAt = endpoint.CreatedAt,
        UpdatedAt = endpoint.UpdatedAt,
    };

    public static CustomerOrderResource From(CustomerOrder gathered) => new()
    {
        Order = From(gathered.Order),
        Deliveries = [.. gathered.Deliveries.Select(From)],
        Refunds = [.. gathered.Refunds.Select(From)],
        Returns = [.. gathered.Returns.Select(From)],
    };

    private static WorkAttentionResource Attention(string reason, string? code, DateTimeOffset since) =>
        new() { Reason = reason, Code = string.IsNullOrEmpty(code) ? null : code, Since = since };

    private static PaymentResolutionResource From(PaymentResolution resolution) => new()
    {
        Kind = StatusNames.Of(resolution.Kind),
        Action = resolution.Action is { } action ? StatusNames.Of(action) : null,
        Note = resolution.Note,
        At = resolution.At,
    };

    private static PostalAddressResource From(PostalAddress address) => new()
    {
        Name = address.Name,
        Lines = address.Lines,
        City = address.City,
        Region = address.Region,
        PostalCode = address.PostalCode,
        Country = address.Country,
    };

    private static OrderDisputeResource From(OrderDispute dispute) => new()
    {
        DisputeId = dispute.Id,
        Status = StatusNames.Of(dispute.Status),
        Amount = dispute.Amount.Amount,
        Reason = dispute.Reason,
        Since = dispute.Since,
    };

    private static OrderAttentionResource From(OrderAttention attention) => new()
    {
        Reason = StatusNames.Of(attention.Reason),
        Code = string.IsNullOrEmpty(attention.Code) ? null : attention.Code,
        Since = attention.Since,
    };

    private static DeliveryAttentionResource From(DeliveryAttention attention) => new()
    {
        Reason = StatusNames.Of(attention.Reason),
        Code = string.IsNullOrEmpty(attention.Code) ? null : attention.Code,
        Since = attention.Since,
    };

    private static OrderAdjustmentResource[] From(IReadOnlyList<OrderAdjustment> adjustments)
    {
        var resources = new OrderAdjustmentResource[adjustments.Count];
        for (var index = 0; index < resources.Length; index++)
        {
            var adjustment = adjustments[index];
            resources[index] = new OrderAdjustmentResource
            {
                Kind = adjustment.Kind,
                Label = adjustment.Label,
                Amount = adjustment.Amount.Amount,
                Isbn = adjustment.Isbn?.ToString(),
                Included = adjustment.IsIncluded ? true : null,
            };
        }

        return resources;
    }
}
