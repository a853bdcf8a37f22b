using System.Globalization;

namespace Bookstore;

/// <summary>One attempt to bring an order's goods to an address.</summary>
/// <remarks>Immutable and safe to share between threads.</remarks>
public sealed record Delivery
{
    /// <summary>The longest <see cref="Address"/>, in Unicode code points: 1,000.</summary>
    public const int MaxAddressLength = 1_000;

    /// <summary>The longest <see cref="Courier"/>, in Unicode code points: 50.</summary>
    public const int MaxCourierLength = 50;

    /// <summary>The longest <see cref="TrackingNumber"/>, in Unicode code points: 100.</summary>
    public const int MaxTrackingNumberLength = 100;

    /// <summary>The longest <see cref="CourierReference"/>, in Unicode code points: 200.</summary>
    public const int MaxCourierReferenceLength = 200;

    /// <summary>The longest <see cref="LabelUrl"/>, in characters: 2,000.</summary>
    public const int MaxLabelUrlLength = 2_000;

    /// <summary>The most <see cref="Parcels"/>: 100.</summary>
    public const int MaxParcels = 100;

    /// <summary>The delivery's id, a UUID version 7: deliveries sort by the time they were scheduled.</summary>
    public required Guid Id { get; init; }

    /// <summary>The order it brings.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>Where to: 1 to 1,000 characters, also where it was given in parts. Personal data: it is never logged.</summary>
    public required string Address { get; init; }

    /// <summary>Where to, in parts; <see langword="null"/> when it was given in one text.</summary>
    public PostalAddress? PostalAddress { get; init; }

    /// <summary>The copies that it brings, by ascending ISBN; empty when it brings all of the order.</summary>
    public IReadOnlyList<DeliveryLine> Lines { get; init; } = [];

    /// <summary>The parcels that it is packed in, as the shop named them; empty when it named none.</summary>
    public IReadOnlyList<Parcel> Parcels { get; init; } = [];

    /// <summary>Of a failed delivery with <see cref="Lines"/>: whether its goods have left the house and have not come back.</summary>
    internal bool HasFailedOnTheWay { get; init; }

    /// <summary>When a person reported the failed attempt that it is failed for, in UTC. An older scan does not put it on its way again.</summary>
    internal DateTimeOffset? FailedAt { get; init; }

    /// <summary>Which courier carries it, by <see cref="ICourier.Name"/>.</summary>
    public required string Courier { get; init; }

    /// <summary>The status.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>The courier's tracking number, once booked.</summary>
    public string? TrackingNumber { get; init; }

    /// <summary>The courier's own id of the booking, once booked, if it has one. The cancellation of the booking gets it.</summary>
    public string? CourierReference { get; init; }

    /// <summary>Where the parcel's label can be fetched, once booked, if the courier says so.</summary>
    public Uri? LabelUrl { get; init; }

    /// <summary>When it is expected to arrive, in UTC: what the courier said last, else what was asked for; <see langword="null"/> when neither is known.</summary>
    public DateTimeOffset? ExpectedAt { get; init; }

    /// <summary>When its courier last saw it where it is, by the courier's clock, in UTC; <see langword="null"/> when no notification of the courier moved it. Older scans change nothing.</summary>
    public DateTimeOffset? ScannedAt { get; init; }

    /// <summary>Why a person has to look at it. <see langword="null"/> when there is no reason. See <see cref="IDeliveryService.ResolveAsync"/>.</summary>
    public DeliveryAttention? Attention { get; init; }

    /// <summary>Changes with the delivery. Opaque; computed each time it is read. See <see cref="ExpectedVersion"/>.</summary>
    public string Version => new Fingerprint()
        .Add(Id)
        .Add((int)Status)
        .Add(TrackingNumber)
        .Add((int?)Attention?.Reason ?? -1)
        .Add(Attention?.Code)
        .Add(Attention?.Since.ToUnixTimeMilliseconds() ?? -1)
        .Add(UpdatedAt.ToUnixTimeMilliseconds())
        .Compute()
        .ToString("N");

    /// <summary>When it was scheduled, in UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When anything about it last changed, in UTC.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>A text for logs, without anything of the customer.</summary>
    /// <returns>The ids and states.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"Delivery {{ Id = {Id}, OrderId = {OrderId}, Courier = {Courier}, Status = {Status} }}");
}
