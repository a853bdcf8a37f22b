using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Bookstore.Crash;

/// <summary>
/// One customer's request of the load, made of its key alone, so that whoever knows the key can send it again. Every step is acknowledged by
/// a line, and sending all of it again has no second effect.
/// </summary>
internal sealed record LoadRequest(string Run, int Caller, int Number)
{
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Run}/{Caller}/{Number}");

    public LoadRequest Next => this with { Number = Number + 1 };

    public bool IsCancelled => Die is 2 or 3;

    public bool IsDelivered => Die is 4 or 5;

    public bool IsStockReceived => Die is 0 or 1;

    public int Book => ((Caller * 3) + (Number * 5)) % Load.Books;

    public int Quantity => 1 + (Number % 3);

    private int Die => ((Caller * 7) + (Number * 11)) % 20;

    private bool HasCart => Die == 6;

    private string Card => Die switch
    {
        7 => Cards.Declined,
        8 => Cards.LosesAnswer,
        9 => Cards.Fails,
        _ => Cards.Good,
    };

    // An id that follows from the key, so that holding again holds the same.
    private Guid CartId => new(SHA256.HashData(Encoding.ASCII.GetBytes(Key)).AsSpan(0, 16));

    private IdempotencyKey IdempotencyKey => new("load", Key);

    public static LoadRequest Parse(string key)
    {
        var parts = key.Split('/');
        return new LoadRequest(parts[0], int.Parse(parts[1], CultureInfo.InvariantCulture), int.Parse(parts[2], CultureInfo.InvariantCulture));
    }

    public async Task SendAsync(Shop shop, Action<string> acknowledge)
    {
        if (IsStockReceived)
        {
            await ReceiveAsync(shop);
            acknowledge($"received {Key}");
        }
        else
        {
            await BuyAsync(shop, acknowledge);
        }

        acknowledge($"done {Key}");
    }

    private async Task ReceiveAsync(Shop shop)
    {
        var change = new StockChange { Isbn = Shelf.Isbn(Book), Quantity = Quantity, Reason = "load", Reference = Key, IdempotencyKey = IdempotencyKey };
        var result = await shop.Inventory.ReceiveStockAsync(change);
        if (result.Outcome != ChangeStockOutcome.Changed)
        {
            throw new InvalidOperationException($"Stock was not received: {result}.");
        }
    }

    private async Task BuyAsync(Shop shop, Action<string> acknowledge)
    {
        var isbn = Shelf.Isbn(Book);
        if (HasCart)
        {
            await HoldAsync(shop, isbn);
        }

        var placed = await shop.Workflow.PlaceAsync(new PlaceOrderRequest
        {
            CustomerId = Key,
            Lines = [new PlaceOrderLine(isbn, Quantity)],
            Payment = new PaymentToken(Card),
            ReservationId = HasCart ? CartId : null,
            IdempotencyKey = IdempotencyKey,
        });
        acknowledge($"placed {Key} {placed.Outcome} {placed.Order?.Id}");
        if (placed.Outcome == PlaceOrderOutcome.Created && IsCancelled)
        {
            var cancelled = await shop.Workflow.CancelAsync(new CancelOrderRequest { OrderId = placed.Order!.Id, IdempotencyKey = KeyOf("cancel") });
            acknowledge($"cancelled {Key} {cancelled.Outcome}");
        }
        else if (placed.Outcome == PlaceOrderOutcome.Created && IsDelivered)
        {
            await DeliverAsync(shop, placed.Order!.Id, acknowledge);
        }
    }

    private IdempotencyKey KeyOf(string step) => new(IdempotencyKey.Client, $"{step}-{IdempotencyKey.Value}");

    private Task<HoldStockResult> HoldAsync(Shop shop, Isbn isbn) => shop.Inventory.HoldAsync(new HoldStockRequest
    {
        ReservationId = CartId,
        Lines = [new ReservationLine(isbn, Quantity)],
        Duration = HoldStockRequest.MaxDuration,
    });

    private async Task DeliverAsync(Shop shop, Guid orderId, Action<string> acknowledge)
    {
        var scheduled = await shop.Deliveries.ScheduleAsync(new ScheduleDeliveryRequest { OrderId = orderId, Address = "1 Main Street", IdempotencyKey = KeyOf("deliver") });
        var moved = await shop.Deliveries.MoveAsync(scheduled.Delivery!.Id, DeliveryStatus.Dispatched);
        for (var attempt = 0; attempt < 50 && moved.Outcome == MoveDeliveryOutcome.PaymentNotCaptured; attempt++)
        {
            moved = await shop.Deliveries.MoveAsync(scheduled.Delivery.Id, DeliveryStatus.Dispatched);
        }

        acknowledge($"dispatched {Key} {moved.Outcome}");
    }
}
