using Bookstore.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Bookstore;

/// <summary>The notifications of a payment service: the order of each is found, and its gateway asked.</summary>
internal sealed class PaymentInboxSource(INotificationSource source, WorkContext context, NotifiedPayment payment, ILogger logger) : InboxSource
{
    private readonly Bulkhead _bulkhead = new(context.Options.WritePath.ContinuesInline);

    public override string Name => source.Source;

    // A question to the source, and two to the gateway.
    public override TimeSpan LongestCall => context.Options.GatewayTimeout * 3;

    public override InboxReading Read(IncomingNotification request, DateTimeOffset now)
    {
        var reading = source.Read(request);
        return new InboxReading(reading.IsAuthentic, reading.Notification is { } said
            ? new InboxBody { Source = Name, NotificationId = said.Id, Type = said.Type, Reference = said.Reference }
            : null);
    }

    public override async ValueTask<InboxAnswer> AskAsync(InboxRecord record)
    {
        using var timeout = new CancellationTokenSource(context.Options.GatewayTimeout, context.Clock.Time);
        var orderId = await _bulkhead.CallAsync((source, record.Notification), static (to, stop) => to.source.FindOrderAsync(to.Notification, stop), timeout.Token).ConfigureAwait(false);
        if (orderId is not { } id || id == Guid.Empty)
        {
            return InboxAnswer.Done;
        }

        // The notification is not believed: the gateway says what is.
        var (isDone, finding) = await payment.AskAsync(id, record.Body.Attempts + 1).ConfigureAwait(false);
        if (isDone && finding is not null)
        {
            Log.PaymentDiffers(logger, Name, id, finding.Code, finding.Detail);
        }

        return new InboxAnswer(isDone);
    }
}
