namespace Bookstore.Crash;

/// <summary>The life of one order, step by step. Every request has a key, so that a customer can send all of them again.</summary>
internal sealed class Scenario(Shop shop, string name)
{
    public const string Customer = "customer-1";
    public const int OpeningStock = 10;
    public const int Quantity = 2;

    /// <summary>Lives through it for the first time.</summary>
    public Task PlayAsync() => name switch
    {
        "place" or "decline" => PlaceAndSettleAsync(),
        "cancel" => CancelAsync(),
        "refund" => RefundAsync(),
        "late-void" => LateVoidAsync(),
        "refund-refused" => RefundRefusedAsync(),
        "capture-refused" => CaptureRefusedAsync(),
        "recover" or "give-up" => RecoverAsync(),
        "deliver" => DeliverAsync(),
        "call-off" => CallOffAsync(),
        _ => throw new ArgumentException($"There is no scenario '{name}'.", nameof(name)),
    };

    /// <summary>Sends the customer's requests again.</summary>
    public async Task ResendAsync()
    {
        var order = (await PlaceAsync()).Order!;

        // What the killed process was about to pay is due by then.
        shop.Time.Advance(TimeSpan.FromHours(12));
        switch (name)
        {
            case "cancel" or "refund" or "late-void":
                await CancelAsync(order.Id);
                break;
            case "refund-refused":
                await shop.FinishAsync();
                await CancelAsync(order.Id);
                await shop.FinishAsync();
                await MarkRefundedAsync(order.Id);
                break;
            case "capture-refused":
                await shop.FinishAsync();
                await GiveUpCaptureAsync(order.Id);
                break;
            case "deliver":
                await shop.FinishAsync();
                var delivery = await ScheduleAsync(order.Id);

                // Once it has arrived, it is not booked any more.
                await shop.Booking.RunOnceAsync();
                await MoveAsync(delivery);
                break;
            case "call-off":
                await ScheduleAsync(order.Id);
                await CancelAsync(order.Id);
                break;
        }
    }

    public Task<PlaceOrderResult> PlaceAsync() => shop.Workflow.PlaceAsync(new PlaceOrderRequest
    {
        CustomerId = Customer,
        Lines = [new PlaceOrderLine(Shelf.Isbn(1), Quantity)],
        Payment = new PaymentToken(Card),
        IdempotencyKey = new IdempotencyKey("test", "place-1"),
    });

    private string Card => name switch
    {
        "decline" => Cards.Declined,
        "recover" => Cards.LosesAnswer,
        "give-up" => Cards.Fails,
        "refund-refused" => Cards.RefusesRefund,
        "capture-refused" => Cards.RefusesCapture,
        _ => Cards.Good,
    };

    private async Task PlaceAndSettleAsync()
    {
        await PlaceAsync();
        await shop.Settlement.RunOnceAsync();
    }

    private async Task CancelAsync()
    {
        var placed = await PlaceAsync();
        await CancelAsync(placed.Order!.Id);
        await shop.Settlement.RunOnceAsync();
    }

    private async Task RefundAsync()
    {
        var placed = await PlaceAsync();
        await shop.Settlement.RunOnceAsync();
        await CancelAsync(placed.Order!.Id);
        await shop.Refunds.RunOnceAsync();
    }

    // A capture whose answer was lost: the shop believes that a void will do.
    private async Task LateVoidAsync()
    {
        var order = (await PlaceAsync()).Order!;
        await shop.Gateway.CaptureAsync(new CaptureRequest(order.Id, order.PaymentTransactionId, order.Total, "lost"), CancellationToken.None);
        await CancelAsync(order.Id);
        await shop.Settlement.RunOnceAsync();
    }

    private async Task RefundRefusedAsync()
    {
        await RefundAsync();
        await MarkRefundedAsync((await PlaceAsync()).Order!.Id);
    }

    private async Task CaptureRefusedAsync()
    {
        await PlaceAndSettleAsync();
        await GiveUpCaptureAsync((await PlaceAsync()).Order!.Id);
        await shop.Settlement.RunOnceAsync();
    }

    private Task<ResolvePaymentResult> MarkRefundedAsync(Guid orderId) =>
        shop.Workflow.MarkPaymentDoneAsync(new MarkPaymentDoneRequest { OrderId = orderId, Attention = AttentionReason.RefundRefused, Reference = "bank-1" });

    private Task<ResolvePaymentResult> GiveUpCaptureAsync(Guid orderId) =>
        shop.Workflow.GiveUpPaymentAsync(new GiveUpPaymentRequest { OrderId = orderId, Attention = AttentionReason.CaptureRefused, Reason = "no answer" });

    private async Task RecoverAsync()
    {
        await PlaceAsync();
        shop.Time.Advance(TimeSpan.FromHours(2));
        await shop.Recovery.RunOnceAsync();
        await shop.Settlement.RunOnceAsync();
    }

    private async Task DeliverAsync()
    {
        var placed = await PlaceAsync();
        await shop.Settlement.RunOnceAsync();
        var delivery = await ScheduleAsync(placed.Order!.Id);
        await shop.Booking.RunOnceAsync();
        await MoveAsync(delivery);
    }

    private async Task CallOffAsync()
    {
        var placed = await PlaceAsync();
        await shop.Settlement.RunOnceAsync();
        await ScheduleAsync(placed.Order!.Id);
        await shop.Booking.RunOnceAsync();
        await CancelAsync(placed.Order.Id);
        await shop.Booking.RunOnceAsync();
        await shop.Settlement.RunOnceAsync();
    }

    private Task<CancelOrderResult> CancelAsync(Guid orderId) =>
        shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = orderId, IdempotencyKey = new IdempotencyKey("test", "cancel-1") });

    private async Task<Guid> ScheduleAsync(Guid orderId)
    {
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest
        {
            OrderId = orderId,
            Address = "1 Main Street",
            IdempotencyKey = new IdempotencyKey("test", "schedule-1"),
        });
        return scheduled.Delivery?.Id ?? throw new InvalidOperationException($"The delivery was not scheduled: {scheduled}.");
    }

    private async Task MoveAsync(Guid deliveryId)
    {
        await shop.Deliveries.MoveAsync(deliveryId, DeliveryStatus.Dispatched);
        await shop.Deliveries.MoveAsync(deliveryId, DeliveryStatus.Delivered);
    }
}
