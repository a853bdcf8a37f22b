using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Which actions the page of an order offers: what the person may do and the order's state may allow. The shop decides when the form is sent.</summary>
internal static class OrderActions
{
    public static IEnumerable<(string Path, string Text)> Of(Order order, Func<ApiRole, bool> can, bool hasWebhooks)
    {
        if (can(ApiRole.OrdersWrite) && order is { Status: OrderStatus.Created, PaymentStatus: PaymentStatus.Authorized })
        {
            yield return ("capture", "Capture");
        }

        if (can(ApiRole.DeliveryWrite) && order.Status == OrderStatus.Created && order.Lines.Any(static line => line.Quantity > line.Cancelled + line.Dispatched))
        {
            yield return ("deliver", "Deliver");
        }

        if (can(ApiRole.RefundsWrite) && order.Refundable.MinorUnits > 0)
        {
            yield return ("refund", "Refund amount");
            yield return ("refund-items", "Refund copies");
        }

        if (can(ApiRole.ReturnsWrite) && order.Lines.Any(static line => line.Delivered > line.Returned))
        {
            yield return ("return", "Return");
        }

        if (hasWebhooks && can(ApiRole.WebhooksManage))
        {
            yield return ("resend", "Resend webhooks");
        }

        if (can(ApiRole.OrdersWrite) && order is { Status: OrderStatus.Pending or OrderStatus.Created })
        {
            if (order.Status == OrderStatus.Created && order.Lines.Sum(static line => line.Quantity - line.Cancelled - line.Dispatched) > 1)
            {
                yield return ("cancel-items", "Cancel copies");
            }

            if (!order.IsDispatched)
            {
                yield return ("cancel", "Cancel order");
            }
        }
    }
}
