using Bookstore.AspNetCore;

namespace Bookstore.Operating;

/// <summary>Takes copies into stock, or corrects their number.</summary>
internal static class ChangeStockAction
{
    public static ValueTask<ActionPlan?> ReceiveAsync(ConsoleRequest request) => PlanAsync(request, isReceipt: true);

    public static ValueTask<ActionPlan?> AdjustAsync(ConsoleRequest request) => PlanAsync(request, isReceipt: false);

    private static async ValueTask<ActionPlan?> PlanAsync(ConsoleRequest request, bool isReceipt)
    {
        if (!Isbn.TryParseArticle(request.Value("isbn"), out var isbn) || await request.Service<IInventoryService>().FindBookAsync(isbn, request.Aborted).ConfigureAwait(false) is not { } listing)
        {
            return null;
        }

        return new ActionPlan
        {
            Title = isReceipt ? "Receive copies" : "Adjust stock",
            Section = "stock",
            Button = isReceipt ? "Receive copies" : "Adjust stock",
            Back = $"stock/{isbn}",
            Effects =
            [
                $"{listing.Book.Title}: {Format.Count(listing.Stock.OnHand)} on hand, {Format.Count(listing.Stock.Reserved)} reserved.",
                isReceipt ? "Takes copies into stock. They can be sold at once." : "Corrects the number on hand after a count. Reserved copies cannot be written off.",
            ],
            Fields =
            [
                new ActionField("quantity", isReceipt ? "Copies" : "Change", ActionFieldKind.Number)
                {
                    Min = isReceipt ? 1 : -StockChange.MaxQuantity,
                    Max = StockChange.MaxQuantity,
                    IsRequired = true,
                    Help = isReceipt ? null : "Below zero: copies are written off, such as -2.",
                },
                new ActionField("reason", "Reason", ActionFieldKind.Text) { MaxLength = StockMovement.MaxReasonLength, IsRequired = true },
                new ActionField("reference", "Reference", ActionFieldKind.Text) { MaxLength = StockMovement.MaxReferenceLength, Help = "Such as the number of a delivery note." },
            ],
            Describe = input => Describe(input, listing.Stock),
            Perform = input => PerformAsync(request, isbn, isReceipt, input),
        };
    }

    private static string[] Describe(ActionInput input, StockLevel stock)
    {
        var quantity = input.Number("quantity") ?? 0;
        if (quantity == 0)
        {
            input.Errors.TryAdd("quantity", "Enter a number other than zero.");
        }

        return [$"{Format.Signed(quantity)} copies: {Format.Count(stock.OnHand + (long)quantity)} on hand then.", "The movement stays in the ledger with its reason. It is corrected by another one."];
    }

    private static async Task<ActionOutcome> PerformAsync(ConsoleRequest request, Isbn isbn, bool isReceipt, ActionInput input)
    {
        var change = new StockChange { Isbn = isbn, Quantity = input.Number("quantity") ?? 0, Reason = input.Raw("reason"), Reference = input.Text("reference"), IdempotencyKey = input.Key };
        var inventory = request.Service<IInventoryService>();
        var result = await (isReceipt ? inventory.ReceiveStockAsync(change, input.CancellationToken) : inventory.AdjustStockAsync(change, input.CancellationToken)).ConfigureAwait(false);
        return ActionOutcome.Of(StockEndpoints.ProblemOf(result), $"stock/{isbn}", "stock");
    }
}
