using System.Globalization;

namespace Bookstore;

/// <summary>The notifications of a courier: the courier is asked where the parcel is. Where it cannot be asked, its scan counts, unless the delivery is known to have been elsewhere since.</summary>
internal sealed class CourierInboxSource(string name, ICourier courier, DeliveryScans scans) : InboxSource
{
    // A notification may overtake the answer to the booking, which says its tracking number; one that is of no delivery of the shop by then is not the shop's.
    private const int LooksForNumber = 8;

    // The courier's answers may lag behind what it sends.
    private const int LooksForScan = 3;

    // A clock that is wrong by more would keep later scans from being taken.
    private static readonly TimeSpan MostAhead = TimeSpan.FromDays(1);

    public override string Name => name;

    public override TimeSpan LongestCall => GuardedCourier.Timeout;

    public override InboxReading Read(IncomingNotification request, DateTimeOffset now)
    {
        var reading = courier.ParseNotification(request);
        return new InboxReading(reading.IsAuthentic, reading is { IsAuthentic: true, Notification: { } said } ? BodyOf(said, now) : null);
    }

    public override async ValueTask<InboxAnswer> AskAsync(InboxRecord record)
    {
        if (record.Body.Scan is not { } said)
        {
            return InboxAnswer.Done;
        }

        if (await scans.FindAsync(Name, said.DeliveryId, said.TrackingNumber).ConfigureAwait(false) is not { } delivery)
        {
            return new InboxAnswer(said.DeliveryId is not null || record.Body.Attempts + 1 >= LooksForNumber);
        }

        var tracked = await scans.TrackAsync(delivery).ConfigureAwait(false);
        switch (tracked.Outcome)
        {
            case TrackingOutcome.NotSupported:
                return await ApplyAsync(delivery, [said.ToScan()]).ConfigureAwait(false) ?? InboxAnswer.Done;
            case TrackingOutcome.NotFound:
                return InboxAnswer.Done;
            case TrackingOutcome.Found:
                var isOld = !tracked.Scans.Any(scan => scan.At >= said.At) && record.Body.Attempts + 1 < LooksForScan;
                return await ApplyAsync(delivery, tracked.Scans.OrderBy(static scan => scan.At)).ConfigureAwait(false) ?? new InboxAnswer(!isOld);
            default:
                return InboxAnswer.Failed("CourierNotAnswering");
        }
    }

    private async ValueTask<InboxAnswer?> ApplyAsync(Delivery delivery, IEnumerable<CourierScan> all)
    {
        foreach (var scan in all)
        {
            if (await scans.ApplyAsync(delivery.Id, scan).ConfigureAwait(false) is { } refused)
            {
                return InboxAnswer.Failed(refused.ToString());
            }
        }

        return null;
    }

    // A courier has no ids of its own for what it sends, as a rule: the same scan of the same delivery is the same notification.
    private InboxBody BodyOf(CourierNotification said, DateTimeOffset now)
    {
        var (reference, scan) = (said.TrackingNumber ?? said.DeliveryId?.ToString("D", CultureInfo.InvariantCulture)!, said.Scan);
        return new InboxBody
        {
            Source = Name,
            NotificationId = new Fingerprint().Add(reference).Add((int)scan.Status).Add(scan.At.UtcTicks).Compute().ToString("N"),
            Type = scan.Status.ToString(),
            Reference = reference,
            Scan = new InboxScan { DeliveryId = said.DeliveryId, TrackingNumber = said.TrackingNumber, Status = (int)scan.Status, At = scan.At > now.Plus(MostAhead) ? now : scan.At },
        };
    }
}
