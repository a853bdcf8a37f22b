using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Every page and action of the console, with the role that it needs: that of its REST route.</summary>
internal static class ConsolePages
{
    public static void Map(ConsoleRoutes routes)
    {
        routes.Asset(ConsoleAsset.Style);
        routes.Asset(ConsoleAsset.Script);
        routes.Asset(ConsoleAsset.Favicon);
        if (routes.Settings.HasSignIn)
        {
            routes.Open("/sign-in", isForm: false, SignIn.Ask);
            routes.Open("/sign-in", isForm: true, SignIn.TryAsync);
            routes.Form("/sign-out", SignIn.End);
        }

        routes.Page("/", ApiRole.None, HomeReads.ShowAsync);
        routes.Page("/orders", ApiRole.OrdersRead, OrderListReads.ShowAsync);
        routes.Page("/orders/{id}", ApiRole.OrdersRead, OrderReads.ShowAsync);
        routes.Action("/orders/{id}/cancel", ApiRole.OrdersWrite, CancelAction.PlanAsync);
        routes.Action("/orders/{id}/cancel-items", ApiRole.OrdersWrite, CancelAction.PlanItemsAsync);
        routes.Action("/orders/{id}/capture", ApiRole.OrdersWrite, CaptureAction.PlanAsync);
        routes.Action("/orders/{id}/refund", ApiRole.RefundsWrite, RefundAction.PlanAsync);
        routes.Action("/orders/{id}/refund-items", ApiRole.RefundsWrite, RefundAction.PlanItemsAsync);
        routes.Action("/orders/{id}/deliver", ApiRole.DeliveryWrite, DeliverAction.PlanAsync);
        routes.Action("/orders/{id}/return", ApiRole.ReturnsWrite, ReturnAction.PlanAsync);
        routes.Action("/orders/{id}/resend", ApiRole.WebhooksManage, ResendAction.PlanAsync);
        routes.Action("/deliveries/{id}/move/{status}", ApiRole.DeliveryWrite, MoveDeliveryAction.PlanAsync);
        routes.Page("/live", ApiRole.EventsRead, LiveFeed.StreamAsync);
        routes.Page("/deliveries", ApiRole.DeliveryRead, DeliveryReads.ListAsync);
        routes.Page("/returns", ApiRole.ReturnsRead, ReturnReads.ListAsync);
        routes.Action("/returns/{id}/{step}", ApiRole.ReturnsWrite, MoveReturnAction.PlanAsync);
        routes.Page("/stock", ApiRole.StockRead, StockReads.ListAsync);
        routes.Page("/stock/{isbn}", ApiRole.StockRead, StockReads.ShowAsync);
        routes.Action("/stock/{isbn}/receive", ApiRole.StockWrite, ChangeStockAction.ReceiveAsync);
        routes.Action("/stock/{isbn}/adjust", ApiRole.StockWrite, ChangeStockAction.AdjustAsync);
        routes.Page("/webhooks", ApiRole.WebhooksManage, WebhookReads.ListAsync);
        routes.Action("/webhooks/new", ApiRole.WebhooksManage, SaveWebhookAction.PlanAddAsync);
        routes.Page("/webhooks/{id}", ApiRole.WebhooksManage, WebhookReads.ShowAsync);
        routes.Action("/webhooks/{id}/{step}", ApiRole.WebhooksManage, WebhookActions.PlanAsync);
        routes.Action("/webhooks/{id}/deliveries/{event}/{step}", ApiRole.WebhooksManage, WebhookDeliveryAction.PlanAsync);
        routes.Page("/work", ApiRole.Operations, WorkListReads.ShowAsync);
        routes.Action("/work/{kind}/{id}/{step}", ApiRole.Operations, WorkActions.PlanAsync);
        routes.Page("/audits", ApiRole.Operations, AuditReads.ListAsync);
        routes.Page("/audits/{id}", ApiRole.Operations, AuditReads.ShowAsync);
        routes.Action("/audits/start/{kind}", ApiRole.Operations, StartAuditAction.PlanAsync);
        routes.Rest();
    }
}
