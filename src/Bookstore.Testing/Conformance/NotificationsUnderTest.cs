namespace Bookstore.Testing;

/// <summary>What takes notifications in, and one that its sender has signed.</summary>
public sealed class NotificationsUnderTest
{
    private readonly Func<IncomingNotification, (bool IsAuthentic, object? Said)> _read;
    private readonly Func<IncomingNotification> _sign;

    private NotificationsUnderTest(Func<IncomingNotification, (bool IsAuthentic, object? Said)> read, Func<IncomingNotification> sign) => (_read, _sign) = (read, sign);

    /// <summary>A source of notifications, such as a payment service.</summary>
    /// <param name="source">The source.</param>
    /// <param name="sign">Makes a request as the service sends it now, signed, of a type that the shop needs. Called for each case.</param>
    /// <returns>The subject of the suite.</returns>
    public static NotificationsUnderTest Of(INotificationSource source, Func<IncomingNotification> sign)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(sign);
        return new NotificationsUnderTest(
            request =>
            {
                var reading = source.Read(request);
                return (reading.IsAuthentic, reading.Notification);
            },
            sign);
    }

    /// <summary>A courier that sends notifications.</summary>
    /// <param name="courier">The courier.</param>
    /// <param name="sign">Makes a request as the courier sends it now, signed, with a scan. Called for each case.</param>
    /// <returns>The subject of the suite.</returns>
    public static NotificationsUnderTest Of(ICourier courier, Func<IncomingNotification> sign)
    {
        ArgumentNullException.ThrowIfNull(courier);
        ArgumentNullException.ThrowIfNull(sign);
        return new NotificationsUnderTest(
            request =>
            {
                var reading = courier.ParseNotification(request);
                return (reading.IsAuthentic, reading.Notification);
            },
            sign);
    }

    internal IncomingNotification Sign() => _sign();

    internal (bool IsAuthentic, object? Said) Read(IncomingNotification request) => _read(request);
}
