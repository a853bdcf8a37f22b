using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>Reads the body of a delivery's move.</summary>
internal sealed class MoveDeliveryParser : IBodyParser<MoveDeliveryInput>
{
    private const int MaxStatusLength = 50;

    private static readonly MemberNames Members = new("status");

    public static string InvalidCode => ProblemCodes.InvalidDelivery;

    public static MoveDeliveryInput Read(ref BodyReader body)
    {
        var move = new MoveDeliveryInput();
        var seen = 0;
        while (body.NextMember(Members, ref seen, out _))
        {
            if (body.Text(1, MaxStatusLength) is { } text && StatusNames.TryParseDelivery(text, out var status))
            {
                move.Status = status;
            }
            else
            {
                body.Refuse(StatusNames.DeliveryHint);
            }
        }

        body.Require(Members, seen, 0);
        return move;
    }
}

/// <summary>What the body of a delivery's move says.</summary>
internal sealed class MoveDeliveryInput
{
    public DeliveryStatus Status { get; set; }
}
