using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>The documents of consumers: one of each, and one of each event that it has parked. Their ids follow from the consumer's name, so that every host knows them.</summary>
internal static class ConsumerDocuments
{
    /// <summary>What the names of webhook endpoints as consumers begin with; the endpoint's id follows.</summary>
    public const string WebhookPrefix = "webhook/";

    /// <summary>The states of a consumer. The numbers are stored.</summary>
    public const int Active = 1;
    public const int Stopped = 2;

    /// <summary>The states of a parked event: it is tried when it is due; it waits behind one of its resource; it is tried when someone says so.</summary>
    public const int Retrying = 1;
    public const int Waiting = 2;
    public const int Parked = 3;

    public static DocumentKind<ConsumerBody> Consumers { get; } = new("event-consumer", 1, static () => ConsumerJsonContext.Default.ConsumerBody);

    public static DocumentKind<ParkedEventBody> ParkedEvents { get; } = new("parked-event", 1, static () => ConsumerJsonContext.Default.ParkedEventBody);

    /// <summary>The id of a consumer's document: a UUID of version 8 out of its name.</summary>
    public static Guid IdOf(string consumer)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(consumer)).AsSpan(0, 16);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The id of a parked event's document: the position, then half of the consumer's id. So a consumer's parked events are listed in the order of the feed.</summary>
    public static Guid ParkedIdOf(Guid consumer, long position)
    {
        Span<byte> bytes = stackalloc byte[16];
        consumer.TryWriteBytes(bytes, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>The position of a parked event, which its document's id begins with.</summary>
    public static long PositionOf(Guid parked)
    {
        Span<byte> bytes = stackalloc byte[16];
        parked.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadInt64BigEndian(bytes);
    }

    /// <summary>The webhook endpoint that has this name as a consumer; <see langword="null"/> where it is the name of an event handler.</summary>
    public static Guid? WebhookOf(string consumer) =>
        consumer.StartsWith(WebhookPrefix, StringComparison.Ordinal) && Guid.TryParseExact(consumer.AsSpan(WebhookPrefix.Length), "N", out var id) ? id : null;

    /// <summary>Reads a parked event, if it can be read.</summary>
    public static ParkedEventBody? TryRead(DocumentRecord parked)
    {
        try
        {
            return ParkedEvents.Read(parked);
        }
        catch (BookstoreStoreException)
        {
            return null;
        }
    }

    public static string ParkedKeyOf(Guid consumer, Guid eventId) => string.Create(CultureInfo.InvariantCulture, $"{consumer:N}/{eventId:N}");
}
