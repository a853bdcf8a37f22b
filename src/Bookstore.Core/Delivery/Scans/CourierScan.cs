namespace Bookstore;

/// <summary>Where a courier saw a delivery, and when.</summary>
/// <param name="Status">What it saw: <see cref="DeliveryStatus.Dispatched"/> (collected), <see cref="DeliveryStatus.InTransit"/>, <see cref="DeliveryStatus.Failed"/> (an attempt failed), <see cref="DeliveryStatus.Delivered"/>, <see cref="DeliveryStatus.Returned"/> or <see cref="DeliveryStatus.Lost"/>. Each says that the courier has had the parcel.</param>
/// <param name="At">When, by the courier's clock. The order of two scans is the order of their times.</param>
public sealed record CourierScan(DeliveryStatus Status, DateTimeOffset At)
{
    /// <summary>Whether a courier can say so of a parcel.</summary>
    internal static bool IsKnown(DeliveryStatus status) =>
        status is DeliveryStatus.Dispatched or DeliveryStatus.InTransit or DeliveryStatus.Failed or DeliveryStatus.Delivered or DeliveryStatus.Returned or DeliveryStatus.Lost;

    /// <summary>Throws unless it is a scan that a courier can make.</summary>
    internal static CourierScan Check(CourierScan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        return IsKnown(scan.Status) ? scan with { At = scan.At.ToUniversalTime() } : throw new ArgumentException($"A courier's scan cannot say {scan.Status}: it says Dispatched, InTransit, Failed, Delivered, Returned or Lost.", nameof(scan));
    }
}
