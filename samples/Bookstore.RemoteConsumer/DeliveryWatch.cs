using Bookstore.Client;
using Bookstore.Contracts;
using Spectre.Console;

namespace Bookstore.Samples;

/// <summary>Has one order delivered and says each step.</summary>
internal static class DeliveryWatch
{
    private const int MaxLooks = 600;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static async Task<bool> FollowAsync(BookstoreClient client, string? orderId, CancellationToken cancellationToken)
    {
        if (orderId is null)
        {
            return false;
        }

        await UntilCapturedAsync(client, orderId, cancellationToken);
        var delivery = await client.ScheduleDeliveryAsync(new ScheduleDeliveryBody { OrderId = orderId, Address = "1 High Street, Springfield" }, cancellationToken: cancellationToken);
        Say(delivery);
        foreach (var status in (string[])[DeliveryStatuses.Dispatched, DeliveryStatuses.InTransit, DeliveryStatuses.Delivered])
        {
            delivery = await client.MoveDeliveryAsync(delivery.DeliveryId, status, cancellationToken: cancellationToken);
            Say(delivery);
        }

        var order = await client.FindOrderAsync(orderId, cancellationToken);
        return order?.Status == OrderStatuses.Delivered;
    }

    // Goods leave the house when the money is there, which the host sees to in the background.
    private static async Task UntilCapturedAsync(BookstoreClient client, string orderId, CancellationToken cancellationToken)
    {
        for (var look = 0; look < MaxLooks && await client.FindOrderAsync(orderId, cancellationToken) is { PaymentStatus: PaymentStatuses.Authorized }; look++)
        {
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private static void Say(DeliveryResource delivery) => AnsiConsole.MarkupLineInterpolated($"Delivery of order {delivery.OrderId}: [green]{delivery.Status}[/]");
}
