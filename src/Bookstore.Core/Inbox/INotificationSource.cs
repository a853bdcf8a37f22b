namespace Bookstore;

/// <summary>A sender of notifications, such as a payment service: checks what comes in from it, and says which order a notification is about.</summary>
/// <remarks>Implementations MUST be safe for use from any number of threads.</remarks>
public interface INotificationSource
{
    /// <summary>The source's name, the last segment of its address: 1 to 50 lower-case letters, digits and hyphens. It is stored, so it MUST NOT change.</summary>
    string Source { get; }

    /// <summary>Checks the signature first, and reads the notification then. It MUST NOT call out and MUST NOT block.</summary>
    /// <param name="request">The request.</param>
    /// <returns>What it says, <see cref="NotificationReading.Unauthorized"/>, or <see cref="NotificationReading.Irrelevant"/>, also for types and versions that it does not know.</returns>
    NotificationReading Read(IncomingNotification request);

    /// <summary>Says which order a notification is about. Called in the background; it may ask the service, and is repeated when it throws.</summary>
    /// <param name="notification">The notification.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The order's id; <see langword="null"/> when it is about none of the shop's.</returns>
    ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken);
}
