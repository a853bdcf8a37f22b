using System.Text;

namespace Bookstore.Notifications;

/// <summary>A source whose notifications have their body as their id and are about no order. It can fail.</summary>
internal sealed class NotificationSender(string name) : INotificationSource
{
    public List<string> Asked { get; } = [];

    public bool Fails { get; set; }

    public string Source => name;

    public NotificationReading Read(IncomingNotification request) => NotificationReading.Of(new Notification(Encoding.UTF8.GetString(request.Body.Span), "payment", "reference"));

    public ValueTask<Guid?> FindOrderAsync(Notification notification, CancellationToken cancellationToken)
    {
        lock (Asked)
        {
            Asked.Add(notification.Id);
        }

        return Fails ? throw new TimeoutException("The service does not answer.") : ValueTask.FromResult<Guid?>(null);
    }
}
