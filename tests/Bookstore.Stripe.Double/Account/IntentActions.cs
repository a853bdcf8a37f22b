using System.Net;
using System.Text.Json.Nodes;
using Bookstore.Stripe.Double.Api;

namespace Bookstore.Stripe.Double.Account;

/// <summary>What can be done with PaymentIntents.</summary>
internal sealed class IntentActions(Ledger ledger)
{
    private static readonly TimeSpan Hold = TimeSpan.FromDays(7);

    public IntentState Get(string id) => ledger.AllIntents.Find(intent => intent.Id == id) ?? throw StripeFailure.Missing("payment_intent", id, "intent");

    public JsonObject Create(StripeParameters parameters)
    {
        parameters.Allow("amount", "currency", "capture_method", "allowed_payment_method_types", "payment_method_types", "metadata", "description", "statement_descriptor_suffix", "confirm", "payment_method", "return_url");
        parameters.Required("amount");
        var currency = StripeAmount.Currency(parameters.Required("currency"));
        var intent = new IntentState
        {
            Id = ledger.NewId("pi"),
            Created = ledger.Now,
            Amount = StripeAmount.Check(parameters.Integer("amount")!.Value, currency),
            Currency = currency,
            CaptureMethod = parameters.Text("capture_method") ?? "automatic_async",
            Metadata = parameters.Map("metadata"),
            Description = parameters.Text("description"),
            StatementDescriptorSuffix = parameters.Text("statement_descriptor_suffix"),
        };
        ledger.AllIntents.Add(intent);
        Publish("created", intent);
        return parameters.Text("confirm") == "true" ? ConfirmNow(intent, parameters) : Show(intent, parameters);
    }

    public JsonObject Retrieve(string id, StripeParameters parameters)
    {
        parameters.Allow("client_secret");
        return Show(Get(id), parameters);
    }

    public JsonObject Update(string id, StripeParameters parameters)
    {
        parameters.Allow("amount", "currency", "metadata", "description", "statement_descriptor_suffix");
        var intent = Get(id);
        if (intent.Status is not ("requires_payment_method" or "requires_confirmation" or "requires_action"))
        {
            throw Unexpected(intent, $"This PaymentIntent's amount could not be updated because it has a status of {intent.Status}.");
        }

        intent.Currency = StripeAmount.Currency(parameters.Text("currency") ?? intent.Currency);
        intent.Amount = StripeAmount.Check(parameters.Integer("amount") ?? intent.Amount, intent.Currency);
        intent.Description = parameters.Text("description") ?? intent.Description;
        intent.StatementDescriptorSuffix = parameters.Text("statement_descriptor_suffix") ?? intent.StatementDescriptorSuffix;
        intent.Error = null;
        foreach (var (key, value) in parameters.Map("metadata"))
        {
            intent.Metadata[key] = value;
        }

        return Show(intent, parameters);
    }

    public JsonObject Confirm(string id, StripeParameters parameters)
    {
        parameters.Allow("payment_method", "return_url", "off_session");
        return ConfirmNow(Get(id), parameters);
    }

    public JsonObject Capture(string id, StripeParameters parameters)
    {
        parameters.Allow("amount_to_capture", "metadata", "statement_descriptor_suffix");
        var intent = Get(id);
        if (intent is not { Status: "requires_capture", Charge: { } charge })
        {
            throw Unexpected(intent, $"This PaymentIntent could not be captured because it has a status of {intent.Status}. Only a PaymentIntent with one of the following statuses may be captured: requires_capture.");
        }

        var amount = parameters.Integer("amount_to_capture") ?? charge.Amount;
        if (amount <= 0 || amount > charge.Amount)
        {
            throw StripeFailure.Invalid("The amount to capture is greater than the amount that can be captured.", "amount_too_large", "amount_to_capture");
        }

        (charge.IsCaptured, charge.Captured, intent.Status) = (true, amount, "succeeded");
        if (amount < charge.Amount)
        {
            charge.Released = charge.Amount - amount;
            ledger.AllRefunds.Add(new RefundState { Id = ledger.NewId("re"), Charge = charge, Created = ledger.Now, Amount = charge.Released, Metadata = [] });
        }

        ledger.Publish("charge.captured", ledger.Shapes.Charge(charge));
        Publish("succeeded", intent);
        return Show(intent, parameters);
    }

    public JsonObject Cancel(string id, StripeParameters parameters)
    {
        parameters.Allow("cancellation_reason");
        var intent = Get(id);
        if (intent.Status is "succeeded" or "canceled" or "processing")
        {
            throw Unexpected(intent, $"You cannot cancel this PaymentIntent because it has a status of {intent.Status}.");
        }

        if (intent is { Status: "requires_capture", Charge: { } charge })
        {
            charge.Refunded = charge.Amount;
            ledger.Publish("charge.refunded", ledger.Shapes.Charge(charge));
        }

        (intent.Status, intent.CanceledAt, intent.CancellationReason) = ("canceled", ledger.Now, parameters.Text("cancellation_reason"));
        Publish("canceled", intent);
        return Show(intent, parameters);
    }

