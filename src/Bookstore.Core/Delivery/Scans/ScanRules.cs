namespace Bookstore;

/// <summary>What a courier's scan may do to a delivery. Pure.</summary>
/// <remarks>The order of scans is that of their times, whenever they arrive. A scan that is left out, or late, changes nothing about where the delivery ends: a delivery goes through what it must have been through.</remarks>
internal static class ScanRules
{
    /// <summary>Whether the delivery is known to have been elsewhere since.</summary>
    public static bool IsOver(Delivery delivery, CourierScan scan)
    {
        if (delivery.ScannedAt is { } last && (scan.At < last || (scan.At == last && RankOf(scan.Status) <= RankOf(delivery.Status))))
        {
            return true;
        }

        // A person knows of a failed attempt, and this was before it.
        return delivery is { Status: DeliveryStatus.Failed, FailedAt: { } failed } && scan.Status is DeliveryStatus.Dispatched or DeliveryStatus.InTransit && scan.At <= failed;
    }

    /// <summary>The next step on the way to where a scan saw the delivery.</summary>
    /// <param name="from">Where the delivery is.</param>
    /// <param name="to">Where it was seen.</param>
    /// <param name="isOut">Whether its goods have left the house.</param>
    /// <returns>The step; <see langword="null"/> when no way leads there.</returns>
    public static DeliveryStatus? NextStep(DeliveryStatus from, DeliveryStatus to, bool isOut)
    {
        if (from == to)
        {
            return to;
        }

        // A courier that has seen the parcel has it.
        if (from == DeliveryStatus.Scheduled)
        {
            return DeliveryStatus.Dispatched;
        }

        return DeliveryRules.TryMove(from, to, isOut, out _) ? to : null;
    }

    /// <summary>Whether a scan that leads nowhere is only old news: the delivery has been there.</summary>
    public static bool IsBehind(DeliveryStatus status, CourierScan scan) =>
        scan.Status is DeliveryStatus.Dispatched or DeliveryStatus.InTransit && status is DeliveryStatus.InTransit or DeliveryStatus.Delivered or DeliveryStatus.Returned;

    // Two scans of one time: the one that is further on counts.
    private static int RankOf(DeliveryStatus status) => status switch
    {
        DeliveryStatus.Scheduled => 0,
        DeliveryStatus.Dispatched => 1,
        DeliveryStatus.InTransit => 2,
        DeliveryStatus.Failed => 3,
        DeliveryStatus.Delivered => 4,
        DeliveryStatus.Returned => 5,
        _ => 6,
    };
}
