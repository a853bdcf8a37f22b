namespace Bookstore;

/// <summary>What a courier's notification says: a scan of a delivery.</summary>
public sealed record CourierNotification
{
    private CourierNotification(Guid? deliveryId, string? trackingNumber, CourierScan scan) => (DeliveryId, TrackingNumber, Scan) = (deliveryId, trackingNumber, CourierScan.Check(scan));

    /// <summary>The delivery; <see langword="null"/> when it is known by its tracking number.</summary>
    public Guid? DeliveryId { get; }

    /// <summary>The tracking number of the booking; <see langword="null"/> when the delivery's id is known.</summary>
    public string? TrackingNumber { get; }

    /// <summary>The scan.</summary>
    public CourierScan Scan { get; }

    /// <summary>A scan of a delivery, where the courier sends the delivery's id back.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="scan">The scan.</param>
    /// <returns>The notification.</returns>
    /// <exception cref="ArgumentException">The id is empty, or a courier cannot say so.</exception>
    public static CourierNotification Of(Guid deliveryId, CourierScan scan) => new(Require.Id(deliveryId), null, scan);

    /// <summary>A scan of a delivery, by its tracking number.</summary>
    /// <param name="trackingNumber">The tracking number that the booking returned: 1 to 100 characters.</param>
    /// <param name="scan">The scan.</param>
    /// <returns>The notification.</returns>
    /// <exception cref="ArgumentException">The number is empty or too long, or a courier cannot say so.</exception>
    public static CourierNotification Of(string trackingNumber, CourierScan scan) => new(null, Require.Text(trackingNumber, 1, Delivery.MaxTrackingNumberLength), scan);
}

/// <summary>What a courier made of a request.</summary>
public sealed record CourierNotificationReading
{
    private CourierNotificationReading(bool isSupported, bool isAuthentic, CourierNotification? notification) => (IsSupported, IsAuthentic, Notification) = (isSupported, isAuthentic, notification);

    /// <summary>The courier sends no notifications.</summary>
    public static CourierNotificationReading NotSupported { get; } = new(false, false, null);

    /// <summary>The signature is missing, wrong or too old. Nothing of the request may be used.</summary>
    public static CourierNotificationReading Unauthorized { get; } = new(true, false, null);

    /// <summary>The request is authentic, and says nothing that the shop needs.</summary>
    public static CourierNotificationReading Irrelevant { get; } = new(true, true, null);

    /// <summary>Whether the courier sends notifications.</summary>
    public bool IsSupported { get; }

    /// <summary>Whether the signature is right.</summary>
    public bool IsAuthentic { get; }

    /// <summary>What the request says; <see langword="null"/> where nothing may or needs to be read.</summary>
    public CourierNotification? Notification { get; }

    /// <summary>The request is authentic and says something.</summary>
    /// <param name="notification">What it says.</param>
    /// <returns>The reading.</returns>
    public static CourierNotificationReading Of(CourierNotification notification)
    {
        ArgumentNullException.ThrowIfNull(notification);
        return new CourierNotificationReading(true, true, notification);
    }
}
