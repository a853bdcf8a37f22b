using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads the body of a new order.</summary>
internal sealed class PlaceOrderParser : IBodyParser<PlaceOrderInput>
{
    private const int MaxExpiryLength = 20;

    private static readonly MemberNames OrderMembers = new("customer_id", "items", "payment", "expected_total");
    private static readonly MemberNames ItemMembers = new("isbn", "quantity");
    private static readonly MemberNames PaymentMembers = new("card_number", "expiry");

    public static string InvalidCode => ProblemCodes.InvalidOrder;

    public static PlaceOrderInput Read(ref BodyReader body)
    {
        var order = new PlaceOrderInput();
        var seen = 0;
        while (body.NextMember(OrderMembers, ref seen, out var member))
        {
            switch (member)
            {
                case 0:
                    order.CustomerId = body.Text(1, Order.MaxCustomerIdLength) ?? string.Empty;
                    break;
                case 1:
                    ReadItems(ref body, order);
                    break;
                case 2:
                    ReadPayment(ref body, order);
                    break;
                default:
                    order.ExpectedTotal = body.IsNull ? null : body.Number();
                    break;
            }
        }

        body.Require(OrderMembers, seen, 0, 1);
        return order;
    }

    private static void ReadItems(ref BodyReader body, PlaceOrderInput order)
    {
        if (!body.BeginArray())
        {
            return;
        }

        var count = 0;
        while (body.NextElement())
        {
            if (++count > Order.MaxLines)
            {
                body.Skip();
            }
            else if (body.BeginObject())
            {
                ReadItem(ref body, order, count - 1);
            }
        }

        if (count is 0 or > Order.MaxLines)
        {
            body.Errors.Add("/items", "must have 1 to 200 items");
        }
    }

    private static void ReadItem(ref BodyReader body, PlaceOrderInput order, int index)
    {
        var isbn = default(Isbn);
        var quantity = 0;
        var seen = 0;
        while (body.NextMember(ItemMembers, ref seen, out var member))
        {
            if (member == 1)
            {
                quantity = body.Integer(1, Order.MaxQuantity);
            }
            else if (!body.TryIsbn(out isbn) && order.NoIsbnAt < 0)
            {
                order.NoIsbnAt = index;
            }
        }

        body.Require(ItemMembers, seen, 0, 1);
        order.Lines.Add(new PlaceOrderLine(isbn, quantity));
    }

    private static void ReadPayment(ref BodyReader body, PlaceOrderInput order)
    {
        if (body.IsNull || !body.BeginObject())
        {
            return;
        }

        body.Enter();
        var seen = 0;
        while (body.NextMember(PaymentMembers, ref seen, out var member))
        {
            if (member == 0)
            {
                order.CardNumber = body.OptionalText(0, PaymentToken.MaxLength);
            }
            else
            {
                body.OptionalText(0, MaxExpiryLength);
            }
        }

        body.Leave();
    }
}

/// <summary>What the body of a new order says.</summary>
internal sealed class PlaceOrderInput
{
    public string CustomerId { get; set; } = string.Empty;

    public List<PlaceOrderLine> Lines { get; } = new(4);

    /// <summary>The first item whose text is no ISBN; -1 where there is none.</summary>
    public int NoIsbnAt { get; set; } = -1;

    public string? CardNumber { get; set; }

    public decimal? ExpectedTotal { get; set; }
}
