namespace Bookstore;

/// <summary>What a notification from outside says: that something happened to something. It is a reason to ask, never a fact.</summary>
/// <param name="Id">The sender's id of the notification, the same each time it is sent: 1 to 200 characters.</param>
/// <param name="Type">What happened, in the sender's words: 1 to 100 characters.</param>
/// <param name="Reference">The sender's id of what it happened to, such as a payment: 1 to 200 characters.</param>
public sealed record Notification(string Id, string Type, string Reference)
{
    /// <summary>The longest <see cref="Id"/> and <see cref="Reference"/>, in characters: 200.</summary>
    public const int MaxIdLength = 200;

    /// <summary>The longest <see cref="Type"/>, in characters: 100.</summary>
    public const int MaxTypeLength = 100;
}

/// <summary>What a source made of a request.</summary>
public sealed record NotificationReading
{
    private NotificationReading(Notification? notification, bool isAuthentic) => (Notification, IsAuthentic) = (notification, isAuthentic);

    /// <summary>The signature is missing, wrong or too old. Nothing of the request may be used.</summary>
    public static NotificationReading Unauthorized { get; } = new(null, false);

    /// <summary>The request is authentic, and says nothing that the shop needs.</summary>
    public static NotificationReading Irrelevant { get; } = new(null, true);

    /// <summary>What the request says; <see langword="null"/> where nothing may or needs to be read.</summary>
    public Notification? Notification { get; }

    /// <summary>Whether the signature is right.</summary>
    public bool IsAuthentic { get; }

    /// <summary>The request is authentic and says something.</summary>
    /// <param name="notification">What it says.</param>
    /// <returns>The reading.</returns>
    /// <exception cref="ArgumentException">A member is empty or too long.</exception>
    public static NotificationReading Of(Notification notification)
    {
        ArgumentNullException.ThrowIfNull(notification);
        Require.Text(notification.Id, 1, Notification.MaxIdLength);
        Require.Text(notification.Type, 1, Notification.MaxTypeLength);
        Require.Text(notification.Reference, 1, Notification.MaxIdLength);
        return new NotificationReading(notification, true);
    }
}
