using System.Net;
using System.Text.Json.Nodes;
using Bookstore.Stripe.Double.Api;

namespace Bookstore.Stripe.Double.Account;

/// <summary>What can be done with refunds.</summary>
internal sealed class RefundActions(Ledger ledger)
{
    public JsonObject Create(StripeParameters parameters)
    {
        parameters.Allow("payment_intent", "charge", "amount", "reason", "metadata");
        if (parameters.Text("reason") is { } reason && reason is not ("duplicate" or "fraudulent" or "requested_by_customer"))
        {
            throw StripeFailure.Invalid($"Invalid reason: must be one of duplicate, fraudulent, or requested_by_customer", null, "reason");
        }

        var intent = ledger.Intents.Get(parameters.Required("payment_intent"));
        if (intent is not { Status: "succeeded", Charge: { } charge })
        {
            throw Refuse("payment_intent_unexpected_state", $"This PaymentIntent ({intent.Id}) does not have a successful charge to refund.");
        }

        var left = charge.Captured - charge.Refunded;
        var amount = parameters.Integer("amount") ?? left;
        if (left == 0)
        {
            throw Refuse("charge_already_refunded", $"Charge {charge.Id} has already been refunded.");
        }

        if (amount <= 0 || amount > left)
        {
            throw Refuse(null, $"Refund amount ({amount}) is greater than unrefunded amount on charge ({left}).");
        }

        var refund = new RefundState
        {
            Id = ledger.NewId("re"),
            BalanceTransaction = ledger.NewId("txn"),
            Charge = charge,
            Created = ledger.Now,
            Amount = amount,
            Metadata = parameters.Map("metadata"),
            Reason = parameters.Text("reason"),
            Status = charge.Method.Id == "pm_card_pendingRefund" ? "pending" : "succeeded",
        };
        ledger.AllRefunds.Add(refund);
        charge.Refunded += amount;
        ledger.Publish("refund.created", ledger.Shapes.Refund(refund));
        ledger.Publish("charge.refunded", ledger.Shapes.Charge(charge));
        return ledger.Shapes.Refund(refund);
    }

    public JsonObject Retrieve(string id) => ledger.Shapes.Refund(ledger.AllRefunds.Find(refund => refund.Id == id) ?? throw StripeFailure.Missing("refund", id, "id"));

    public int Complete(string intentId)
    {
        var completed = 0;
        foreach (var refund in ledger.AllRefunds.Where(refund => refund.Charge.Intent.Id == intentId && refund.Status == "pending"))
        {
            refund.Status = "succeeded";
            ledger.Publish("refund.updated", ledger.Shapes.Refund(refund));
            completed++;
        }

        return completed;
    }

    public int Fail(string intentId)
    {
        var failed = 0;
        foreach (var refund in ledger.AllRefunds.Where(refund => refund.Charge.Intent.Id == intentId && refund.BalanceTransaction is not null && refund.Status is "succeeded" or "pending"))
        {
            (refund.Status, refund.FailureReason) = ("failed", "expired_or_canceled_card");
            refund.Charge.Refunded -= refund.Amount;
            ledger.Publish("refund.failed", ledger.Shapes.Refund(refund));
            failed++;
        }

        return failed;
    }

    private static StripeFailure Refuse(string? code, string message) => new(HttpStatusCode.BadRequest, "invalid_request_error", code, message);
}
