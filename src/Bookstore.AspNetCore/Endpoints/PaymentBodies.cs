using Bookstore.Contracts;

namespace Bookstore.AspNetCore;

/// <summary>What an order is paid with, as the body says it.</summary>
internal static class PaymentBodies
{
    /// <summary>Reads the token or the card number. Nothing of it is quoted in a problem.</summary>
    /// <returns><see langword="false"/> when the members contradict each other.</returns>
    public static bool TryRead(PaymentBody? body, out PaymentToken? payment, out ApiProblem? problem)
    {
        (payment, problem) = (null, null);
        if (body is { Token.Length: > 0, CardNumber.Length: > 0 })
        {
            problem = Problems.Invalid(ProblemCodes.InvalidOrder, Problems.InvalidBody, "/payment/token", "must not be sent beside card_number");
            return false;
        }

        var value = body?.Token is { Length: > 0 } token ? token : body?.CardNumber;
        if (value is { Length: > 0 })
        {
            payment = new PaymentToken(value) { Method = body!.Method };
        }

        return true;
    }
}
