using Bookstore.Storage;

namespace Bookstore;

/// <summary>Returns as documents of their order.</summary>
internal static class ReturnDocuments
{
    public static DocumentKind<ReturnBody> Kind { get; } = new("return", 1, static () => ReturnJsonContext.Default.ReturnBody);

    /// <summary>Reads a return.</summary>
    /// <exception cref="BookstoreStoreException">The document cannot be read.</exception>
    public static ReturnRecord Read(DocumentRecord document)
    {
        var body = Kind.Read(document);
        return new ReturnRecord(
            new Return
            {
                Id = document.Id.Id,
                Version = body.Changes,
                OrderId = document.OwnerId.GetValueOrDefault(),
                Kind = (ReturnKind)body.Kind,
                Status = (ReturnStatus)document.State,
                Lines = body.Lines is { } lines ? [.. lines.Select(LineOf)] : [],
                Shipping = body.Shipping,
                Note = body.Note,
                RejectionReason = body.RejectionReason,
                Receipt = body.Receipt is { } receipt ? new WithdrawalReceipt(receipt.ReceivedAt, receipt.Content, receipt.IsLate) : null,
                RefundIds = body.RefundIds ?? [],
                Attention = body.Attention is { } attention ? new ReturnAttention((ReturnAttentionReason)attention.Reason, attention.Since) : null,
                CreatedAt = body.CreatedAt,
                UpdatedAt = body.UpdatedAt,
            },
            document);
    }

    /// <summary>Reads a return; <see langword="null"/> when its document cannot be read.</summary>
    public static ReturnRecord? TryRead(DocumentRecord document)
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

    /// <summary>Writes a return, with the members of its document that this version does not know.</summary>
    public static DocumentRecord Write(ReturnRecord record)
    {
        var written = record.Return;
        var body = (record.Document is { } known ? Kind.Read(known) : new ReturnBody()) with
        {
            Kind = (int)written.Kind,
            Changes = written.Version,
            Lines = written.Lines.Count == 0 ? null : [.. written.Lines.Select(BodyOf)],
            Shipping = written.Shipping,
            Note = written.Note,
            RejectionReason = written.RejectionReason,
            Receipt = written.Receipt is { } receipt ? new WithdrawalReceiptBody { ReceivedAt = receipt.ReceivedAt, Content = receipt.Content, IsLate = receipt.IsLate } : null,
            RefundIds = written.RefundIds.Count == 0 ? null : written.RefundIds,
            Attention = written.Attention is { } attention ? new ReturnAttentionBody { Reason = (int)attention.Reason, Since = attention.Since } : null,
            CreatedAt = written.CreatedAt,
            UpdatedAt = written.UpdatedAt,
        };
        return Kind.Write(written.Id, body, record.Document) with { OwnerId = written.OrderId, State = (int)written.Status, DueAt = written.Attention?.Since };
    }

    /// <summary>The returns of a loaded order, the oldest first.</summary>
    public static List<ReturnRecord> Of(WorkingSet records, Guid orderId) => [.. records.DocumentsOf(orderId, Kind.Name).Select(Read)];

    private static ReturnLine LineOf(ReturnLineBody line) => new(Isbn.FromStored(line.Isbn), line.Quantity, line.Reason)
    {
        Received = line.Received,
        Sellable = line.Sellable,
        NotArrived = line.NotArrived ?? 0,
        GoneBefore = line.GoneBefore ?? 0,
    };

    private static ReturnLineBody BodyOf(ReturnLine line) => new() { Isbn = line.Isbn.ToInt64(), Quantity = line.Quantity, Reason = line.Reason, Received = line.Received, Sellable = line.Sellable, NotArrived = Stored(line.NotArrived), GoneBefore = Stored(line.GoneBefore) };

    private static int? Stored(int copies) => copies == 0 ? null : copies;
}
