using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads the body of a new delivery.</summary>
internal sealed class ScheduleDeliveryParser : IBodyParser<ScheduleDeliveryInput>
{
    private const int MaxIdLength = 100;

    private static readonly MemberNames Members = new("order_id", "address", "courier");

    public static string InvalidCode => ProblemCodes.InvalidDelivery;

    public static ScheduleDeliveryInput Read(ref BodyReader body)
    {
        var delivery = new ScheduleDeliveryInput();
        var seen = 0;
        while (body.NextMember(Members, ref seen, out var member))
        {
            switch (member)
            {
                case 0:
                    delivery.OrderId = body.Text(1, MaxIdLength) ?? string.Empty;
                    break;
                case 1:
                    delivery.Address = body.Lines(1, Delivery.MaxAddressLength) ?? string.Empty;
                    break;
                default:
                    delivery.Courier = body.OptionalText(0, Delivery.MaxCourierLength);
                    break;
            }
        }

        body.Require(Members, seen, 0, 1);
        return delivery;
    }
}

/// <summary>What the body of a new delivery says.</summary>
internal sealed class ScheduleDeliveryInput
{
    public string OrderId { get; set; } = string.Empty;

    public string Address { get; set; } = string.Empty;

    public string? Courier { get; set; }
}
