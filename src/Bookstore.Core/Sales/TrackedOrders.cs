using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Which orders a tracking number belongs to: the courier's own of a delivery, or one of its parcels'.</summary>
/// <remarks>One document a number, which is written in the commit that gives the number to a delivery. It does not contain the number: its id is a hash of it.</remarks>
internal static class TrackedOrders
{
    /// <summary>The most orders that are kept for a number. Couriers use their numbers again after years: the newest orders are kept.</summary>
    public const int MaxOrders = 20;

    public static DocumentKind<TrackedOrdersBody> Documents { get; } = new("tracked-orders", 1, static () => TrackingJsonContext.Default.TrackedOrdersBody);

    /// <summary>Names the document of a number that an operation may keep.</summary>
    public static void DeclareKey(RecordKeys keys, string? number)
    {
        if (number is not null)
        {
            keys.Documents.Add(IdOf(number));
        }
    }

    /// <summary>Stages that a delivery of an order has a number, whose document was loaded.</summary>
    public static void Keep(WorkingSet records, string? number, Guid orderId)
    {
        if (number is null)
        {
            return;
        }

        var id = IdOf(number);
        var before = records.Documents.Find(id);
        var body = Read(before);
        if (!body.Orders.Contains(orderId))
        {
            records.Documents.Put(id, Documents.Write(id.Id, body with { Orders = [.. body.Orders.TakeLast(MaxOrders - 1), orderId] }, before));
        }
    }

    /// <summary>The orders that have deliveries with a number, the newest of them.</summary>
    public static async ValueTask<IReadOnlyList<Guid>> ListOrdersAsync(IDocumentReads store, string number, CancellationToken cancellationToken) =>
        await store.FindDocumentAsync(IdOf(number), cancellationToken).ConfigureAwait(false) is { } document ? Read(document).Orders : [];

    // A document that is damaged is written anew: a search that finds less must not stop a booking.
    private static TrackedOrdersBody Read(DocumentRecord? document)
    {
        try
        {
            return document is null ? new TrackedOrdersBody() : Documents.Read(document);
        }
        catch (BookstoreStoreException)
        {
            return new TrackedOrdersBody();
        }
    }

    private static DocumentId IdOf(string number) => Documents.IdOf(new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(number)).AsSpan(0, 16), bigEndian: true));
}

/// <summary>The orders of a tracking number as they are stored, the newest last.</summary>
internal sealed record TrackedOrdersBody : DocumentBody
{
    public IReadOnlyList<Guid> Orders { get; set; } = [];
}

/// <summary>How the bodies of tracking numbers are written and read, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrackedOrdersBody))]
internal sealed partial class TrackingJsonContext : JsonSerializerContext;
