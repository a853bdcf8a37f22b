using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads the body of a change of stock.</summary>
internal sealed class ChangeStockParser : IBodyParser<ChangeStockInput>
{
    private static readonly MemberNames Members = new("quantity", "reason", "reference");

    public static string InvalidCode => ProblemCodes.InvalidStock;

    public static ChangeStockInput Read(ref BodyReader body)
    {
        var change = new ChangeStockInput();
        var seen = 0;
        while (body.NextMember(Members, ref seen, out var member))
        {
            switch (member)
            {
                case 0:
                    change.Quantity = ReadQuantity(ref body);
                    break;
                case 1:
                    change.Reason = body.Text(1, StockMovement.MaxReasonLength) ?? string.Empty;
                    break;
                default:
                    change.Reference = body.OptionalText(0, StockMovement.MaxReferenceLength);
                    break;
            }
        }

        body.Require(Members, seen, 0, 1);
        return change;
    }

    private static int ReadQuantity(ref BodyReader body)
    {
        var quantity = body.Integer(-StockChange.MaxQuantity, StockChange.MaxQuantity);
        if (quantity == 0)
        {
            body.Refuse("must be a whole number other than zero");
        }

        return quantity;
    }
}

/// <summary>What the body of a change of stock says.</summary>
internal sealed class ChangeStockInput
{
    public int Quantity { get; set; }

    public string Reason { get; set; } = string.Empty;

    public string? Reference { get; set; }
}
