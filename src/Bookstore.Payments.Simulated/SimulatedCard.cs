namespace Bookstore.Payments.Simulated;

/// <summary>The card numbers that mean something to the simulated gateway.</summary>
internal static class SimulatedCard
{
    private const int NumberLength = 16;

    public static CardVerdict Judge(AuthorizeRequest request)
    {
        Span<char> number = stackalloc char[NumberLength];
        var length = Compact(request.Token is null ? default : request.Token.Value, number);
        if (length == 0)
        {
            return CardVerdict.MissingCard;
        }

        if (request.Amount.MinorUnits <= 0)
        {
            return CardVerdict.InvalidAmount;
        }

        return length > NumberLength ? CardVerdict.Approve : number[..length] switch
        {
            "4000000000000002" => CardVerdict.CardDeclined,
            "4000000000009995" => CardVerdict.InsufficientFunds,
            "4000000000000119" => CardVerdict.Fail,
            "4000000000000341" => CardVerdict.LoseAnswer,
            "4000000000005126" => CardVerdict.RefuseRefund,
            "4000000000001976" => CardVerdict.RefuseCapture,
            "4000000000000259" => CardVerdict.Dispute,
            "4000002760003184" => CardVerdict.RequireAction,
            _ => CardVerdict.Approve,
        };
    }

    // Copies without spaces and hyphens as much as there is room for, and answers how much there was.
    private static int Compact(ReadOnlySpan<char> token, Span<char> number)
    {
        var length = 0;
        foreach (var character in token)
        {
            if (character is ' ' or '-')
            {
                continue;
            }

            if (length < number.Length)
            {
                number[length] = character;
            }

            length++;
        }

        return length;
    }
}

/// <summary>What the gateway makes of a card number.</summary>
internal enum CardVerdict : byte
{
    Approve,
    LoseAnswer,
    Fail,
    MissingCard,
    CardDeclined,
    InsufficientFunds,
    InvalidAmount,
    RefuseCapture,
    RefuseRefund,
    RequireAction,
    CustomerRefused,
    PaymentExists,
    Dispute,
}
