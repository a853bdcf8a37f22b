using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
using System.Text;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The opaque cursors of keyset-paged lists: where the next page begins, bound to the list and the filter that gave it out.</summary>
/// <remarks>Base64url of a version, the list's kind, its filter, the key of the last item and a CRC-16. It guards against mix-ups, not against forgery.</remarks>
internal static class Cursor
{
    private const byte Version = 2;
    private const int FilterLength = 4;
    private const int HeaderLength = 2 + FilterLength;
    private const int ChecksumLength = 2;
    private const int NumberLength = 8;
    private const int IdLength = 16;
    private const int MaxNameLength = 600;
    private const int WorkLength = 2 + NumberLength + IdLength;
    private const int MaxBytes = HeaderLength + WorkLength + MaxNameLength + ChecksumLength;

    private enum Kind : byte
    {
        Books = 1,
        Orders = 2,
        Deliveries = 3,
        Movements = 4,
        Work = 5,
        ParkedEvents = 6,
        Webhooks = 7,
        WebhookDeliveries = 8,
        Returns = 9,
        Refunds = 10,
        Inbox = 11,
        AuditRuns = 12,
    }

    public static string ForBook(Isbn isbn, CursorFilter filter)
    {
        Span<byte> payload = stackalloc byte[NumberLength];
        BinaryPrimitives.WriteInt64BigEndian(payload, isbn.ToInt64());
        return Encode(Kind.Books, filter, payload);
    }

    public static string ForOrder(Guid orderId, CursorFilter filter) => ForId(Kind.Orders, filter, orderId);

    public static string ForDelivery(Guid deliveryId, CursorFilter filter) => ForId(Kind.Deliveries, filter, deliveryId);

    public static string ForReturn(Guid returnId, CursorFilter filter) => ForId(Kind.Returns, filter, returnId);

    public static string ForMovement(Isbn isbn, long position)
    {
        Span<byte> payload = stackalloc byte[NumberLength * 2];
        BinaryPrimitives.WriteInt64BigEndian(payload, isbn.ToInt64());
        BinaryPrimitives.WriteInt64BigEndian(payload[NumberLength..], position);
        return Encode(Kind.Movements, default, payload);
    }

    public static string ForWebhook(Guid endpointId) => ForId(Kind.Webhooks, default, endpointId);

    public static string ForWebhookDelivery(Guid position, CursorFilter filter) => ForId(Kind.WebhookDeliveries, filter, position);

    public static string ForInboxEntry(Guid entryId, CursorFilter filter) => ForId(Kind.Inbox, filter, entryId);

    public static string ForAuditRun(Guid runId) => ForId(Kind.AuditRuns, default, runId);

    public static string ForRefund(Guid refundId, CursorFilter filter) => ForId(Kind.Refunds, filter, refundId);

