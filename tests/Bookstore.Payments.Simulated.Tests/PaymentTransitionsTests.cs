using System.Text;
using Bookstore.Support;
using Xunit;

namespace Bookstore.Payments.Simulated;

/// <summary>Every call on every state of a payment has one documented effect and one documented answer.</summary>
public sealed class PaymentTransitionsTests
{
    private static readonly Guid Order = new("019cc111-0000-7000-8000-000000000001");
    private static readonly Money Price = new(12.99m, "USD");

    [Fact]
    public void Next_every_state_and_call_is_documented()
    {
        var text = new StringBuilder();
        foreach (var state in States())
        {
            foreach (var amount in new[] { Price, Price * 2 })
            {
                foreach (var operation in Enum.GetValues<LedgerOperation>().Where(operation => amount == Price || operation is LedgerOperation.Capture or LedgerOperation.Refund))
                {
                    var next = PaymentRules.Next(state, new LedgerRequest(operation, Order, amount, CardVerdict.Approve));
                    text.Append($"{Print(state),-28}{operation,-10}{(amount == Price ? "" : "of another amount"),-19}-> {(next == state ? "no change" : Print(next)),-28}{Answer(state, operation, amount)}\n");
                }
            }
        }

        text.ToString().ShouldBeApproved("PaymentTransitions");
    }

    private static IEnumerable<PaymentState> States() =>
    [
        default,
        new(LedgerEvent.Authorized, CardVerdict.Approve, Price),
        new(LedgerEvent.Authorized, CardVerdict.RefuseCapture, Price),
        new(LedgerEvent.Declined, CardVerdict.CardDeclined, Price),
        new(LedgerEvent.Captured, CardVerdict.Approve, Price),
        new(LedgerEvent.Captured, CardVerdict.RefuseRefund, Price),
        new(LedgerEvent.Voided, CardVerdict.Approve, default),
        new(LedgerEvent.Voided, CardVerdict.Approve, Price),
        new(LedgerEvent.Refunded, CardVerdict.Approve, Price),
        new(LedgerEvent.ActionRequired, CardVerdict.Approve, Price),
    ];

    private static string Print(PaymentState state) => state.Event == LedgerEvent.Voided ? $"Voided, {(state.WasAuthorized ? "was held" : "never held")}" : $"{state.Event}{Refusing(state)}";

    private static string Refusing(PaymentState state) => state.Verdict switch
    {
        CardVerdict.RefuseCapture => ", no capture",
        CardVerdict.RefuseRefund => ", no refund",
        _ => string.Empty,
    };

    private static string Answer(PaymentState before, LedgerOperation operation, Money amount) => operation switch
    {
        LedgerOperation.Authorize => PaymentRules.AnswerAuthorize(Order, before, CardVerdict.Approve).Outcome.ToString(),
        LedgerOperation.Capture => PaymentRules.AnswerCapture(before, amount) is { Code: { } code } ? $"Refused {code}" : "Captured",
        LedgerOperation.Void => PaymentRules.AnswerVoid(before).Outcome.ToString(),
        LedgerOperation.Refund => PaymentRules.AnswerRefund(before, Guid.Empty, amount) is { Code: { } code } ? $"Refused {code}" : PaymentRules.AnswerRefund(before, Guid.Empty, amount).Outcome.ToString(),
        _ => before.Event == LedgerEvent.None ? "nothing" : PaymentRules.Describe(Order, before).Status.ToString(),
    };
}