    public JsonObject CompleteAction(string id, bool isApproved)
    {
        var intent = Get(id);
        if (intent.Status != "requires_action")
        {
            throw Unexpected(intent, "Nothing waits for the customer.");
        }

        if (isApproved)
        {
            return Succeed(intent);
        }

        intent.Status = "requires_payment_method";
        intent.Error = ("invalid_request_error", "payment_intent_authentication_failure", null, "The provided payment method has failed authentication.");
        Publish("payment_failed", intent);
        return ledger.Shapes.Intent(intent);
    }

    public JsonObject Dispute(string id)
    {
        var charge = Get(id).Charge!;
        charge.Dispute = new DisputeState { Id = ledger.NewId("dp"), Created = ledger.Now };
        ledger.Publish("charge.dispute.created", ledger.Shapes.Dispute(charge));
        return ledger.Shapes.Charge(charge);
    }

    public JsonObject CloseDispute(string id, string status)
    {
        var charge = Get(id).Charge!;
        charge.Dispute!.Status = status;
        ledger.Publish("charge.dispute.closed", ledger.Shapes.Dispute(charge));
        return ledger.Shapes.Charge(charge);
    }

    private StripeFailure Unexpected(IntentState intent, string message) =>
        new(HttpStatusCode.BadRequest, "invalid_request_error", "payment_intent_unexpected_state", message) { PaymentIntent = ledger.Shapes.Intent(intent) };

    private JsonObject ConfirmNow(IntentState intent, StripeParameters parameters)
    {
        if (intent.Status is not ("requires_payment_method" or "requires_confirmation"))
        {
            throw Unexpected(intent, $"You cannot confirm this PaymentIntent because it has a status of {intent.Status}.");
        }

        var id = parameters.Text("payment_method")
            ?? throw StripeFailure.Invalid("You cannot confirm this PaymentIntent because it's missing a payment method.", "payment_intent_unexpected_state", "payment_method");
        intent.Method = TestPaymentMethod.Find(id) ?? throw new StripeFailure(HttpStatusCode.BadRequest, "invalid_request_error", "resource_missing", $"No such PaymentMethod: '{id}'") { Param = "payment_method" };
        intent.ReturnUrl = parameters.Text("return_url");
        switch (intent.Method.Outcome)
        {
            case TestOutcome.RequiresAction:
                intent.Status = "requires_action";
                Publish("requires_action", intent);
                return Show(intent, parameters);
            case TestOutcome.Declines:
                throw Decline(intent, intent.Method);
            default:
                Succeed(intent);
                return Show(intent, parameters);
        }
    }

    private JsonObject Succeed(IntentState intent)
    {
        var isManual = intent.CaptureMethod == "manual";
        intent.Charge = new ChargeState
        {
            Id = ledger.NewId("ch"),
            Intent = intent,
            Created = ledger.Now,
            Method = intent.Method!,
            Amount = intent.Amount,
            Currency = intent.Currency,
            Status = "succeeded",
            CaptureBefore = isManual ? ledger.Now + Hold : null,
            IsCaptured = !isManual,
            Captured = isManual ? 0 : intent.Amount,
        };
        ledger.Charges.Add(intent.Charge);
        (intent.Status, intent.Error) = (isManual ? "requires_capture" : "succeeded", null);
        ledger.Publish("charge.succeeded", ledger.Shapes.Charge(intent.Charge));
        Publish(isManual ? "amount_capturable_updated" : "succeeded", intent);
        return ledger.Shapes.Intent(intent);
    }

    private StripeFailure Decline(IntentState intent, TestPaymentMethod method)
    {
        intent.Charge = new ChargeState
        {
            Id = ledger.NewId("ch"),
            Intent = intent,
            Created = ledger.Now,
            Method = method,
            Amount = intent.Amount,
            Currency = intent.Currency,
            Status = "failed",
            FailureCode = method.Code,
        };
        ledger.Charges.Add(intent.Charge);
        intent.Error = ("card_error", method.Code!, method.DeclineCode, "Your card was declined.");
        ledger.Publish("charge.failed", ledger.Shapes.Charge(intent.Charge));
        Publish("payment_failed", intent);
        return new StripeFailure(HttpStatusCode.PaymentRequired, "card_error", method.Code, "Your card was declined.")
        {
            DeclineCode = method.DeclineCode,
            Charge = intent.Charge.Id,
            PaymentIntent = ledger.Shapes.Intent(intent),
        };
    }

    private void Publish(string type, IntentState intent) => ledger.Publish($"payment_intent.{type}", ledger.Shapes.Intent(intent));

    private JsonObject Show(IntentState intent, StripeParameters parameters) => ledger.Shapes.Intent(intent, parameters.Expands("latest_charge"));
}
