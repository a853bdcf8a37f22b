using Bookstore.Storage;

namespace Bookstore;

/// <summary>Refunds as documents of their order, with their own due time.</summary>
internal static class RefundDocuments
{
    public static DocumentKind<RefundBody> Kind { get; } = new("refund", 1, static () => RefundJsonContext.Default.RefundBody);

    /// <summary>Reads a refund.</summary>
    /// <exception cref="BookstoreStoreException">The document cannot be read.</exception>
    public static RefundRecord Read(DocumentRecord document)
    {
        var body = Kind.Read(document);
        if (body is not { Gateway.Length: > 0, Currency.Length: > 0, Reason: not null } || document.OwnerId is null)
        {
            throw new BookstoreStoreException($"The refund {document.Id.Id} cannot be read: its document names no order, no gateway or no currency. Restore its row in the table documents from a backup.") { RecordId = document.Id.Id.ToString() };
        }

        return new RefundRecord
        {
            Refund = RefundOf(document, body),
            Fence = body.Fence,
            LeaseHolder = body.LeaseHolder,
            DueAt = document.DueAt,
            Attempts = body.Attempts,
            Retries = body.Retries,
            Gateway = body.Gateway,
            Reference = body.Reference,
            PaymentAttempt = body.PaymentAttempt + 1,
            Document = document,
        };
    }

    /// <summary>Reads a refund, if it can be read.</summary>
    public static RefundRecord? TryRead(DocumentRecord document)
    {
        try
        {
            return Read(document);
        }
        catch (BookstoreStoreException)
        {
            return null;
        }
    }

    /// <summary>Writes a refund, with the members of its document that this version does not know.</summary>
    public static DocumentRecord Write(RefundRecord record)
    {
        var refund = record.Refund;
        var body = (record.Document is { } known ? Kind.Read(known) : new RefundBody()) with
        {
            Amount = refund.Amount.MinorUnits,
            Currency = refund.Amount.Currency,
            Reason = refund.Reason,
            Note = refund.Note,
            Items = refund.Items.Count == 0 ? null : [.. refund.Items.Select((item, index) => new RefundItemBody { Isbn = item.Isbn.ToInt64(), Quantity = item.Quantity, Amount = refund.ItemAmounts.Count > index ? refund.ItemAmounts[index] : null })],
            Shipping = refund.Shipping,
            FailureCode = refund.FailureCode,
            Gateway = record.Gateway,
            Reference = record.Reference,
            PaymentAttempt = record.PaymentAttempt - 1,
            Fence = record.Fence,
            LeaseHolder = record.LeaseHolder,
            Attempts = record.Attempts,
            Retries = record.Retries,
            Attention = refund.Attention is { } attention ? new RefundAttentionBody { Reason = (int)attention.Reason, Code = attention.Code, Since = attention.Since } : null,
            Resolution = refund.Resolution is { } resolution ? new RefundResolutionBody { Kind = (int)resolution.Kind, Note = resolution.Note, At = resolution.At } : null,
            CreatedAt = refund.CreatedAt,
            UpdatedAt = refund.UpdatedAt,
        };
        return Kind.Write(refund.Id, body, record.Document) with { OwnerId = refund.OrderId, State = (int)refund.Status, DueAt = record.DueAt };
    }

    /// <summary>The refunds of a loaded order, the oldest first.</summary>
    public static List<RefundRecord> Of(WorkingSet records, Guid orderId) => [.. records.DocumentsOf(orderId, Kind.Name).Select(Read)];

    private static Refund RefundOf(DocumentRecord document, RefundBody body) => new()
    {
        Id = document.Id.Id,
        OrderId = document.OwnerId.GetValueOrDefault(),
        Amount = Money.FromStored(body.Amount, body.Currency),
        Reason = body.Reason,
        Note = body.Note,
        Items = body.Items is { } items ? [.. items.Select(static item => new RefundItem(Isbn.FromStored(item.Isbn), item.Quantity))] : [],
        ItemAmounts = body.Items is { } priced && priced.All(static item => item.Amount is not null) ? [.. priced.Select(static item => item.Amount.GetValueOrDefault())] : [],
        Shipping = body.Shipping,
        Status = (RefundStatus)document.State,
        FailureCode = body.FailureCode,
        Attention = body.Attention is { } attention ? new OrderAttention((AttentionReason)attention.Reason, attention.Code, attention.Since) : null,
        Resolution = body.Resolution is { } resolution ? new PaymentResolution((PaymentResolutionKind)resolution.Kind, resolution.Note, resolution.At) { Action = PaymentAction.Refund } : null,
        CreatedAt = body.CreatedAt,
        UpdatedAt = body.UpdatedAt,
    };
}
