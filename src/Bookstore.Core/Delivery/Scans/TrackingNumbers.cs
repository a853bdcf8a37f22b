using System.Text.Json.Serialization;
using Bookstore.Storage;

namespace Bookstore;

/// <summary>Which delivery has a tracking number, for couriers that send notifications: a document a number, removed after a year.</summary>
/// <remarks>A number that a courier gives out again leads to the newest delivery that has it.</remarks>
internal static class TrackingNumbers
{
    // Longer than a parcel is on its way.
    private static readonly TimeSpan Retention = TimeSpan.FromDays(365);

    public static DocumentKind<TrackingNumberBody> Kind { get; } = new("tracking-number", 1, static () => TrackingNumberJsonContext.Default.TrackingNumberBody) { IsRemovedWhenDue = true };

    public static DocumentId IdOf(string courier, string trackingNumber) => Kind.IdOf(new Fingerprint().Add("tracking-number").Add(courier).Add(trackingNumber).Compute());

    /// <summary>Keeps a number, in the commit that gives it to its delivery.</summary>
    public static void Stage(WorkingSet records, Delivery delivery, DateTimeOffset now)
    {
        var id = IdOf(delivery.Courier, delivery.TrackingNumber!);
        var document = Kind.Write(id.Id, new TrackingNumberBody { DeliveryId = delivery.Id }, records.Documents.Find(id)) with { DueAt = now.Plus(Retention) };
        records.Documents.Put(id, document);
    }
}

/// <summary>The body of a tracking number's document.</summary>
internal sealed record TrackingNumberBody : DocumentBody
{
    public Guid DeliveryId { get; set; }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(TrackingNumberBody))]
internal sealed partial class TrackingNumberJsonContext : JsonSerializerContext;