    /// <summary>Reads a cursor of the books; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the books under this filter.</exception>
    public static Isbn? ReadBook(string? cursor, CursorFilter filter)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> payload = stackalloc byte[NumberLength];
        Decode(cursor, Kind.Books, filter, payload);
        var isbn = Isbn.FromStored(BinaryPrimitives.ReadInt64BigEndian(payload));
        return isbn.IsDefault ? throw new InvalidCursorException() : isbn;
    }

    /// <summary>Reads a cursor of the orders; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the orders under this filter.</exception>
    public static Guid? ReadOrder(string? cursor, CursorFilter filter) => ReadId(Kind.Orders, filter, cursor);

    /// <summary>Reads a cursor of the deliveries; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the deliveries under this filter.</exception>
    public static Guid? ReadDelivery(string? cursor, CursorFilter filter) => ReadId(Kind.Deliveries, filter, cursor);

    /// <summary>Reads a cursor of the returns; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the returns under this filter.</exception>
    public static Guid? ReadReturn(string? cursor, CursorFilter filter) => ReadId(Kind.Returns, filter, cursor);

    /// <summary>Reads a cursor of the webhook endpoints; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the endpoints.</exception>
    public static Guid? ReadWebhook(string? cursor) => ReadId(Kind.Webhooks, default, cursor);

    /// <summary>Reads a cursor of an endpoint's deliveries; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of this endpoint's deliveries.</exception>
    public static Guid? ReadWebhookDelivery(string? cursor, CursorFilter filter) => ReadId(Kind.WebhookDeliveries, filter, cursor);

    /// <summary>Reads a cursor of an order's refunds; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of this order's refunds.</exception>
    public static Guid? ReadRefund(string? cursor, CursorFilter filter) => ReadId(Kind.Refunds, filter, cursor);

    /// <summary>Reads a cursor of the inbox; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the inbox under this filter.</exception>
    public static Guid? ReadInboxEntry(string? cursor, CursorFilter filter) => ReadId(Kind.Inbox, filter, cursor);

    /// <summary>Reads a cursor of the runs of audits; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the runs.</exception>
    public static Guid? ReadAuditRun(string? cursor) => ReadId(Kind.AuditRuns, default, cursor);

    /// <summary>Reads a cursor of this book's movements; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of this book's movements.</exception>
    public static long? ReadMovement(string? cursor, Isbn isbn)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> payload = stackalloc byte[NumberLength * 2];
        Decode(cursor, Kind.Movements, default, payload);
        return BinaryPrimitives.ReadInt64BigEndian(payload) == isbn.ToInt64()
            ? BinaryPrimitives.ReadInt64BigEndian(payload[NumberLength..])
            : throw new InvalidCursorException("The cursor is of another book's movements. Start again without a cursor.");
    }

    public static string ForParkedEvent(long position, CursorFilter filter)
    {
        Span<byte> payload = stackalloc byte[NumberLength];
        BinaryPrimitives.WriteInt64BigEndian(payload, position);
        return Encode(Kind.ParkedEvents, filter, payload);
    }

    /// <summary>Reads a cursor of a consumer's parked events; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of this consumer's parked events.</exception>
    public static long? ReadParkedEvent(string? cursor, CursorFilter filter)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> payload = stackalloc byte[NumberLength];
        Decode(cursor, Kind.ParkedEvents, filter, payload);
        return BinaryPrimitives.ReadInt64BigEndian(payload);
    }

    /// <summary>A place in the list of work. The name of the gateway or courier comes last, since its length varies.</summary>
    public static string ForWork(WorkPosition position, CursorFilter filter)
    {
        var name = Encoding.UTF8.GetBytes(position.Key.Party ?? string.Empty);
        var payload = new byte[WorkLength + name.Length];
        payload[0] = position.Part;
        payload[1] = position.Key.Party is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64BigEndian(payload.AsSpan(2), position.Key.DueAt.UtcTicks);
        position.Key.Id.TryWriteBytes(payload.AsSpan(2 + NumberLength), bigEndian: true, out _);
        name.CopyTo(payload.AsSpan(WorkLength));
        return Encode(Kind.Work, filter, payload);
    }

    /// <summary>Reads a cursor of the work; <see langword="null"/> is the list's beginning.</summary>
    /// <exception cref="InvalidCursorException">It is no cursor of the work under this filter.</exception>
    public static WorkPosition? ReadWork(string? cursor, CursorFilter filter)
    {
        if (cursor is null)
        {
            return null;
        }

        var length = Base64Url.GetMaxDecodedLength(cursor.Length) - HeaderLength - ChecksumLength;
        if (length is < WorkLength or > WorkLength + MaxNameLength)
        {
            throw new InvalidCursorException();
        }

        Span<byte> payload = stackalloc byte[length];
        Decode(cursor, Kind.Work, filter, payload);
        var ticks = Math.Clamp(BinaryPrimitives.ReadInt64BigEndian(payload[2..]), 0, DateTimeOffset.MaxValue.UtcTicks);
        var id = new Guid(payload.Slice(2 + NumberLength, IdLength), bigEndian: true);
        var name = payload[1] == 0 ? null : Encoding.UTF8.GetString(payload[WorkLength..]);
        if (name?.Contains('\0', StringComparison.Ordinal) == true)
        {
            // No name has one, and PostgreSQL takes no text with it.
            throw new InvalidCursorException();
        }

        return new WorkPosition(payload[0], new PartyDuePosition(name, new DateTimeOffset(ticks, TimeSpan.Zero), id));
    }

    private static string ForId(Kind kind, CursorFilter filter, Guid id)
    {
        Span<byte> payload = stackalloc byte[IdLength];
        id.TryWriteBytes(payload, bigEndian: true, out _);
        return Encode(kind, filter, payload);
    }

    private static Guid? ReadId(Kind kind, CursorFilter filter, string? cursor)
    {
        if (cursor is null)
        {
            return null;
        }

        Span<byte> payload = stackalloc byte[IdLength];
        Decode(cursor, kind, filter, payload);
        return new Guid(payload, bigEndian: true);
    }

    private static string Encode(Kind kind, CursorFilter filter, ReadOnlySpan<byte> payload)
    {
        Span<byte> bytes = stackalloc byte[HeaderLength + payload.Length + ChecksumLength];
        bytes[0] = Version;
        bytes[1] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], filter.Value);
        payload.CopyTo(bytes[HeaderLength..]);
        BinaryPrimitives.WriteUInt16BigEndian(bytes[^ChecksumLength..], Checksum(bytes[..^ChecksumLength]));
        return Base64Url.EncodeToString(bytes);
    }

    private static void Decode(string cursor, Kind kind, CursorFilter filter, Span<byte> payload)
    {
        Span<byte> bytes = stackalloc byte[MaxBytes];
        var expected = HeaderLength + payload.Length + ChecksumLength;
        var whole = cursor.Length == Base64Url.GetEncodedLength(expected)
            && Base64Url.DecodeFromChars(cursor, bytes, out _, out var written) == OperationStatus.Done
            && written == expected;
        var content = bytes[..(expected - ChecksumLength)];
        if (!whole
            || bytes[0] != Version
            || bytes[1] != (byte)kind
            || BinaryPrimitives.ReadUInt16BigEndian(bytes[content.Length..]) != Checksum(content))
        {
            throw new InvalidCursorException();
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[2..]) != filter.Value)
        {
            throw new InvalidCursorException("The cursor is of a list with another filter. Keep the filter from page to page, or start again without a cursor.");
        }

        content[HeaderLength..].CopyTo(payload);
    }

    // CRC-16/CCITT-FALSE: finds every burst of up to 16 bits, so every changed character.
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        ushort checksum = 0xFFFF;
        foreach (var value in bytes)
        {
            checksum ^= (ushort)(value << 8);
            for (var bit = 0; bit < 8; bit++)
            {
                checksum = (ushort)((checksum & 0x8000) != 0 ? (checksum << 1) ^ 0x1021 : checksum << 1);
            }
        }

        return checksum;
    }
}
